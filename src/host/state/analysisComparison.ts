import type { DocumentRow } from '../../shared/analysis';
import type { Steps } from '../../shared/steps';
import { notThere, type PageComparison } from '../../shared/viewProtocol';
import type { EngineClient } from '../engine/engineClient';
import { inTurns } from '../inTurns';
import type { AnalysisStore, StoredAnalysis } from './analysisStore';
import type { LoadedAnalysis } from './loadedAnalysis';

/**
 * Holds an analysis against another one of the same source: the engine makes the figures, the documents are joined here.
 * Throws GroveError('bad-input') where they share no document, AnalysisFaultError where the other can't be read.
 */
export async function comparisonOf(
  shown: LoadedAnalysis,
  other: StoredAnalysis,
  store: AnalysisStore,
  engine: EngineClient,
): Promise<PageComparison> {
  const isFirst = shown.analysis.created <= (other.analysis?.created ?? '');
  const [first, second] = isFirst ? [shown.folder, other.folder] : [other.folder, shown.folder];
  const [figures, loaded] = await Promise.all([engine.compare({ first, second }), store.load(other)]);
  const otherCluster = await inTurns(otherClusterSteps(shown.rows, loaded.rows));
  return { figures, shown: isFirst ? 'first' : 'second', otherCluster };
}

/** How many rows are gone through at a step. */
const stride = 8192;

function* otherClusterSteps(rows: readonly DocumentRow[], otherRows: readonly DocumentRow[]): Steps<Int32Array> {
  const clusterOf = new Map<string, number>();
  for (let i = 0; i < otherRows.length; i++) {
    if (i % stride === 0) yield;
    clusterOf.set(otherRows[i]!.id, otherRows[i]!.cluster);
  }
  const clusters = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    if (i % stride === 0) yield;
    clusters[i] = clusterOf.get(rows[i]!.id) ?? notThere;
  }
  return clusters;
}
