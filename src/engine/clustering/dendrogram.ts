/** Merges of two clusters each, named by any leaf of them. */
export interface Merges {
  readonly left: Int32Array; // [n − 1]
  readonly right: Int32Array;
  readonly heights: Float64Array;
}

/**
 * Puts merges into SciPy's convention: ascending heights, the smaller node number left, node n + i made by row i.
 *
 * @param scale applied to each height
 * @param sorted false where merges are in order as they are, and heights may fall
 */
export function dendrogramOf(
  { left, right, heights }: Merges,
  n: number,
  scale: (height: number) => number,
  sorted = true,
): Float64Array {
  const order = Int32Array.from({ length: n - 1 }, (_, i) => i);
  if (sorted) order.sort((a, b) => heights[a]! - heights[b]! || a - b);
  const parent = Int32Array.from({ length: 2 * n - 1 }, (_, i) => i);
  const size = new Int32Array(2 * n - 1).fill(1);
  const rootOf = (node: number): number => {
    let root = node;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  const z = new Float64Array(4 * (n - 1));
  order.forEach((merge, row) => {
    const a = rootOf(left[merge]!);
    const b = rootOf(right[merge]!);
    const node = n + row;
    parent[a] = node;
    parent[b] = node;
    size[node] = size[a]! + size[b]!;
    z.set([Math.min(a, b), Math.max(a, b), scale(Math.max(0, heights[merge]!)), size[node]], row * 4);
  });
  return z;
}

/** The leaves in the order of the dendrogram, from left to right. */
export function leafOrder(z: Float64Array, leaves: number): Int32Array {
  const order = new Int32Array(leaves);
  if (leaves === 0) return order;
  const pending = [2 * leaves - 2];
  let end = 0;
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node < leaves) order[end++] = node;
    else pending.push(z[(node - leaves) * 4 + 1]!, z[(node - leaves) * 4]!);
  }
  return order;
}

/** Cuts the tree into k clusters, numbered in the order of the leaves. The last k − 1 merges are undone. */
export function cutByCount(z: Float64Array, leaves: number, k: number): Int32Array {
  return cutAfter(z, leaves, leaves - Math.max(1, Math.min(k, leaves)));
}

/** Cuts the tree at a height: branches that nowhere exceed it stay (SciPy's fcluster with criterion 'distance'). */
export function cutByHeight(z: Float64Array, leaves: number, height: number): Int32Array {
  return cutByValue(z, leaves, (row) => z[row * 4 + 2]!, height);
}

/**
 * Cuts the tree where a merge is much higher than those just under it: branches stay in which the inconsistency of no
 * merge exceeds the threshold (SciPy's fcluster with criterion 'inconsistent' at its depth of 2).
 */
export function cutByInconsistency(z: Float64Array, leaves: number, threshold: number): Int32Array {
  return cutByValue(z, leaves, (row) => inconsistencyOf(z, leaves, row), threshold);
}

/** The height of a merge less the mean of it and its children's, in their standard deviations; 0 where these are equal. */
export function inconsistencyOf(z: Float64Array, leaves: number, row: number): number {
  const heights = [z[row * 4 + 2]!];
  for (const child of [z[row * 4]!, z[row * 4 + 1]!]) if (child >= leaves) heights.push(z[(child - leaves) * 4 + 2]!);
  const mean = heights.reduce((sum, height) => sum + height, 0) / heights.length;
  const squares = heights.reduce((sum, height) => sum + (height - mean) ** 2, 0);
  return squares > 0 ? (heights[0]! - mean) / Math.sqrt(squares / (heights.length - 1)) : 0;
}

/** Keeps the branches in which the value of no merge exceeds the threshold. */
function cutByValue(z: Float64Array, leaves: number, valueOf: (row: number) => number, threshold: number): Int32Array {
  const merges = Math.max(0, leaves - 1);
  const stays = new Uint8Array(merges);
  for (let row = 0; row < merges; row++) {
    const [a, b] = [z[row * 4]!, z[row * 4 + 1]!];
    const isWhole = (node: number): boolean => node < leaves || stays[node - leaves] === 1;
    stays[row] = valueOf(row) <= threshold && isWhole(a) && isWhole(b) ? 1 : 0;
  }
  return cutInto(z, leaves, (row) => stays[row] === 1);
}

function cutAfter(z: Float64Array, leaves: number, merges: number): Int32Array {
  return cutInto(z, leaves, (row) => row < merges);
}

/** Undoes the merges that don't stay; clusters are numbered in the order of the leaves. */
function cutInto(z: Float64Array, leaves: number, stays: (row: number) => boolean): Int32Array {
  const rootOf = Int32Array.from({ length: Math.max(0, 2 * leaves - 1) }, (_, i) => i);
  // Downwards: a node's root is known before its children's.
  for (let row = leaves - 2; row >= 0; row--) {
    if (!stays(row)) continue;
    const root = rootOf[leaves + row]!;
    rootOf[z[row * 4]!] = root;
    rootOf[z[row * 4 + 1]!] = root;
  }
  return numberedAlong(z, leaves, rootOf);
}

/** The same clusters, numbered in the order of the leaves. */
export function numberedAlong(z: Float64Array, leaves: number, clusterOf: Int32Array): Int32Array {
  const numberOf = new Map<number, number>();
  const labels = new Int32Array(leaves);
  for (const leaf of leafOrder(z, leaves)) {
    const cluster = clusterOf[leaf]!;
    let number = numberOf.get(cluster);
    if (number === undefined) {
      number = numberOf.size;
      numberOf.set(cluster, number);
    }
    labels[leaf] = number;
  }
  return labels;
}
