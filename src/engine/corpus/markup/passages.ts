/**
 * What the readers of markup share. All of it takes time in proportion to the text, whatever the text: a file that opens
 * a hundred thousand comments must not hold up a run.
 */

/** At most one blank line in a row, none at the ends, no spaces at line ends. */
export function tidyParagraphs(text: string): string {
  const lines = text.split('\n');
  const out: string[] = [];
  for (const line of lines) {
    const trimmed = line.trimEnd();
    if (trimmed !== '' || (out.length > 0 && out.at(-1) !== '')) out.push(trimmed);
  }
  return out.join('\n').trim();
}

/**
 * Leaves out everything from a match of `opening` to the end that `closing` names for it (in lower case), both included.
 * What is opened but never closed stays.
 *
 * @param opening with the flag g
 */
export function dropSpans(text: string, opening: RegExp, closing: (match: RegExpExecArray) => string): string {
  const lowerCase = text.toLowerCase();
  if (lowerCase.length !== text.length) return text; // a letter changed its length: positions would be off
  const neverClosed = new Set<string>();
  const out: string[] = [];
  let kept = 0;
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const end = closing(match);
    if (neverClosed.has(end)) continue;
    const from = match.index + match[0].length;
    const index = lowerCase.indexOf(end, from);
    if (index < 0) {
      neverClosed.add(end);
      continue;
    }
    out.push(text.slice(kept, match.index));
    kept = index + end.length;
    opening.lastIndex = kept;
  }
  out.push(text.slice(kept));
  return out.join('');
}

/** Longer lines are cut before inline marks are looked for, whose search takes time by the square of the length. */
const maxPiece = 4000;

/** Applies `change` to each line; to very long ones piece by piece, cut at spaces. */
export function mapLines(text: string, change: (line: string) => string): string {
  return text
    .split('\n')
    .map((line) => mapPieces(line, change))
    .join('\n');
}

/** Applies `change` to a line, piece by piece where it is very long. */
export function mapPieces(line: string, change: (piece: string) => string): string {
  if (line.length <= maxPiece) return change(line);
  const out: string[] = [];
  for (let start = 0; start < line.length;) {
    let end = Math.min(line.length, start + maxPiece);
    const space = end < line.length ? line.lastIndexOf(' ', end) : -1;
    if (space > start) end = space;
    out.push(change(line.slice(start, end)));
    start = end;
  }
  return out.join('');
}
