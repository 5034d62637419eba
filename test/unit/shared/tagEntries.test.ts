import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyTags,
  forgetAnalysis,
  parseTagFile,
  removeTags,
  tagFileText,
  tagsByHand,
} from '../../../src/shared/tagEntries';
import type { TagFile } from '../../../src/shared/tags';

const text = (files: TagFile['files']): string => tagFileText({ format: 'grove-tags', version: 1, files });
const byHand = { tag: 'mine', analysis: 'by hand' };

describe('tagFileText', () => {
  it('is sorted JSON with a line a file', () => {
    const written = text({ 'b.md': { tag: 'B', analysis: 'x' }, 'a "q" 文.md': { tag: 'A', analysis: 'x' } });
    expect(written.split('\n').slice(3, 7)).toEqual([
      '  "files": {',
      '    "a \\"q\\" 文.md": {"tag":"A","analysis":"x"},',
      '    "b.md": {"tag":"B","analysis":"x"}',
      '  }',
    ]);
    expect(parseTagFile(written).files['b.md']).toEqual({ tag: 'B', analysis: 'x' });
  });
});

describe('taking tags back', () => {
  it('removes a file that tagging made', () => {
    const { text: tagged, backup } = applyTags(null, new Map([['a', 'A']]), 'x');
    expect(parseTagFile(tagged).files).toEqual({ a: { tag: 'A', analysis: 'x' } });
    expect(removeTags(tagged, 'x', backup)).toBeNull();
  });

  it('keeps what a person changed or added since', () => {
    const { text: tagged, backup } = applyTags(
      text({ a: byHand }),
      new Map(['a', 'b', 'c'].map((each) => [each, 'T'])),
      'x',
    );
    const { files } = parseTagFile(tagged);
    const since = text({ ...files, b: byHand, d: byHand });
    expect(parseTagFile(removeTags(since, 'x', backup)!).files).toEqual({ a: byHand, b: byHand, d: byHand });
  });

  it('keeps an empty file that a person made', () => {
    const before = text({});
    const { text: tagged, backup } = applyTags(before, new Map([['a', 'A']]), 'x');
    expect(removeTags(tagged, 'x', backup)).toBe(before);
  });

  it('without a backup removes the entries of the analysis only', () => {
    const both = text({ a: { tag: 'A', analysis: 'x' }, b: byHand });
    expect(parseTagFile(removeTags(both, 'x', undefined)!).files).toEqual({ b: byHand });
  });

  const files = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 3 }).filter((name) => name !== '__proto__'),
    fc.record({ tag: fc.string(), analysis: fc.constantFrom('by hand', 'earlier') }),
    { noNullPrototype: true },
  );
  // An analysis has a document at least, so it tags a file at least.
  const tags = fc
    .array(fc.tuple(fc.string({ minLength: 1, maxLength: 3 }), fc.string()), { minLength: 1 })
    .map((pairs) => new Map(pairs.filter(([name]) => name !== '__proto__')))
    .filter((files) => files.size > 0);

  it('gives the text before, to the byte, whatever it was', () => {
    fc.assert(
      fc.property(fc.option(files), tags, fc.boolean(), (before, ofX, isOneLine) => {
        const format = { format: 'grove-tags', version: 1, files: before } as const;
        const original = before === null ? null : isOneLine ? JSON.stringify(format) : text(before);
        const { text: tagged, backup } = applyTags(original, ofX, 'x');
        expect(removeTags(tagged, 'x', backup)).toBe(original);
      }),
    );
  });

  it.each(['x first', 'y first'])('of two analyses, %s, gives what was there before both', (order) => {
    fc.assert(
      fc.property(fc.option(files), tags, tags, (before, ofX, ofY) => {
        const original = before === null ? null : JSON.stringify({ format: 'grove-tags', version: 1, files: before });
        const x = applyTags(original, ofX, 'x');
        const y = applyTags(x.text, ofY, 'y');
        const [first, second] =
          order === 'x first'
            ? ([
                { id: 'x', backup: x.backup },
                { id: 'y', backup: forgetAnalysis(y.backup, 'x', x.backup) },
              ] as const)
            : ([
                { id: 'y', backup: y.backup },
                { id: 'x', backup: forgetAnalysis(x.backup, 'y', y.backup) },
              ] as const);
        const between = removeTags(y.text, first.id, first.backup);
        const end = between === null ? null : removeTags(between, second.id, second.backup);
        expect(end).toBe(original);
      }),
    );
  });
});

it.each([
  '',
  '[]',
  '{"format":"grove-tags","version":2,"files":{}}',
  '{"format":"grove-tags","version":1,"files":{"a":1}}',
])('a damaged file is refused: %s', (damaged) => {
  expect(() => applyTags(damaged, new Map(), 'x')).toThrow();
});

describe('tagsByHand', () => {
  const clustered = [1, 2, 3, 4].map((i) => ({ path: `${i}.md`, cluster: 0, label: 'Bread' }));
  const found = (files: TagFile['files'], known: readonly string[] = []): Record<string, string> =>
    Object.fromEntries(tagsByHand({ format: 'grove-tags', version: 1, files }, clustered, 'x', new Set(known)));
  const of = (...tags: string[]): TagFile['files'] =>
    Object.fromEntries(tags.map((tag, i) => [`${i + 1}.md`, { tag, analysis: 'x' }]));

  it('are those that differ from what the analysis wrote, by most of them too', () => {
    expect(found(of('Bread', 'Bread', 'Bread', 'Bread'))).toEqual({});
    expect(found(of('Bread', 'mine', 'mine', 'mine'))).toEqual({ '2.md': 'mine', '3.md': 'mine', '4.md': 'mine' });
  });

  it("are not a renamed cluster's, whose files still have its name of then", () => {
    expect(found(of('Loaf', 'Loaf', 'mine', 'Loaf'))).toEqual({ '3.md': 'mine' });
  });

  it('are those of no analysis, on files of this one', () => {
    const files = { '1.md': byHand, '2.md': { tag: 'theirs', analysis: 'y' }, 'elsewhere.md': byHand };
    expect(found(files, ['y'])).toEqual({ '1.md': 'mine' });
    expect(found(files)).toEqual({ '1.md': 'mine', '2.md': 'theirs' });
  });
});
