import { type Analysis, analysisFiles, type Cluster, cutOf, type DocumentRow } from '../../shared/analysis';
import { GroveError } from '../../shared/errors';
import { type ConfusionMatrix, type Evaluation, mostClustersInTables } from '../../shared/evaluation';
import { centreDistances } from './centreDistances';
import { type LabelColumns, readTrueLabels } from '../corpus/trueLabels';
import { matrixOf } from '../math/matrix';
import { seededRandom } from '../math/random';
import { jaccard } from '../math/jaccard';
import type { RunContext } from '../runContext';
import { readAnalysis, readNpy } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { contingency, denseRows } from './contingency';
import { externalMetrics, numberedClasses } from './externalMetrics';
import { internalMetrics, thoroughSilhouetteSample } from './internalMetrics';
import { bootstrapStability } from './stability';

export interface EvaluateParams {
  readonly analysis: string;
  /** A table with the columns id and label, instead of the labels that came with the documents. */
  readonly labelFile?: string | undefined;
  /** What the columns of that table are called instead. */
  readonly columns?: LabelColumns;
  /** How often documents are drawn anew for the clusters' stability; 0 leaves it out. */
  readonly resamples: number;
}

/** Measures a stored analysis: internally, its clusters' stability, and against true labels where there are some. */
export async function evaluateAnalysis(params: EvaluateParams, context: RunContext): Promise<Evaluation> {
  const analysis = await readAnalysis(params.analysis);
  const rows = await readDocuments(params.analysis);
  const x = matrixOf(await readNpy(params.analysis, analysisFiles.vectors, Float32Array));
  const labelled = await labelledRows(rows, params, context);
  const labels = Int32Array.from(rows, (row) => row.cluster);
  const random = seededRandom(seedOf(analysis));
  const internal = await internalMetrics(x, labels, random, context, thoroughSilhouetteSample);
  const { resamples } = params;
  const cut = cutOf(analysis.clusters);
  const stability =
    resamples > 0 ? await bootstrapStability(x, labels, cut.length, resamples, random, context) : undefined;
  const { coherence } = analysis.metrics;
  const coherenceOf = new Map(coherence?.clusters.map((cluster) => [cluster.id, cluster]));
  const distances = centreDistances(x, labels, cut.length);
  return {
    internal,
    coherence,
    clusters: cut.map(({ id, label, size }) => ({
      id,
      label,
      size,
      stability: stability?.jaccard[id] ?? null,
      npmi: coherenceOf.get(id)?.npmi ?? null,
      cV: coherenceOf.get(id)?.cV ?? null,
      nearest: nearestOf(distances[id] ?? [], id),
    })),
    ...(cut.length <= mostClustersInTables && {
      tables: { centreDistances: distances, keywordOverlap: keywordOverlaps(cut) },
    }),
    resamples,
    ...(labelled.length > 0 && { external: againstLabels(labelled) }),
  };
}

interface LabelledRow {
  readonly cluster: number;
  readonly label: string;
}

async function labelledRows(
  rows: readonly DocumentRow[],
  { labelFile, columns }: EvaluateParams,
  context: RunContext,
): Promise<LabelledRow[]> {
  const labelOf = labelFile === undefined ? undefined : await readTrueLabels(labelFile, context, columns);
  const labelled = rows.flatMap(({ id, cluster, label: own }) => {
    const label = labelOf === undefined ? own : labelOf.get(id);
    return label === undefined ? [] : [{ cluster, label }];
  });
  if (labelFile !== undefined && labelled.length === 0)
    throw new GroveError(
      'bad-input',
      `No id in ${labelFile} is the id of a document of the analysis. The first document's id is ${rows[0]?.id ?? '(none)'}.`,
    );
  return labelled;
}

function againstLabels(rows: readonly LabelledRow[]): NonNullable<Evaluation['external']> {
  const found = Int32Array.from(rows, ({ cluster }) => cluster);
  const truth = rows.map(({ label }) => label);
  return { ...externalMetrics(found, truth), confusion: confusionOf(found, truth) };
}

export function confusionOf(found: Int32Array, truth: readonly string[]): ConfusionMatrix {
  const { classes, names } = numberedClasses(truth);
  const table = contingency(found, classes);
  return { clusters: [...table.rows], classes: names, counts: denseRows(table) };
}

function nearestOf(distances: readonly number[], id: number): number | null {
  let nearest: number | null = null;
  distances.forEach((distance, other) => {
    if (other !== id && (nearest === null || distance < distances[nearest]!)) nearest = other;
  });
  return nearest;
}

/** Jaccard similarity of the clusters' sets of keywords, [k][k]. */
export function keywordOverlaps(clusters: readonly Cluster[]): number[][] {
  const sets = clusters.map(({ keywords }) => new Set(keywords.map(({ term }) => term.toLowerCase())));
  return sets.map((a) => sets.map((b) => jaccard(a, b)));
}

/** What the analysis drew its numbers from. */
export function seedOf({ options }: Analysis): number {
  return typeof options['seed'] === 'number' ? options['seed'] : 1;
}
