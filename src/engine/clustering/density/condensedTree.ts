/**
 * A tree of clusters from a tree of merges, as HDBSCAN condenses it: going down, a branch of fewer than `minClusterSize`
 * leaves is no cluster of its own but leaves that fall out of theirs. λ grows downwards.
 * Cluster 0 is the root; a child's number is higher than its parent's.
 * Source: Campello, Moulavi and Sander, "Density-based clustering based on hierarchical density estimates", 2013.
 */
export interface CondensedTree {
  readonly parent: Int32Array; // [clusters], −1 for the root
  /** λ at which each cluster splits off, 0 for the root. */
  readonly birth: Float64Array; // [clusters]
  readonly size: Int32Array; // [clusters]
  /** How many each leaf counts as. */
  readonly weights: Int32Array; // [leaves]
  /** The last cluster that each leaf is in, and λ at which it falls out. */
  readonly clusterOfLeaf: Int32Array; // [leaves]
  readonly lambdaOfLeaf: Float64Array; // [leaves]
}

export interface CondensedTreeOptions {
  /** λ of a height: by default its inverse, ∞ at height 0. */
  readonly lambdaOf?: (height: number) => number;
  /** How many each leaf counts as: by default one. [leaves] */
  readonly weights?: Int32Array;
}

const inverse = (height: number): number => (height > 0 ? 1 / height : Infinity);

/** @param z SciPy's convention, heights ascending [leaves − 1, 4] */
export function condensedTree(
  z: Float64Array,
  leaves: number,
  minClusterSize: number,
  { lambdaOf = inverse, weights = new Int32Array(leaves).fill(1) }: CondensedTreeOptions = {},
): CondensedTree {
  const parent = [-1];
  const birth = [0];
  const sizes = new Int32Array(Math.max(1, 2 * leaves - 1)); // of each node
  sizes.set(weights);
  for (let row = 0; row < leaves - 1; row++) sizes[leaves + row] = sizes[z[row * 4]!]! + sizes[z[row * 4 + 1]!]!;
  const size = [sizes.at(-1)!];
  const clusterOfLeaf = new Int32Array(leaves);
  const lambdaOfLeaf = new Float64Array(leaves).fill(Infinity); // a single leaf never leaves the root
  const clusterOf = new Int32Array(Math.max(1, 2 * leaves - 1)).fill(-1);
  clusterOf[Math.max(0, 2 * leaves - 2)] = 0;

  const fallOut = (branch: number, cluster: number, lambda: number): void => {
    const pending = [branch];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node >= leaves) pending.push(z[(node - leaves) * 4]!, z[(node - leaves) * 4 + 1]!);
      else {
        clusterOfLeaf[node] = cluster;
        lambdaOfLeaf[node] = lambda;
      }
    }
  };
  // Downwards; nodes that have fallen out have no cluster and are passed over.
  for (let row = leaves - 2; row >= 0; row--) {
    const cluster = clusterOf[leaves + row]!;
    if (cluster < 0) continue;
    const [left, right, height] = [z[row * 4]!, z[row * 4 + 1]!, z[row * 4 + 2]!];
    const lambda = lambdaOf(height);
    const large = [left, right].filter((node) => sizes[node]! >= minClusterSize);
    for (const child of [left, right]) {
      if (!large.includes(child)) fallOut(child, cluster, lambda);
      else carryOn(child, large.length === 1 ? cluster : begun(child, cluster, lambda), lambda);
    }
  }
  return {
    ...{ parent: Int32Array.from(parent), birth: Float64Array.from(birth), size: Int32Array.from(size) },
    ...{ weights, clusterOfLeaf, lambdaOfLeaf },
  };

  function begun(node: number, above: number, lambda: number): number {
    birth.push(lambda);
    size.push(sizes[node]!);
    return parent.push(above) - 1;
  }

  /** A leaf is large where it stands for many: what is inside it is not known, so it leaves its cluster where it joins it. */
  function carryOn(node: number, cluster: number, lambda: number): void {
    clusterOf[node] = cluster;
    if (node >= leaves) return;
    clusterOfLeaf[node] = cluster;
    lambdaOfLeaf[node] = lambda;
  }
}

/** The largest λ at which a leaf or a child cluster leaves each cluster. */
export function deathsOf({ parent, birth, clusterOfLeaf, lambdaOfLeaf }: CondensedTree): Float64Array {
  const death = new Float64Array(parent.length);
  for (let leaf = 0; leaf < clusterOfLeaf.length; leaf++) {
    const cluster = clusterOfLeaf[leaf]!;
    death[cluster] = Math.max(death[cluster]!, lambdaOfLeaf[leaf]!);
  }
  for (let cluster = 1; cluster < parent.length; cluster++)
    death[parent[cluster]!] = Math.max(death[parent[cluster]!]!, birth[cluster]!);
  return death;
}

/**
 * GLOSH: how much less dense a leaf's surroundings are than the densest place of its cluster, 0 (not at all) … 1.
 * Source: Campello, Moulavi, Zimek and Sander, "Hierarchical density estimates for data clustering, visualization, and outlier
 * detection", 2015, eq. 8.
 */
export function outlierScores(tree: CondensedTree): Float64Array {
  const deepest = deathsOf(tree);
  for (let cluster = tree.parent.length - 1; cluster > 0; cluster--) {
    const above = tree.parent[cluster]!;
    deepest[above] = Math.max(deepest[above]!, deepest[cluster]!);
  }
  return Float64Array.from(tree.clusterOfLeaf, (cluster, leaf) => {
    const lambda = tree.lambdaOfLeaf[leaf]!;
    const most = deepest[cluster]!;
    if (lambda === Infinity || most === 0) return 0;
    return most === Infinity ? 1 : (most - lambda) / most;
  });
}
