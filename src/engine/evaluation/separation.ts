import { analysisFiles, cutOf } from '../../shared/analysis';
import { type ClusterSilhouettes, mostClustersInTables, type Separation } from '../../shared/evaluation';
import { matrixOf } from '../math/matrix';
import { seededRandom } from '../math/random';
import type { RunContext } from '../runContext';
import { readAnalysis, readNpy } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { centreDistances } from './centreDistances';
import { seedOf } from './evaluateAnalysis';
import { silhouetteSample, silhouettesOf } from './internalMetrics';

/** Silhouettes of a cluster that are told, at most. */
const points = 60;

/** Measures how far the clusters of a stored analysis are apart and how well each holds its documents: silhouettes (Rousseeuw 1987), of a sample where there are many. */
export async function analysisSeparation(folder: string, context: RunContext): Promise<Separation> {
  const analysis = await readAnalysis(folder);
  const labels = Int32Array.from(await readDocuments(folder), (row) => row.cluster);
  const x = matrixOf(await readNpy(folder, analysisFiles.vectors, Float32Array));
  const measured = await silhouettesOf(x, labels, silhouetteSample, seededRandom(seedOf(analysis)), context);
  const cut = cutOf(analysis.clusters);
  const ofCluster = new Map(cut.map(({ id }) => [id, [] as number[]]));
  measured?.rows.forEach((row, at) => ofCluster.get(labels[row]!)?.push(measured.values[at]!));
  return {
    clusters: cut.map(({ id, label, size }) => ({ label, size, ...told(ofCluster.get(id)!) })),
    ...(cut.length <= mostClustersInTables && { centreDistances: centreDistances(x, labels, cut.length) }),
    measured: measured?.rows.length ?? 0,
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
