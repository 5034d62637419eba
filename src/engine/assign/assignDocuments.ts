import type { Analysis } from '../../shared/analysis';
import type { AssignParams, AssignResult, AssignedDocument } from '../../shared/engineProtocol';
import { type ClusterOptions, defaultOptions } from '../../shared/options';
import { transformCompressed } from '../autoencoder/compress';
import { assignToClusters } from '../clustering/clusterModel';
import { openCorpus } from '../corpus/openCorpus';
import { transformCorpus } from '../encoder/transformCorpus';
import { evidenceCounts } from '../encoder/wordEvidence';
import { parseSourceOptions } from '../pipeline';
import { preprocess } from '../preprocessing/preprocess';
import { inSavedVocabulary, savedReading } from '../preprocessing/savedVocabulary';
import type { RunContext } from '../runContext';
import { readClassifier } from '../train/classifierFile';
import { classifyDocuments } from './classifyDocuments';
import { partOf } from '../storage/model';
import { openModel } from '../storage/openModel';
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
  const { analysis, model, editedClusters, documents: ownDocuments } = await openModel(params.analysis);
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
      documents: ownDocuments,
    },
    context,
  );
  const labelOf = new Map(analysis.clusters.map(({ id, label }) => [id, label]));
  const documents = sourceOrder(corpus.documents).map((i): AssignedDocument => {
    const { id, path, row, title } = corpus.documents[i]!;
    const cluster = editedClusters.get(labels[i]!) ?? labels[i]!;
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
