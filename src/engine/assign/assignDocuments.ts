import { type Analysis, analysisFiles } from '../../shared/analysis';
import type { AssignParams, AssignResult, AssignedDocument } from '../../shared/engineProtocol';
import { type ClusterOptions, defaultOptions } from '../../shared/options';
import { transformCompressed } from '../autoencoder/compress';
import { assignToClusters } from '../clustering/clusterModel';
import { openCorpus } from '../corpus/openCorpus';
import { transformCorpus } from '../encoder/transformCorpus';
import { evidenceCounts } from '../encoder/wordEvidence';
import { matrixOf } from '../math/matrix';
import { parseSourceOptions } from '../pipeline';
import { preprocess } from '../preprocessing/preprocess';
import { inSavedVocabulary, savedReading } from '../preprocessing/savedVocabulary';
import type { RunContext } from '../runContext';
import { readClassifier } from '../train/classifierFile';
import { classifyDocuments } from './classifyDocuments';
import { readAnalysis, readNpy } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { editsOf } from '../storage/editedAnalysis';
import { readWrittenDocuments } from '../storage/writtenAnalysis';
import { partOf, readModel } from '../storage/model';
import { sourceOrder } from './sourceOrder';
import { writeAssignments } from './writeAssignments';

/**
 * Encodes new documents with an analysis' saved model and gives each its cluster; nothing is fitted again, and the analysis
 * stays as it is. The analysis' own documents get their own clusters back. With a classifier that `grove train` made, they
 * get the most probable of its classes.
 *
 * @throws GroveError 'bad-analysis' where the model is missing, damaged or of another version, 'bad-input' for the source
 */
export async function assignDocuments(params: AssignParams, context: RunContext): Promise<AssignResult> {
  const classifier = await readClassifier(params.analysis);
  if (classifier !== undefined) return classifyDocuments(params, classifier, context);
  const analysis = await readAnalysis(params.analysis);
  const model = await readModel(params.analysis);
  const { files } = params;
  const readBefore = files === undefined ? columnsOf(analysis) : analysis.source.options;
  const sourceOptions = parseSourceOptions({ ...readBefore, ...params.sourceOptions }, context);
  const maxFileSizeMB = numberOr(analysis.options['maxFileSizeMB'], defaultOptions.maxFileSizeMB);
  const only = files === undefined ? {} : { files: new Set(files) };
  const reader = await openCorpus(params.source, { sourceOptions, maxFileSizeMB, ...only }, context);
  const corpus = inSavedVocabulary(await preprocess(reader, savedReading(model), context), model);
  const encoding = await transformCorpus(model, corpus, context);
  const vectors = await transformCompressed(partOf(model, 'compress'), encoding, backendOf(analysis), context);
  const { labels, confidence } = await assignToClusters(
    model,
    {
      vectors,
      encoding,
      countsOf: (terms) => evidenceCounts(corpus, terms),
      documents: async () => ({
        vectors: matrixOf(await readNpy(params.analysis, analysisFiles.vectors, Float32Array)),
        labels: Int32Array.from(await readWrittenDocuments(params.analysis), ({ cluster }) => cluster),
      }),
    },
    context,
  );
  const edited = await editedClusters(params.analysis);
  const labelOf = new Map(analysis.clusters.map(({ id, label }) => [id, label]));
  const documents = sourceOrder(corpus.documents).map((i): AssignedDocument => {
    const { id, path, row, title } = corpus.documents[i]!;
    const cluster = edited.get(labels[i]!) ?? labels[i]!;
    const place = { id, path, ...(row !== undefined && { row }), title };
    return { ...place, cluster, clusterLabel: labelOf.get(cluster) ?? '', confidence: confidence[i]! };
  });
  if (params.out !== undefined) await writeAssignments(params.out, documents);
  return {
    analysis: params.analysis,
    documents,
    skipped: [...reader.skipped],
    clusters: analysis.clusters
      .filter(({ parent }) => parent === null)
      .map(({ id, label }) => ({ id, label, size: documents.filter(({ cluster }) => cluster === id).length })),
    ...(params.out !== undefined && { file: params.out }),
  };
}

const columnOptions = ['lines', 'textColumn', 'idColumn', 'labelColumn', 'dateColumn'];

/** How a table was read that the analysis was made of: a later table is probably like it. */
function columnsOf({ source }: Analysis): Record<string, unknown> {
  if (source.kind !== 'table') return {};
  return Object.fromEntries(Object.entries(source.options).filter(([name]) => columnOptions.includes(name)));
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

const backends: readonly unknown[] = ['native', 'wasm', 'cpu'] satisfies ClusterOptions['backend'][];

/** A backend that was asked for by name is asked for again. */
function backendOf({ options }: Analysis): ClusterOptions['backend'] {
  return backends.includes(options['backend']) ? (options['backend'] as ClusterOptions['backend']) : 'auto';
}

/** Where a person's edits have put most documents of each cluster that the model knows; empty where there are none. */
async function editedClusters(folder: string): Promise<ReadonlyMap<number, number>> {
  if ((await editsOf(folder)).length === 0) return new Map();
  const [written, edited] = [await readWrittenDocuments(folder), await readDocuments(folder)];
  const counts = new Map<number, Map<number, number>>();
  written.forEach(({ cluster }, i) => {
    const to = counts.get(cluster) ?? new Map<number, number>();
    to.set(edited[i]!.cluster, (to.get(edited[i]!.cluster) ?? 0) + 1);
    counts.set(cluster, to);
  });
  return new Map(Array.from(counts, ([from, to]) => [from, [...to].sort((a, b) => b[1] - a[1])[0]![0]]));
}
