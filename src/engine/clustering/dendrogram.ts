/** Merges of two clusters each, named by any leaf of them, in any order. */
export interface Merges {
  readonly left: Int32Array; // [n − 1]
  readonly right: Int32Array;
  readonly heights: Float64Array;
}

/**
 * Puts merges into SciPy's convention: ascending heights, the smaller node number left, node n + i made by row i.
 *
 * @param scale applied to each height
 */
export function dendrogramOf(
  { left, right, heights }: Merges,
  n: number,
  scale: (height: number) => number,
): Float64Array {
  const order = Int32Array.from({ length: n - 1 }, (_, i) => i).sort((a, b) => heights[a]! - heights[b]! || a - b);
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

/** Cuts the tree at a height: merges at or below it stay (SciPy's fcluster with criterion 'distance'). */
export function cutByHeight(z: Float64Array, leaves: number, height: number): Int32Array {
  let merges = 0;
  while (merges < leaves - 1 && z[merges * 4 + 2]! <= height) merges++;
  return cutAfter(z, leaves, merges);
}

function cutAfter(z: Float64Array, leaves: number, merges: number): Int32Array {
  const rootOf = Int32Array.from({ length: leaves + merges }, (_, i) => i);
  // Downwards: a node's root is known before its children's.
  for (let row = merges - 1; row >= 0; row--) {
    const root = rootOf[leaves + row]!;
    rootOf[z[row * 4]!] = root;
    rootOf[z[row * 4 + 1]!] = root;
  }
  const numberOf = new Map<number, number>();
  const labels = new Int32Array(leaves);
  for (const leaf of leafOrder(z, leaves)) {
    const root = rootOf[leaf]!;
    let number = numberOf.get(root);
    if (number === undefined) {
      number = numberOf.size;
      numberOf.set(root, number);
    }
    labels[leaf] = number;
  }
  return labels;
}
