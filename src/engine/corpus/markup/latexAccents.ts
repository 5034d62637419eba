/** Combining characters by LaTeX's accent commands. */
const accents = new Map([
  ['`', '\u0300'],
  ["'", '\u0301'],
  ['^', '\u0302'],
  ['~', '\u0303'],
  ['=', '\u0304'],
  ['u', '\u0306'],
  ['.', '\u0307'],
  ['"', '\u0308'],
  ['r', '\u030a'],
  ['H', '\u030b'],
  ['v', '\u030c'],
  ['c', '\u0327'],
  ['k', '\u0328'],
]);

/** Commands that stand for a letter or a sign. */
export const namedLetters: ReadonlyMap<string, string> = new Map([
  ['ss', 'ß'],
  ['ae', 'æ'],
  ['AE', 'Æ'],
  ['oe', 'œ'],
  ['OE', 'Œ'],
  ['o', 'ø'],
  ['O', 'Ø'],
  ['l', 'ł'],
  ['L', 'Ł'],
  ['aa', 'å'],
  ['AA', 'Å'],
  ['i', 'ı'],
  ['j', 'ȷ'],
  ['dots', '…'],
  ['ldots', '…'],
  ['textendash', '–'],
  ['textemdash', '—'],
  ['copyright', '©'],
  ['pounds', '£'],
  ['euro', '€'],
  ['S', '§'],
  ['TeX', 'TeX'],
  ['LaTeX', 'LaTeX'],
  ['quad', ' '],
  ['qquad', ' '],
  ['newline', '\n'],
  ['textbackslash', '\\'],
]);

/**
 * The letter that accent command `word` makes of what follows at `after`: \'e, \'{e}, \c{c}, \"\i. Undefined where it is
 * no accent, or nothing follows that could carry one.
 */
export function accented(text: string, word: string, after: number): { letter: string; end: number } | undefined {
  const mark = accents.get(word);
  if (mark === undefined) return undefined;
  const base = /[a-zA-Z]/.test(word)
    ? /\s*\{\s*\\?([a-zA-Z])\s*\}|\s+\\?([a-zA-Z])(?![a-zA-Z])/y
    : /\s*(?:\{\s*\\?([a-zA-Z])\s*\}|\\([ij])(?![a-zA-Z])\s*|([a-zA-Z]))/y;
  base.lastIndex = after;
  const match = base.exec(text);
  const letter = match?.slice(1).find((group: string | undefined) => group !== undefined);
  if (match === null || letter === undefined) return undefined;
  return { letter: (letter + mark).normalize('NFC'), end: after + match[0].length };
}
