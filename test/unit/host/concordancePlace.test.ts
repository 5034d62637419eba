import { describe, expect, it } from 'vitest';
import type { ConcordanceLine } from '../../../src/shared/corpusBasics';
import { concordancePlace } from '../../../src/host/workspace/concordancePlace';

const line = (left: string, match: string, right: string, place = 0): ConcordanceLine => ({ id: 'a', path: 'a.md', left, match, right, place }); // prettier-ignore
const found = (text: string, of: ConcordanceLine, from?: number): string | undefined => {
  const place = concordancePlace(text, of, from);
  return place && `${text.slice(0, place.start)}<${text.slice(place.start, place.end)}>`;
};

describe('the place of a line of a concordance', () => {
  it('is where most of the line is, though the file holds the words more often', () => {
    const text = '[the tide](https://example.org/the-tide) turns.\nWe saw the tide fall, and the tide rise.';
    expect(found(text, line('We saw the', 'tide', 'fall, and the tide rise.', 1))).toMatch(/We saw the <tide>$/);
    expect(found(text, line('fall, and the', 'tide', 'rise.', 2))).toMatch(/fall, and the <tide>$/);
  });

  it('of places alike, is the one counted so', () => {
    expect(found('a tide b a tide b a tide b', line('a', 'tide', 'b a tide b', 1))).toBe('a tide b a <tide>');
    const alone = 'tide\n\ntide\n\ntide';
    expect(concordancePlace(alone, line('', 'tide', '', 2))).toEqual({ start: 12, end: 16 });
  });

  it('takes any space between words, upper and lower case, and signs as they are', () => {
    expect(found('A deep\n  Sea (C++)', line('A', 'deep sea', '(C++)'))).toBe('A <deep\n  Sea>');
    expect(found('x C++ y', line('x', 'C++', 'y'))).toBe('x <C++>');
    expect(found('我们去海边看海。', line('我们去', '海', '边看海。'))).toBe('我们去<海>');
  });

  it('begins where the row does, and is undefined where the words are gone', () => {
    const table = 'id,text\n1,the tide\n2,the tide';
    expect(found(table, line('the', 'tide', ''), table.indexOf('2,'))).toBe('id,text\n1,the tide\n2,the <tide>');
    expect(concordancePlace('nothing', line('the', 'tide', ''))).toBeUndefined();
  });
});
