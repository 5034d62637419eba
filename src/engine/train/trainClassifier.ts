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
  /** Share of the labelled documents to test on, where no column `split` says which: 0 (none) to below 1. */
  readonly testShare: number;
  /** What to do about a label of a single document, which can't be both learned from and tested on. */
  readonly singles: 'refuse' | 'learn';
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
 * @throws GroveError 'bad-input' where there are fewer than two labels, too few documents, or none to test a label on;
 *   'usage' for a `testShare` out of range. Nothing is written then.
 */
export async function trainClassifier(params: TrainParams, context: RunContext): Promise<TrainResult> {
  requireShare(params.testShare, context);
  await requireWritablePlace(params.out);
  const random = seededRandom(params.seed);
  const sourceOptions = parseSourceOptions(params.sourceOptions, context);
  const reading = { language: defaultOptions.language, stopWords: [], keepsMailAddresses: true };
  const reader = await openCorpus(params.source, { sourceOptions, maxFileSizeMB: defaultOptions.maxFileSizeMB }, context); // prettier-ignore
  const corpus = await preprocess(reader, reading, context);
  const labels = await labelsOf(corpus.documents, params.source, params.labels, context);
  const classes = [...new Set(labels)].filter((label) => label !== undefined).sort();
  if (classes.length < 2)
    throw new GroveError(
      'bad-input',
      `${params.source} has ${classes.length === 0 ? 'no labels' : `only the label '${classes[0]}'`}; at least two are needed. Say where labels are with --labels or --label-column.`,
    );
  const { train, test } = divide(corpus.documents, labels, params, random);
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
    version: 2,
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
  { source, testShare, singles }: Pick<TrainParams, 'source' | 'testShare' | 'singles'>,
  random: () => number,
): { train: Int32Array; test: Int32Array } {
  const labelled = Array.from(labels.keys()).filter((i) => labels[i] !== undefined);
  const bySplit = labelled.some((i) => documents[i]!.split !== undefined);
  const tests = new Set<number>();
  if (bySplit) for (const i of labelled) if (/^(?:test|eval|dev)/i.test(documents[i]!.split ?? '')) tests.add(i);
  if (bySplit && tests.size === 0)
    throw new GroveError(
      'bad-input',
      `The column split of ${source} names no documents to test on. Call some of them 'test', or leave the column out.`,
    );
  if (!bySplit && testShare > 0) {
    const documentsOf = groupsByLabel(labelled, labels);
    if (singles === 'refuse') requireTwoDocuments(documentsOf, source);
    for (const own of documentsOf.values()) {
      // At least one of a label to test on, and one to learn from.
      const count = Math.min(own.length - 1, Math.max(1, Math.round(own.length * testShare)));
      for (const place of permutation(own.length, random).subarray(0, count)) tests.add(own[place]!);
    }
  }
  const train = Int32Array.from(labelled.filter((i) => !tests.has(i)));
  if (train.length < fewestDocuments)
    throw new GroveError(
      'bad-input',
      `There are only ${train.length} labelled documents to learn from; at least ${fewestDocuments} are needed. Label more of them.`,
    );
  return { train, test: Int32Array.from(tests).sort() };
}

function groupsByLabel(documents: readonly number[], labels: readonly (string | undefined)[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const i of documents) {
    const label = labels[i]!;
    const own = groups.get(label);
    if (own === undefined) groups.set(label, [i]);
    else own.push(i);
  }
  return groups;
}

function requireShare(testShare: number, context: RunContext): void {
  if (testShare >= 0 && testShare < 1) return;
  throw new GroveError(
    'usage',
    `The option ${context.nameOption('testShare')} is wrong: it must be a share from 0 to below 1, not ${testShare}.`,
  );
}

const singlesNamed = 5;

function requireTwoDocuments(documentsOf: ReadonlyMap<string, readonly number[]>, source: string): void {
  const singles = [...documentsOf].filter(([, own]) => own.length < 2).map(([label]) => label);
  if (singles.length === 0) return;
  if (singles.length === documentsOf.size)
    throw new GroveError(
      'bad-input',
      `Each of the ${singles.length} labels in ${source} has a single document: nothing can be learned from them. Is this the column of labels (--label-column), or one of ids or numbers?`,
    );
  const named = singles.slice(0, singlesNamed).map((label) => `'${label}'`);
  const more = singles.length - named.length;
  throw new GroveError(
    'bad-input',
    `${singles.length} of ${documentsOf.size} labels in ${source} have a single document, too few to learn from and to test on: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}. Label more documents with them, or take these labels away.`,
  );
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
