import fs from 'node:fs/promises';
import path from 'node:path';
import { GroveError } from '../../shared/errors';
import { type ClusterOptions, defaultOptions, type SourceOptions } from '../../shared/options';
import { openCorpus } from '../corpus/openCorpus';
import { permutation, seededRandom } from '../math/random';
import type { SequenceKind } from '../network/sequenceLayers';
import { parseSourceOptions } from '../pipeline';
import { preprocess } from '../preprocessing/preprocess';
import { vocabularyParts } from '../preprocessing/savedVocabulary';
import type { DocumentRecord } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import { requireWritablePlace, writeFolderWhole } from '../storage/analysisFolder';
import { modelVersion, writeModel } from '../storage/model';
import { engineVersions } from '../versions';
import { type ClassificationReport, classificationReport } from './classificationReport';
import { type Classifier, classifierFile } from './classifierFile';
import { fitInput, gatherDocuments, inputOf } from './classifierInput';
import { labelsOf } from './labels';
import { type Epoch, TextClassifier } from './textClassifier';

export interface TrainParams {
  readonly source: string;
  readonly sourceOptions: Partial<SourceOptions>;
  /** Where labels come from: see `labelsOf`. */
  readonly labels: string | ReadonlyMap<string, string>;
  readonly network: SequenceKind;
  readonly epochs: number;
  /** Share of the labelled documents to test on, where no column `split` says which. */
  readonly testShare: number;
  readonly wordVectors: string;
  readonly seed: number;
  readonly backend: ClusterOptions['backend'];
  /** Absolute path of the folder to write. */
  readonly out: string;
  readonly onEpoch?: (epoch: Epoch) => void;
}

export interface TrainResult {
  readonly classifier: string;
  readonly classes: readonly string[];
  readonly documents: { readonly train: number; readonly test: number; readonly unlabelled: number };
  readonly epochs: readonly Epoch[];
  readonly report: ClassificationReport;
  readonly skipped: readonly { id: string; reason: string }[];
}

/**
 * Learns labels from labelled documents: reads, divides into documents to learn from and to test on, trains a text network,
 * reports on the test documents, and writes a classifier that `assignDocuments` takes.
 *
 * @throws GroveError 'bad-input' where there are fewer than two labels, or too few documents
 */
export async function trainClassifier(params: TrainParams, context: RunContext): Promise<TrainResult> {
  await requireWritablePlace(params.out);
  const random = seededRandom(params.seed);
  const sourceOptions = parseSourceOptions(params.sourceOptions);
  const reading = { language: defaultOptions.language, stopWords: [] };
  const reader = await openCorpus(params.source, { sourceOptions, maxFileSizeMB: defaultOptions.maxFileSizeMB }, context); // prettier-ignore
  const corpus = await preprocess(reader, reading, context);
  const labels = await labelsOf(corpus.documents, params.source, params.labels, context);
  const classes = [...new Set(labels)].filter((label) => label !== undefined).sort();
  if (classes.length < 2)
    throw new GroveError(
      'bad-input',
      `${params.source} has ${classes.length === 0 ? 'no labels' : `only the label '${classes[0]}'`}; at least two are needed. Say where labels are with --labels or --label-column.`,
    );
  const { train, test } = divide(corpus.documents, labels, params.testShare, random);
  const classOf = new Map(classes.map((label, c) => [label, c]));
  const classesOf = (documents: Int32Array): Int32Array => documents.map((i) => classOf.get(labels[i]!)!);

  const learned = gatherDocuments(corpus, train);
  const model = await fitInput(learned, params, context);
  const input = inputOf(learned, model.tableTerms, model.bag);
  const testInput = inputOf(gatherDocuments(corpus, test), model.tableTerms, model.bag);
  const epochs: Epoch[] = [];
  const network = await TextClassifier.fit(
    input,
    classesOf(train),
    { input: testInput, labels: classesOf(test) },
    model.table,
    {
      kind: params.network,
      classes: classes.length,
      epochs: params.epochs,
      backend: params.backend,
      random,
      context,
      onEpoch(epoch) {
        epochs.push(epoch);
        params.onEpoch?.(epoch);
      },
    },
  );
  const predicted = mostProbable(await network.probabilities(testInput, context));
  const report = classificationReport(classesOf(test), predicted, classes);

  const classifier: Classifier = {
    format: 'grove-classifier',
    version: 1,
    created: context.timestamp(),
    source: params.source,
    sourceOptions,
    backend: params.backend,
    classes,
    epochs,
    report,
    versions: { ...engineVersions(), tensorflow: network.version },
  };
  await writeFolderWhole(params.out, async (folder) => {
    const parts = { ...vocabularyParts(learned, reading), bag: model.bag, network: network.part(model.tableTerms) };
    await writeModel(folder, { version: modelVersion, parts });
    await fs.writeFile(path.join(folder, classifierFile), JSON.stringify(classifier, null, 1));
  });
  const unlabelled = labels.filter((label) => label === undefined).length;
  return {
    classifier: params.out,
    classes,
    documents: { train: train.length, test: test.length, unlabelled },
    epochs,
    report,
    skipped: [...reader.skipped],
  };
}

const fewestDocuments = 10;

/** Labelled documents to learn from and to test on: by the column `split` where there is one, else at random by label. */
function divide(
  documents: readonly DocumentRecord[],
  labels: readonly (string | undefined)[],
  testShare: number,
  random: () => number,
): { train: Int32Array; test: Int32Array } {
  const labelled = Array.from(labels.keys()).filter((i) => labels[i] !== undefined);
  const bySplit = labelled.some((i) => documents[i]!.split !== undefined);
  const tests = new Set<number>();
  if (bySplit) for (const i of labelled) if (/^(?:test|eval|dev)/i.test(documents[i]!.split ?? '')) tests.add(i);
  if (!bySplit)
    for (const label of new Set(labelled.map((i) => labels[i]))) {
      const own = labelled.filter((i) => labels[i] === label);
      const count = Math.round(own.length * testShare);
      for (const place of permutation(own.length, random).subarray(0, count)) tests.add(own[place]!);
    }
  const train = Int32Array.from(labelled.filter((i) => !tests.has(i)));
  if (train.length < fewestDocuments)
    throw new GroveError(
      'bad-input',
      `There are only ${train.length} labelled documents to learn from; at least ${fewestDocuments} are needed. Label more of them.`,
    );
  return { train, test: Int32Array.from(tests).sort() };
}

/** The column of each row's greatest value. */
export function mostProbable({
  rows,
  columns,
  values,
}: {
  rows: number;
  columns: number;
  values: Float32Array;
}): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => {
    const row = values.subarray(i * columns, (i + 1) * columns);
    return row.indexOf(Math.max(...row));
  });
}
