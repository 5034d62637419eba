import { predictability } from '../clustering/predictability';
import { halvingSeed, knitIn, viewGraphs } from '../clustering/viewJudgement';
import type { EncodedView } from '../encoder/encoder';
import { externalMetrics } from '../evaluation/externalMetrics';
import { gatherRows, type Matrix, type SparseMatrix } from '../math/matrix';
import { seededRandom } from '../math/random';
import type { RunContext } from '../runContext';

/** Judges clusters of the documents of some rows; the higher, the better. */
export interface Criterion {
  score(labels: Int32Array, context: RunContext): Promise<number>;
}

/**
 * Judges by the single views of the corpus, whatever a trial was clustered by: so scores can be compared between views,
 * compressions, algorithms and numbers of clusters.
 *
 * @param views of the whole corpus
 */
export async function labelFreeCriterion(
  views: readonly EncodedView[],
  rows: Int32Array,
  context: RunContext,
): Promise<Criterion> {
  const encodings = views.map(({ encoding }) => gatherRows(encoding, rows));
  const graphs = await viewGraphs(encodings, context);
  return { score: async (labels, running) => scoreOf(await partsOf(encodings, graphs, labels, running)) };
}

export interface ScoreParts {
  readonly modularity: number;
  readonly predictability: number;
}

export async function partsOf(
  encodings: readonly Matrix[],
  graphs: readonly SparseMatrix[],
  labels: Int32Array,
  context: RunContext,
): Promise<ScoreParts> {
  const { clusters, k } = withNoiseApart(labels);
  if (k < 2) return { modularity: 0, predictability: 0 };
  const knit = knitIn(graphs, clusters, k);
  const told = await predictability(encodings, clusters, k, seededRandom(halvingSeed), context);
  return { modularity: knit, predictability: told };
}

function scoreOf({ modularity: knit, predictability: told }: ScoreParts): number {
  return (knit + told) / 2;
}

/** Judges by the true labels of the documents that have one. */
export function supervisedCriterion(truth: readonly (string | undefined)[], rows: Int32Array): Criterion {
  const labelled = Array.from(rows.keys()).filter((i) => truth[rows[i]!] !== undefined);
  const classes = labelled.map((i) => truth[rows[i]!]!);
  return {
    score: (labels) => {
      const found = Int32Array.from(labelled, (i) => labels[i]!);
      const { accuracy, nmi } = externalMetrics(found, classes);
      return Promise.resolve((accuracy + nmi) / 2);
    },
  };
}

/** Noise as a cluster of its own. */
function withNoiseApart(labels: Int32Array): { clusters: Int32Array; k: number } {
  const highest = labels.reduce((most, label) => Math.max(most, label), -1);
  const hasNoise = labels.includes(-1);
  const clusters = hasNoise ? labels.map((label) => (label < 0 ? highest + 1 : label)) : labels;
  return { clusters, k: highest + (hasNoise ? 2 : 1) };
}
