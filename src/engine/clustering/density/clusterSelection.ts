import { type CondensedTree, deathsOf } from './condensedTree';

/** Which clusters of the condensed tree are taken: the most stable (excess of mass), or those without children. */
export type ClusterSelection = 'stable' | 'leaf';

/**
 * Chooses clusters none of which holds another; never the root. With `epsilon`, clusters that split off at a distance below
 * it are given up for the first ancestor that did so above it (Malzer and Baum, "A hybrid approach to hierarchical
 * density-based cluster selection", 2020). In scikit-learn's way of settling equal stabilities.
 *
 * @returns whether each cluster is chosen [clusters]
 */
export function selectClusters(tree: CondensedTree, selection: ClusterSelection, epsilon: number): Uint8Array {
  const chosen = selection === 'leaf' ? leafClusters(tree) : stableClusters(tree);
  return epsilon > 0 ? wideEnough(tree, chosen, epsilon) : chosen;
}

function leafClusters({ parent }: CondensedTree): Uint8Array {
  const chosen = new Uint8Array(parent.length).fill(1);
  chosen[0] = 0;
  for (const above of parent) if (above >= 0) chosen[above] = 0;
  return chosen;
}

function stableClusters(tree: CondensedTree): Uint8Array {
  const { parent } = tree;
  const stability = stabilities(tree);
  const below = new Float64Array(parent.length);
  const chosen = new Uint8Array(parent.length);
  // Upwards: a cluster is better than its parts unless these are more stable together.
  for (let cluster = parent.length - 1; cluster > 0; cluster--) {
    const isBetter = !(below[cluster]! > stability[cluster]!);
    chosen[cluster] = isBetter ? 1 : 0;
    below[parent[cluster]!] = below[parent[cluster]!]! + Math.max(stability[cluster]!, below[cluster]!);
  }
  return topmost(tree, chosen);
}

/** How much of its leaves' lives lies in each cluster: the sum over its leaves of λ at the end less λ at the beginning. */
function stabilities({ parent, birth, size, weights, clusterOfLeaf, lambdaOfLeaf }: CondensedTree): Float64Array {
  const stability = new Float64Array(parent.length);
  const add = (cluster: number, lambda: number, count: number): void => {
    const life = lambda - birth[cluster]!;
    if (life > 0) stability[cluster] = stability[cluster]! + life * count;
  };
  clusterOfLeaf.forEach((cluster, leaf) => add(cluster, lambdaOfLeaf[leaf]!, weights[leaf]!));
  for (let cluster = 1; cluster < parent.length; cluster++) add(parent[cluster]!, birth[cluster]!, size[cluster]!);
  return stability;
}

/** Of chosen clusters inside each other only the outermost. */
function topmost({ parent }: CondensedTree, chosen: Uint8Array): Uint8Array {
  const out = new Uint8Array(chosen.length);
  const isInside = new Uint8Array(chosen.length);
  for (let cluster = 1; cluster < parent.length; cluster++) {
    isInside[cluster] = isInside[parent[cluster]!] === 1 || out[parent[cluster]!] === 1 ? 1 : 0;
    out[cluster] = chosen[cluster] === 1 && isInside[cluster] === 0 ? 1 : 0;
  }
  return out;
}

function wideEnough(tree: CondensedTree, chosen: Uint8Array, epsilon: number): Uint8Array {
  const { parent, birth } = tree;
  const out = new Uint8Array(chosen.length);
  for (let cluster = 1; cluster < parent.length; cluster++) {
    if (chosen[cluster] === 0) continue;
    let wide = cluster;
    while (1 / birth[wide]! < epsilon && parent[wide]! > 0) wide = parent[wide]!;
    out[wide] = 1;
  }
  return topmost(tree, out);
}

export interface SelectedClusters {
  /** 0 … clusters − 1, −1 where the leaf is in no chosen cluster. */
  readonly labels: Int32Array; // [leaves]
  /** How much of its cluster's life the leaf is in it, 0 … 1; 0 for noise. */
  readonly probabilities: Float64Array; // [leaves]
}

export function labelLeaves(tree: CondensedTree, chosen: Uint8Array): SelectedClusters {
  const { parent, clusterOfLeaf, lambdaOfLeaf } = tree;
  const labelOf = new Int32Array(parent.length).fill(-1);
  const holder = new Int32Array(parent.length).fill(-1);
  let count = 0;
  for (let cluster = 1; cluster < parent.length; cluster++) {
    if (chosen[cluster] === 1) labelOf[cluster] = count++;
    holder[cluster] = chosen[cluster] === 1 ? cluster : holder[parent[cluster]!]!;
  }
  const death = deathsOf(tree);
  const labels = Int32Array.from(clusterOfLeaf, (cluster) => (holder[cluster]! < 0 ? -1 : labelOf[holder[cluster]!]!));
  const probabilities = Float64Array.from(clusterOfLeaf, (cluster, leaf) => {
    const own = holder[cluster]!;
    if (own < 0) return 0;
    const lambda = lambdaOfLeaf[leaf]!;
    return lambda === Infinity || death[own] === 0 ? 1 : Math.min(lambda, death[own]!) / death[own]!;
  });
  return { labels, probabilities };
}
