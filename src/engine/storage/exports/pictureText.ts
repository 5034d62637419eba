/** Controls, and marks that turn the direction of what follows. */
const unprintable = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Characters as wide as high: Chinese, Japanese, Korean, full-width forms, pictures. */
const wide = /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f000}-\u{3ffff}]/u;

const wideEm = 1;
const otherEm = 0.62;

/** What people see as one character. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Text of a document or label on one line, without what could change the lines around it. */
export function oneLine(text: string, longest = 500): string {
  const [...start] = text
    .slice(0, longest * 4)
    .replace(unprintable, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return start.length <= longest ? start.join('') : `${start.slice(0, longest).join('')}…`;
}

/**
 * Cuts text to a width, as far as it can be told without its font.
 *
 * @param width in pixels
 * @param size of the font, in pixels
 */
export function fitText(text: string, width: number, size: number): string {
  let used = 0;
  let fitting = '';
  const line = oneLine(text);
  for (const { segment } of graphemes.segment(line)) {
    used += (wide.test(segment) ? wideEm : otherEm) * size;
    if (used > width) return `${fitting.trimEnd()}…`;
    fitting += segment;
  }
  return line;
}
