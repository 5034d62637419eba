const snippetLength = 240;

/** The beginning of the prose on one line, cut between words where there are spaces. */
export function snippetOf(text: string): string {
  const beginning = (length: number): string => text.slice(0, length).replace(/\s+/gu, ' ').trim();
  let line = beginning(2 * snippetLength);
  if (line.length <= snippetLength) line = beginning(4 * snippetLength); // much of it is white space
  if (line.length <= snippetLength) return line;
  const cut = line.slice(0, snippetLength - 1);
  const space = cut.lastIndexOf(' ');
  const kept = space > snippetLength * 0.75 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '');
  return `${kept}…`;
}
