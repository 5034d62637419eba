import Graph from 'graphology';
import louvain from 'graphology-communities-louvain';

/**
 * The door to graphology: communities of a weighted graph by modularity (Blondel et al., "Fast unfolding of communities in large
 * networks", 2008), numbered from the largest on; equal ones by their first node.
 *
 * @param random seeded: the same graph gives the same communities
 */
export function communitiesOf(
  nodes: number,
  edges: readonly { readonly source: number; readonly target: number; readonly weight: number }[],
  random: () => number,
): number[] {
  const graph = new Graph({ type: 'undirected' });
  for (let node = 0; node < nodes; node++) graph.addNode(String(node));
  for (const { source, target, weight } of edges) graph.addEdge(String(source), String(target), { weight });
  const found = edges.length === 0 ? {} : louvain(graph, { rng: random, getEdgeWeight: 'weight' });
  const raw = Array.from({ length: nodes }, (_, node) => found[String(node)] ?? nodes + node);
  const sizes = new Map<number, { size: number; first: number }>();
  raw.forEach((community, first) => {
    const own = sizes.get(community) ?? { size: 0, first };
    own.size++;
    sizes.set(community, own);
  });
  const order = [...sizes].sort(([, a], [, b]) => b.size - a.size || a.first - b.first);
  const numberOf = new Map(order.map(([community], number) => [community, number]));
  return raw.map((community) => numberOf.get(community)!);
}
