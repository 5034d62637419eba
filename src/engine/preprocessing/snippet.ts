const snippetLength = 240;

/** The beginning of the prose on one line, cut between words where there are spaces. */
export function snippetOf(text: string): string {
  const line = text
    .slice(0, 4 * snippetLength)
    .replace(/\s+/gu, ' ')
    .trim();
  if (line.length <= snippetLength) return line;
  const cut = line.slice(0, snippetLength - 1);
  const space = cut.lastIndexOf(' ');
  const kept = space > snippetLength * 0.75 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '');
  return `${kept}…`;
}
