import type { ClusterOptions } from '../../shared/options';
import { type Matrix, normalizeRows } from '../math/matrix';
import { whyApproximate } from '../math/nearestNeighbours';
import { type Random, seededRandom, seedFrom } from '../math/random';
import type { RunContext } from '../runContext';
import { leiden } from './leiden';
import { type NeighbourGraph, neighbourGraph } from './neighbourGraph';
import { spectralClusters } from './spectral';

const neighbours = 15;
/** Halvings of the range of resolutions while a number of communities is looked for. */
const mostTrials = 16;

/**
 * Leiden communities of the graph of 15 neighbours by cosine. Where a number of clusters is asked for, the resolution is
 * looked for that comes nearest to it: their number grows with it, but not by one at a time.
 */
export async function clusterByLeiden(
  x: Matrix,
  { clusters, resolution, starts }: Pick<ClusterOptions, 'clusters' | 'resolution' | 'starts'>,
  random: Random,
  context: RunContext,
): Promise<{ readonly labels: Int32Array; readonly reason: string }> {
  const graph = await graphOf(x, context);
  if (clusters === 'auto') {
    const labels = await leiden(graph, { resolution, starts, random, context });
    const count = countOf(labels);
    return { labels, reason: withRecall(`Leiden finds ${count} communities at the resolution ${resolution}`, graph) };
  }
  const seed = seedFrom(random);
  const quiet: RunContext = { ...context, progress: () => {} };
  let [low, high] = [Math.log(0.001), Math.log(1000)];
  let best: { labels: Int32Array; count: number; resolution: number } | undefined;
  for (let trial = 0; trial < mostTrials && best?.count !== clusters; trial++) {
    context.progress({ stage: 'cluster', done: trial, total: mostTrials, unit: 'resolutions tried' });
    const tried = Math.exp((low + high) / 2);
    const labels = await leiden(graph, { resolution: tried, starts: 1, random: seededRandom(seed), context: quiet });
    const count = countOf(labels);
    if (best === undefined || Math.abs(count - clusters) < Math.abs(best.count - clusters)) best = { labels, count, resolution: tried }; // prettier-ignore
    if (count < clusters) low = Math.log(tried);
    else high = Math.log(tried);
  }
  const asked = best!.count === clusters ? '' : `, the number nearest to the ${clusters} that were asked for`;
  const reason = `Leiden finds ${best!.count} communities at the resolution ${best!.resolution.toPrecision(3)}${asked}`;
  return { labels: best!.labels, reason: withRecall(reason, graph) };
}

/** Spectral clusters of the same graph. */
export async function clusterBySpectrum(
  x: Matrix,
  k: number,
  { starts }: Pick<ClusterOptions, 'starts'>,
  random: Random,
  context: RunContext,
): Promise<{ readonly labels: Int32Array; readonly reason?: string }> {
  const graph = await graphOf(x, context);
  const labels = await spectralClusters(graph, k, { starts, random, context });
  const reason = whyApproximate(graph);
  return { labels, ...(reason !== undefined && { reason }) };
}

function withRecall(reason: string, graph: NeighbourGraph): string {
  const approximation = whyApproximate(graph);
  return approximation === undefined ? reason : `${reason}; ${approximation}`;
}

async function graphOf(x: Matrix, context: RunContext): Promise<NeighbourGraph> {
  return neighbourGraph(normalizeRows({ ...x, values: x.values.slice() }), neighbours, context);
}

function countOf(labels: Int32Array): number {
  return labels.reduce((most, label) => Math.max(most, label + 1), 0);
}
