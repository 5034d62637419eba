import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { applyEdit, clusterTag, revertEdit, tagEdit, type TextEdit } from '../../../src/shared/frontMatterTag';

const tag = 'grove/Bread';
const edit = (text: string): TextEdit => {
  const made = tagEdit(text, tag);
  if ('reason' in made) throw new Error(made.reason);
  return made;
};
const yamlOf = (text: string): Record<string, unknown> =>
  parse(text.replace(/^\uFEFF/, '').split(/^---\s*$/m)[1]!) as Record<string, unknown>;

describe('tagEdit', () => {
  it.each([
    ['no front matter', 'Prose.\n', { tags: [tag] }],
    ['a byte order mark', '\uFEFFProse.', { tags: [tag] }],
    ['Windows lines', '---\r\ntitle: A\r\n---\r\nProse.\r\n', { title: 'A', tags: [tag] }],
    ['other keys', '---\ntitle: "A: b"   # why\n---\nProse.', { title: 'A: b', tags: [tag] }],
    ['a flow list', '---\ntags: [a, "b c"] # mine\n---\n', { tags: ['a', 'b c', tag] }],
    ['an empty list', '---\ntags: []\n---\n', { tags: [tag] }],
    ['a block list', '---\ntags:\n  - a # first\n  - b\ntitle: x\n---\n', { tags: [tag, 'a', 'b'], title: 'x' }],
    ['a list that is not indented', '---\ntags:\n- a\ntitle: x\n---\n', { tags: [tag, 'a'], title: 'x' }],
    ['no value', '---\ntags:\ntitle: x\n---\n', { tags: [tag], title: 'x' }],
    ['words', '---\ntags: a, b\n---\n', { tags: ['a', 'b', tag] }],
  ])('adds to %s, and goes again to the byte', (_, text, expected) => {
    const made = edit(text);
    const tagged = applyEdit(text, made);
    expect(yamlOf(tagged)).toEqual(expected);
    expect(revertEdit(tagged, made)).toBe(text);
    expect(tagged.includes('\r\n')).toBe(text.includes('\r\n'));
  });

  it.each(['+++\ntitle = "x"\n+++\nProse.', '---\ntags: {a: 1}\n---\n', '---\na: [1\ntags: [b]\n---\n'])(
    'says why it leaves %j',
    (text) => {
      expect(tagEdit(text, tag)).toHaveProperty('reason');
    },
  );

  it('is taken back whatever the file says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('', '---\n', '---\ntags: [x]\n---\n'),
        (rest, head) => {
          const made = tagEdit(head + rest, tag);
          if ('reason' in made) return;
          expect(revertEdit(applyEdit(head + rest, made), made)).toBe(head + rest);
        },
      ),
    );
  });

  it('goes alone where the text changed around it, and stays where it was changed itself', () => {
    const text = '---\ntags:\n  - a\n---\nProse.\n';
    const made = edit(text);
    const tagged = applyEdit(text, made);
    expect(revertEdit(`---\ndate: 2024\n${tagged.slice(4)}More.`, made)).toBe(`---\ndate: 2024\n${text.slice(4)}More.`);
    expect(revertEdit(tagged.replace('grove/Bread', 'mine'), made)).toBeUndefined();
  });
});

it('clusterTag has only what a tag may hold', () => {
  expect(clusterTag('Bread, Butter & Flour', 1)).toBe('grove/Bread-Butter-Flour');
  expect(clusterTag('人工智能, 芯片', 1)).toBe('grove/人工智能-芯片');
  expect(clusterTag('++', 7)).toBe('grove/cluster-7');
});
