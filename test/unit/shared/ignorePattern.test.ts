import ignore from 'ignore';
import { expect, it } from 'vitest';
import { ignorePattern, withIgnored } from '../../../src/shared/ignorePattern';

it.each(['a.txt', 'notes/b c.md', '#hash', '!bang', 'a*b?[c].txt', 'back\\slash', 'end ', '中文/笔记.md'])(
  'the pattern of %s names that path alone',
  (path) => {
    const rules = ignore().add(ignorePattern(path));
    expect(rules.ignores(path)).toBe(true);
    expect(rules.ignores(`other/${path}`)).toBe(false);
    expect(rules.ignores(path.replace(/[*?]/g, 'x') + 'y')).toBe(false);
  },
);

it('adds what is not there yet, in the way of the file', () => {
  expect(withIgnored('', ['a', 'b', 'a'])).toBe('/a\n/b\n');
  expect(withIgnored('*.log', ['a'])).toBe('*.log\n/a\n');
  expect(withIgnored('/a\r\n', ['a', 'b'])).toBe('/a\r\n/b\r\n');
  expect(withIgnored('/a\n', ['a'])).toBe('/a\n');
  expect(withIgnored('', ['a\nb'])).toBe('');
});
