import * as v from 'valibot';
import { kernels } from '../math/kernels';
import { type Matrix, matrixOf, npyOf, type SparseMatrix } from '../math/matrix';
import { breather, type RunContext } from '../runContext';
import { arrayOf, type ModelPart, partOf, type SavedModel, settingOf } from '../storage/model';
import { assignByBottleneck, bottleneckModel, bottleneckOf, bottleneckPart } from './bottleneckModel';
import type { Clustering, Criterion } from './clusterer';
import { confidences } from './confidence';
import type { BottleneckEvidence } from './informationBottleneck';

const criterionSchema = v.picklist(['words', 'centroids', 'neighbours'] satisfies Criterion[]);

/** The parts of a model that assign: 'clusters', and 'words-of-clusters' where words decided. */
export function clusterParts(
  {
    centroids,
    labels,
    criterion,
    sizeWeight = 0,
  }: Pick<Clustering, 'centroids' | 'labels' | 'criterion' | 'sizeWeight'>,
  evidence: BottleneckEvidence & { readonly terms: readonly string[] },
): Record<string, ModelPart> {
  return {
    clusters: { settings: { criterion }, arrays: { centroids: npyOf(centroids) } },
    ...(criterion === 'words' && {
      'words-of-clusters': { ...bottleneckPart(bottleneckModel(evidence, labels, sizeWeight)), terms: evidence.terms },
    }),
  };
}

/** What is known of new documents, and where to look for old ones. */
export interface NewEvidence {
  /** In the space of the analysis' `vectors.npy`. */
  readonly vectors: Matrix;
  /** In the space of its encodings. */
  readonly encoding: Matrix;
  /** Counts of the words that clusters were refined by; asked for only where words decide. */
  readonly countsOf: (terms: readonly string[]) => SparseMatrix;
  /** The analysis' own vectors and clusters; asked for only where the nearest document decides. */
  readonly documents: () => Promise<{ readonly vectors: Matrix; readonly labels: Int32Array }>;
}

export interface Assigned {
  readonly labels: Int32Array;
  readonly confidence: Float32Array;
}

/** Gives new documents the clusters of an analysis, by the criterion that its own documents came to theirs by. */
export async function assignToClusters(
  model: SavedModel,
  evidence: NewEvidence,
  context: RunContext,
): Promise<Assigned> {
  const part = partOf(model, 'clusters');
  const centroids = matrixOf(arrayOf(part, 'centroids', Float32Array));
  const criterion = settingOf(part, 'criterion', criterionSchema);
  const labels = await assigners[criterion](model, evidence, centroids, context);
  context.progress({ stage: 'cluster', done: labels.length, total: labels.length, unit: 'documents' });
  return { labels, confidence: confidences(evidence.vectors, labels, centroids) };
}

const assigners: Record<
  Criterion,
  (model: SavedModel, evidence: NewEvidence, centroids: Matrix, context: RunContext) => Promise<Int32Array>
> = {
  words: (model, { countsOf, encoding }, _, context) => {
    const part = partOf(model, 'words-of-clusters');
    const counts = countsOf(part.terms ?? []);
    return assignByBottleneck(bottleneckOf(part), { counts, vectors: encoding }, context);
  },
  centroids: (_, { vectors }, centroids, context) => nearestRows(vectors, centroids, context),
  neighbours: async (_, evidence, __, context) => {
    const { vectors, labels } = await evidence.documents();
    const nearest = await nearestRows(evidence.vectors, vectors, context);
    return nearest.map((document) => labels[document]!);
  },
};

const rowsAtATime = 64; // a few milliseconds, even against every document of a large corpus

/** The row of y that is nearest to each row of x; of equals the first. */
async function nearestRows(x: Matrix, y: Matrix, context: RunContext): Promise<Int32Array> {
  const breathe = breather(context);
  const nearest = new Int32Array(x.rows);
  const squared = new Float32Array(x.rows);
  const search = kernels().nearest(x);
  for (let first = 0; first < x.rows; first += rowsAtATime) {
    search.assign(y, nearest, squared, first, Math.min(x.rows, first + rowsAtATime));
    if (breathe.due()) await breathe();
  }
  return nearest;
}
