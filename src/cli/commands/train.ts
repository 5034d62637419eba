import path from 'node:path';
import { trainClassifier, type TrainResult } from '../../engine/train/trainClassifier';
import type { LabelScores } from '../../engine/train/classificationReport';
import type { Epoch } from '../../engine/train/textClassifier';
import type { ClusterOptions, SourceOptions } from '../../shared/options';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface TrainFlags extends CommonFlags {
  readonly out?: string;
  readonly labels: string;
  readonly network: 'cnn' | 'lstm' | 'attention';
  readonly epochs: number;
  readonly testShare: number;
  readonly wordVectors: string;
  readonly seed: number;
  readonly backend: ClusterOptions['backend'];
  readonly sourceOptions: Partial<SourceOptions>;
}

/** `grove train SOURCE --labels …` */
export async function trainCommand(source: string, flags: TrainFlags): Promise<void> {
  const { labels, network, epochs, testShare, wordVectors, seed, backend, sourceOptions } = flags;
  const name = path.basename(path.resolve(source)).replace(/\.(csv|tsv|jsonl|ndjson|parquet|txt)(\.gz)?$/i, '');
  const out = path.resolve(flags.out ?? `${name}.classifier`);
  const options = {
    singles: 'refuse' as const,
    labels,
    network,
    epochs,
    testShare,
    wordVectors,
    seed,
    backend,
    sourceOptions,
  };
  const result = await withSession(flags, (context) =>
    trainClassifier({ source: path.resolve(source), out, ...options }, context),
  );
  print(flags, result, () => trainedText(result));
}

function trainedText({ documents, classes, epochs, report, classifier, skipped }: TrainResult): string {
  const lines = [
    `${documents.train} documents to learn from, ${documents.test} to test on, ${classes.length} labels`,
    '',
    'epoch  loss    accuracy  test loss  test accuracy',
    ...epochs.map(epochLine),
    '',
    'precision  recall      F1  support  label',
    ...report.labels.map(scoresLine),
    scoresLine({ label: '(mean over labels)', ...report.macro }),
    scoresLine({ label: '(mean weighted by support)', ...report.weighted }),
    '',
    `test accuracy ${report.accuracy.toFixed(4)}`,
  ];
  if (documents.unlabelled > 0) lines.push(`${documents.unlabelled} documents have no label and took no part`);
  if (skipped.length > 0) lines.push(`${skipped.length} documents were skipped; --json lists them`);
  lines.push('', `Classifier: ${classifier}`);
  return lines.join('\n');
}

function epochLine({ train, test }: Epoch, i: number): string {
  const figures = [train.loss.toFixed(4), train.accuracy.toFixed(4).padStart(8), test.loss.toFixed(4).padStart(10)];
  return `${String(i + 1).padStart(5)}  ${figures.join('  ')}  ${test.accuracy.toFixed(4).padStart(12)}`;
}

function scoresLine({ label, precision, recall, f1, support }: LabelScores): string {
  const figures = [precision.toFixed(3).padStart(9), recall.toFixed(3).padStart(7), f1.toFixed(3).padStart(7)];
  return `${figures.join(' ')} ${String(support).padStart(8)}  ${printable(label)}`;
}
