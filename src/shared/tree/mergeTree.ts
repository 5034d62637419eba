/**
 * The cluster tree as flat arrays, from a linkage in SciPy's convention. Nodes 0 … leaves − 1 are leaves; node
 * leaves + i is the i-th merge; the last node is the root. Documents stand in the order of the leaves, so that the
 * documents of any node are one range of `documentOrder`.
 */
export interface MergeTree {
  readonly leaves: number;
  /** 2·leaves − 1 */
  readonly nodes: number;
  /** Children of a merge; −1 for leaves. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** −1 for the root. */
  readonly parent: Int32Array;
  readonly height: Float64Array;
  /** The documents of the leftmost leaf first. */
  readonly documentOrder: Int32Array;
  /** The inverse of `documentOrder`. */
  readonly positionOf: Int32Array;
  /** [nodes] Documents of a node: documentOrder[start … end − 1]. */
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/**
 * @param linkage SciPy's Z, row-major [leaves − 1, 4]
 * @param leafOfDocument the leaf of each document
 * @throws Error where the linkage is not a tree over these leaves
 */
export function mergeTree(linkage: Float64Array, leafOfDocument: Int32Array): MergeTree {
  const merges = linkage.length / 4;
  const leaves = merges + 1;
  const nodes = 2 * leaves - 1;
  const left = new Int32Array(nodes).fill(-1);
  const right = new Int32Array(nodes).fill(-1);
  const parent = new Int32Array(nodes).fill(-1);
  const height = new Float64Array(nodes);
  for (let i = 0; i < merges; i++) {
    const node = leaves + i;
    const a = linkage[i * 4]!;
    const b = linkage[i * 4 + 1]!;
    if (!(a >= 0 && a < node && b >= 0 && b < node && a !== b) || parent[a] !== -1 || parent[b] !== -1)
      throw new Error(`The linkage of this analysis is damaged: merge ${i + 1} joins ${a} and ${b}.`);
    left[node] = a;
    right[node] = b;
    parent[a] = node;
    parent[b] = node;
    height[node] = linkage[i * 4 + 2]!;
  }
  return { leaves, nodes, left, right, parent, height, ...documentRanges(nodes, left, right, leafOfDocument) };
}

function documentRanges(
  nodes: number,
  left: Int32Array,
  right: Int32Array,
  leafOfDocument: Int32Array,
): Pick<MergeTree, 'documentOrder' | 'positionOf' | 'start' | 'end'> {
  const leaves = (nodes + 1) / 2;
  const documents = leafOfDocument.length;
  const size = new Int32Array(nodes);
  for (let d = 0; d < documents; d++) size[leafOfDocument[d]!]!++;
  for (let node = leaves; node < nodes; node++) size[node] = size[left[node]!]! + size[right[node]!]!;
  const start = new Int32Array(nodes);
  const end = new Int32Array(nodes);
  for (let node = nodes - 1; node >= leaves; node--) {
    start[left[node]!] = start[node]!;
    start[right[node]!] = start[node]! + size[left[node]!]!;
  }
  for (let node = 0; node < nodes; node++) end[node] = start[node]! + size[node]!;
  const next = start.slice(0, leaves);
  const documentOrder = new Int32Array(documents);
  const positionOf = new Int32Array(documents);
  for (let d = 0; d < documents; d++) {
    const position = next[leafOfDocument[d]!]!++;
    documentOrder[position] = d;
    positionOf[d] = position;
  }
  return { documentOrder, positionOf, start, end };
}

export function rootOf(tree: MergeTree): number {
  return tree.nodes - 1;
}

export function isLeaf(tree: MergeTree, node: number): boolean {
  return node < tree.leaves;
}

/** The number of documents under a node. */
export function sizeOf(tree: MergeTree, node: number): number {
  return tree.end[node]! - tree.start[node]!;
}
