/** Linkages for tests of the page's tree. */

/** A random tree with ascending heights: at each merge, two of the trees so far. */
export function randomLinkage(leaves: number, random: () => number): Float64Array {
  const roots = Array.from({ length: leaves }, (_, i) => ({ node: i, size: 1 }));
  const linkage = new Float64Array(4 * (leaves - 1));
  let height = 0;
  for (let i = 0; i < leaves - 1; i++) {
    const a = roots.splice(Math.floor(random() * roots.length), 1)[0]!;
    const b = roots.splice(Math.floor(random() * roots.length), 1)[0]!;
    height += random() < 0.3 ? 0 : random(); // some ties
    linkage.set([a.node, b.node, height, a.size + b.size], 4 * i);
    roots.push({ node: leaves + i, size: a.size + b.size });
  }
  return linkage;
}

/** Each merge adds one leaf to all before it: as deep as a tree can be. */
export function chainLinkage(leaves: number): Float64Array {
  const linkage = new Float64Array(4 * (leaves - 1));
  for (let i = 0; i < leaves - 1; i++) linkage.set([i === 0 ? 0 : leaves + i - 1, i + 1, i + 1, i + 2], 4 * i);
  return linkage;
}

export function ownLeaves(leaves: number): Int32Array {
  return Int32Array.from({ length: leaves }, (_, i) => i);
}

/** A small deterministic generator for fast-check's seeds. */
export function generator(seed: number): () => number {
  let state = (seed >>> 0) + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
