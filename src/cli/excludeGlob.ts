/**
 * A pattern as people write it in .gitignore, as the glob relative to the source that means the same: without a slash
 * before its end it holds at any depth, with one it holds from the top.
 */
export function excludeGlob(pattern: string): string {
  const bare = pattern.trim().replace(/^\.\//, '/').replace(/\/+$/, '');
  if (bare.startsWith('/')) return bare.replace(/^\/+/, '');
  return bare === '' || bare.includes('/') ? bare : `**/${bare}`;
}
