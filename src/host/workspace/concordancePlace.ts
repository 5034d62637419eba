import type { ConcordanceLine } from '../../shared/corpusBasics';
import { escapeRegExp } from '../../shared/escapeRegExp';

/**
 * Where in a file's text a line of a concordance stands. The engine reads texts without markup, so that the file may hold more
 * places of the same words: the one with most of the line around it is taken, and of several the one counted like it.
 *
 * @param from where the document begins in the text: a row of a table does not begin with the file
 * @returns offsets; undefined where the words are no longer there
 */
export function concordancePlace(
  text: string,
  { left, match, right, place }: ConcordanceLine,
  from = 0,
): { readonly start: number; readonly end: number } | undefined {
  const words = match.split(' ').map(escapeRegExp);
  const pattern = new RegExp(words.join(String.raw`\s+`), 'giu');
  pattern.lastIndex = from;
  let best: { start: number; end: number; score: number } | undefined;
  let count = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text), count++) {
    const start = found.index;
    const end = start + found[0].length;
    const reach = 2 * Math.max(left.length, right.length);
    const before = commonEnd(spaced(text.slice(Math.max(from, start - reach), start)), spaced(left));
    const after = commonStart(spaced(text.slice(end, end + reach)), spaced(right));
    const score = before + after + (count === place ? 0.5 : 0);
    if (best === undefined || score > best.score) best = { start, end, score };
  }
  return best && { start: best.start, end: best.end };
}

const spaced = (text: string): string => text.replace(/\s+/gu, ' ').trim();

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}
