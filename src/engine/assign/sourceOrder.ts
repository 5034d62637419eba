/** Places of documents as the source has them: by path, and within a table by row (row-2 before row-10). */
export function sourceOrder(documents: readonly { readonly path: string; readonly row?: number }[]): number[] {
  return Array.from(documents.keys()).sort((a, b) => {
    const [first, second] = [documents[a]!, documents[b]!];
    if (first.path !== second.path) return first.path < second.path ? -1 : 1;
    return (first.row ?? 0) - (second.row ?? 0) || a - b;
  });
}
