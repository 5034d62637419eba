import type { DocumentRow } from '../../shared/analysis';
import type { Clustering } from '../clustering/clusterer';
import type { DescribedClusters } from '../labelling/describeClusters';
import type { Matrix } from '../math/matrix';
import { documentFrequencies, stemCounts } from '../preprocessing/termCounts';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import { type DocumentTerms, tellingTerms } from '../similarity/documentTerms';
import type { DocumentRows } from './documentTable';

/** The rows of `documents.parquet`, in canonical order. */
export function documentRows(
  corpus: TokenizedCorpus,
  clustering: Clustering,
  described: DescribedClusters & { readonly held?: Uint8Array },
  projection: Matrix,
): DocumentRows {
  const overMicroClusters = clustering.over === 'micro-clusters';
  const rowOf = (i: number): DocumentRow => {
    const { id, path, row, title, snippet, language, label, date } = corpus.documents[i]!;
    const cluster = clustering.labels[i]!;
    return {
      id,
      path,
      row,
      title,
      snippet,
      language,
      cluster,
      cluster_label: described.clusters[cluster]?.label ?? '',
      subcluster: described.subcluster[i]!,
      confidence: clustering.confidence[i]!,
      x: projection.values[i * 2]!,
      y: projection.values[i * 2 + 1]!,
      nearest_cluster: cluster < 0 ? clustering.nearestCluster?.[i] : undefined,
      outlier_score: clustering.outlierScores?.[i],
      micro_cluster: overMicroClusters ? clustering.leafOfDocument[i]! : undefined,
      held: described.held?.[i] || undefined,
      label,
      date,
    };
  };
  return { length: corpus.documents.length, at: rowOf };
}

/** Each document's most telling words, as they are shown. */
export function documentTerms(corpus: TokenizedCorpus): DocumentTerms {
  const { space, counts } = stemCounts(corpus.words);
  return tellingTerms(counts, documentFrequencies(counts), (feature) => {
    return corpus.words.vocabulary[space.termOf[feature]!]!.surface;
  });
}
