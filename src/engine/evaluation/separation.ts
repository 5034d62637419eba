import { analysisFiles, cutOf } from '../../shared/analysis';
import { type ClusterSilhouettes, mostClustersInTables, type Separation } from '../../shared/evaluation';
import { matrixOf } from '../math/matrix';
import { seededRandom } from '../math/random';
import type { RunContext } from '../runContext';
import { readAnalysis, readNpy } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { centreDistances } from './centreDistances';
import { confusionOf, keywordOverlaps, seedOf } from './evaluateAnalysis';
import { silhouetteSample, silhouettesOf } from './internalMetrics';
import { bootstrapStability } from './stability';

/** Silhouettes of a cluster that are told, at most. */
const points = 60;

/**
 * Measures how far the clusters of a stored analysis are apart, and how well each holds its documents and holds together when
 * documents are drawn anew: silhouettes (Rousseeuw 1987), of a sample where there are many; stability (Hennig 2007).
 *
 * @param resamples how often documents are drawn anew for the stability; 0 leaves it out
 */
export async function analysisSeparation(folder: string, resamples: number, context: RunContext): Promise<Separation> {
  const analysis = await readAnalysis(folder);
  const rows = await readDocuments(folder);
  const labels = Int32Array.from(rows, (row) => row.cluster);
  const x = matrixOf(await readNpy(folder, analysisFiles.vectors, Float32Array));
  const random = seededRandom(seedOf(analysis));
  const measured = await silhouettesOf(x, labels, silhouetteSample, random, context);
  const cut = cutOf(analysis.clusters);
  const stability = cut.length < 2 || resamples === 0 ? undefined : await bootstrapStability(x, labels, cut.length, resamples, random, context); // prettier-ignore
  const npmi = new Map(analysis.metrics.coherence?.clusters.map((cluster) => [cluster.id, cluster.npmi]));
  const ofCluster = new Map(cut.map(({ id }) => [id, [] as number[]]));
  measured?.rows.forEach((row, at) => ofCluster.get(labels[row]!)?.push(measured.values[at]!));
  const labelled = rows.flatMap(({ cluster, label }) => (label === undefined ? [] : [{ cluster, label }]));
  return {
    clusters: cut.map(({ id, label, size }) => ({
      ...{ id, label, size },
      stability: stability?.jaccard[id] ?? null,
      npmi: npmi.get(id) ?? null,
      ...told(ofCluster.get(id)!),
    })),
    measured: measured?.rows.length ?? 0,
    ...(cut.length <= mostClustersInTables && {
      tables: { centreDistances: centreDistances(x, labels, cut.length), keywordOverlap: keywordOverlaps(cut) },
    }),
    ...(labelled.length > 0 && {
      confusion: confusionOf(Int32Array.from(labelled, ({ cluster }) => cluster), labelled.map(({ label }) => label)), // prettier-ignore
    }),
  };
}

function told(silhouettes: readonly number[]): Pick<ClusterSilhouettes, 'mean' | 'silhouettes'> {
  const falling = [...silhouettes].sort((a, b) => b - a);
  const count = Math.min(points, falling.length);
  const at = (i: number): number => falling[Math.round((i * (falling.length - 1)) / Math.max(1, count - 1))]!;
  return {
    mean: falling.length === 0 ? null : falling.reduce((sum, value) => sum + value, 0) / falling.length,
    silhouettes: Array.from({ length: count }, (_, i) => Number(at(i).toFixed(3))),
  };
}
