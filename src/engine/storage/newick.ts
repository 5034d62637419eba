/**
 * A linkage as a tree in Newick format: `(A:0.5,B:0.5):1.2;`, branch lengths being differences of merge heights.
 * Iterative: a chain of 50,000 merges is no deeper than a flat one.
 *
 * @param linkage SciPy's Z, row-major [leaves − 1, 4]
 * @param leaves the text of each leaf, already in Newick (a quoted name, or a group of names)
 */
export function newickOfLinkage(linkage: Float64Array, leaves: readonly string[]): string {
  const count = leaves.length;
  if (count === 0) return ';';
  if (count === 1) return `${leaves[0]};`;
  const merges = linkage.length / 4;
  const heightOf = (node: number): number => (node < count ? 0 : linkage[(node - count) * 4 + 2]!);
  const out: string[] = [];
  // What is still to be written, last first: a node with its parent's height, or a piece of punctuation.
  const pending: (string | { node: number; parentHeight: number })[] = [
    ';',
    { node: count + merges - 1, parentHeight: Number.NaN },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') {
      out.push(next);
      continue;
    }
    const height = heightOf(next.node);
    const length = Number.isNaN(next.parentHeight) ? '' : `:${Number((next.parentHeight - height).toPrecision(9))}`;
    if (next.node < count) {
      out.push(leaves[next.node]!, length);
      continue;
    }
    const at = (next.node - count) * 4;
    pending.push(`)${length}`, { node: linkage[at + 1]!, parentHeight: height }, ',', {
      node: linkage[at]!,
      parentHeight: height,
    });
    out.push('(');
  }
  return out.join('');
}

/** A name as a quoted Newick label: a quote in it is doubled, line breaks become spaces. */
export function newickName(name: string): string {
  return `'${name.replace(/[\r\n]+/g, ' ').replaceAll("'", "''")}'`;
}

/** The documents of one leaf: one name, or for a micro-cluster a group of names at no distance. */
export function newickLeaf(names: readonly string[]): string {
  return names.length === 1 ? newickName(names[0]!) : `(${names.map((name) => `${newickName(name)}:0`).join(',')})`;
}
