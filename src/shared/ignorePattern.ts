/** The line of an ignore file that names exactly this path and nothing else (gitignore's format). */
export function ignorePattern(path: string): string {
  return '/' + path.replace(/[\\*?[\]!#]/g, '\\$&').replace(/ +$/, (spaces) => spaces.replaceAll(' ', '\\ '));
}

/** The text of an ignore file with the patterns of these paths added at its end, but those that it has. */
export function withIgnored(text: string, paths: readonly string[]): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const has = new Set(text.split(/\r?\n/));
  const added = [...new Set(paths.filter((path) => !/[\r\n]/.test(path)).map(ignorePattern))].filter((line) => !has.has(line)); // prettier-ignore
  if (added.length === 0) return text;
  const start = text === '' || text.endsWith('\n') ? text : text + eol;
  return start + added.map((line) => line + eol).join('');
}
