import { modelVersion } from '../../src/engine/storage/model';
import type { AnalysisContent } from '../../src/engine/storage/saveAnalysis';
import type { DocumentRow } from '../../src/shared/analysis';
import { matrixOfRows } from './matrices';

/**
 * Five documents, a to e, in one cluster: b points where a does, c and d elsewhere, e the opposite way. The tree is over
 * three micro-clusters: {a, b} and {c, d} merge at height 1, e joins at 3.
 */
export function analysisContent(): AnalysisContent & { readonly rows: readonly DocumentRow[] } {
  const leaves = [0, 0, 1, 1, 2];
  const row = (id: string, i: number): DocumentRow => ({
    id,
    path: id,
    title: `Title, "${id}"`,
    snippet: '',
    language: 'en',
    cluster: 0,
    cluster_label: 'Sea',
    subcluster: 0,
    confidence: 0.5,
    x: 0.25,
    y: -1,
    micro_cluster: leaves[i],
    label: i === 0 ? 'true one' : undefined,
  });
  const internal = { silhouette: null, daviesBouldin: null, calinskiHarabasz: null, withinClusterDispersion: 0 };
  return {
    analysis: {
      format: 'grove-analysis',
      version: 1,
      name: 'sea',
      created: '2026-01-01T00:00:00.000Z',
      source: { path: '/sea', kind: 'folder', options: {} },
      documents: 5,
      languages: { en: 5 },
      options: { seed: 1 },
      requestedOptions: {},
      reasons: {},
      clusters: [{ id: 0, parent: null, size: 5, label: 'Sea', keywords: [], medoid: 'a', cohesion: 0.5 }],
      linkage: { method: 'ward', over: 'micro-clusters', leaves: 3 },
      metrics: { internal },
      skipped: [],
      versions: {},
    },
    rows: ['a', 'b', 'c', 'd', 'e'].map(row),
    encodings: matrixOfRows([[1, 0], [1.0000002, 0], [0, 1], [0, 1], [-1, 0]]), // prettier-ignore
    vectors: matrixOfRows([[1, 0], [1, 0], [0, 1], [0, 1], [-1, 0]]), // prettier-ignore
    linkage: Float64Array.of(0, 1, 1, 2, 2, 3, 3, 3),
    projection: matrixOfRows(leaves.map(() => [0.25, -1])),
    documentTerms: {
      surfaces: ['tide', 'moon', 'keel'],
      offsets: Int32Array.of(0, 3, 5, 5, 5, 5),
      terms: Int32Array.of(0, 2, 1, 0, 1),
    },
    model: { version: modelVersion, parts: {} },
  };
}
