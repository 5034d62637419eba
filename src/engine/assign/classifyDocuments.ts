import type { AssignedDocument, AssignParams, AssignResult } from '../../shared/engineProtocol';
import { defaultOptions } from '../../shared/options';
import { openCorpus } from '../corpus/openCorpus';
import { parseSourceOptions } from '../pipeline';
import { preprocess } from '../preprocessing/preprocess';
import { inSavedVocabulary, savedReading } from '../preprocessing/savedVocabulary';
import type { RunContext } from '../runContext';
import { partOf, readModel } from '../storage/model';
import type { Classifier } from '../train/classifierFile';
import { inputOf } from '../train/classifierInput';
import { TextClassifier } from '../train/textClassifier';
import { mostProbable } from '../train/trainClassifier';
import { sourceOrder } from './sourceOrder';
import { writeAssignments } from './writeAssignments';

/** Gives new documents the classes of a trained classifier: a class is a cluster, its probability the confidence. */
export async function classifyDocuments(
  params: AssignParams,
  { backend, classes }: Classifier,
  context: RunContext,
): Promise<AssignResult> {
  const model = await readModel(params.analysis);
  const sourceOptions = parseSourceOptions(params.sourceOptions, context);
  const reader = await openCorpus(params.source, { sourceOptions, maxFileSizeMB: defaultOptions.maxFileSizeMB }, context); // prettier-ignore
  const corpus = inSavedVocabulary(await preprocess(reader, savedReading(model), context), model);
  const part = partOf(model, 'network');
  const network = await TextClassifier.load(part, backend, context);
  const input = inputOf(corpus, part.terms ?? [], partOf(model, 'bag'));
  const probabilities = await network.probabilities(input, context);
  const labels = mostProbable(probabilities);
  const documents = sourceOrder(corpus.documents).map((i): AssignedDocument => {
    const { id, path, row, title } = corpus.documents[i]!;
    const cluster = labels[i]!;
    const place = { id, path, ...(row !== undefined && { row }), title };
    const confidence = probabilities.values[i * probabilities.columns + cluster]!;
    return { ...place, cluster, clusterLabel: classes[cluster]!, confidence };
  });
  if (params.out !== undefined) await writeAssignments(params.out, documents);
  return {
    analysis: params.analysis,
    documents,
    skipped: [...reader.skipped],
    clusters: classes.map((label, id) => ({ id, label, size: labels.reduce((count, own) => count + (own === id ? 1 : 0), 0) })), // prettier-ignore
    ...(params.out !== undefined && { file: params.out }),
  };
}
