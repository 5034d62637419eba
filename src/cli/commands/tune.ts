import fs from 'node:fs';
import path from 'node:path';
import { tuneCorpus } from '../../engine/tune/tuneCorpus';
import { type ClusterOptions, flagOf, type SourceOptions } from '../../shared/options';
import { objectives, type Trial, type TuneResult } from '../../shared/tuning';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';
import { sourceName } from '../sourceName';

export interface TuneFlags extends CommonFlags {
  readonly trials?: number;
  readonly minutes?: number;
  readonly supervised?: boolean;
  readonly resume?: boolean;
  readonly out?: string;
  readonly options: Partial<ClusterOptions>;
  readonly sourceOptions: Partial<SourceOptions>;
}

/** `grove tune SOURCE [--trials N | --minutes M]` */
export async function tuneCommand(source: string, flags: TuneFlags): Promise<void> {
  const { trials, minutes, supervised = false, resume = false, options, sourceOptions } = flags;
  const out = path.resolve(flags.out ?? `${sourceName(source)}.options.json`);
  const state = stateFileOf(out);
  const params = {
    runId: 'cli',
    source: path.resolve(source),
    options: withAbsolutePaths(options),
    sourceOptions,
    ...(trials !== undefined && { trials }),
    ...(minutes !== undefined && { minutes }),
    supervised,
    out,
    state,
    resume,
  };
  const kept = `Cancelled. What was tried is in ${state}; the same command with --resume goes on.`;
  const result = await withSession(flags, (context) => tuneCorpus(params, context), {
    abandon: () => [out, state].forEach((file) => fs.rmSync(`${file}.partial-${process.pid}`, { force: true })),
    cancelled: kept,
  });
  print(flags, result, () => resultText(result, source));
}

/** 'news.options.json' → 'news.options.trials.json' */
function stateFileOf(out: string): string {
  return `${out.replace(/\.json$/i, '')}.trials.json`;
}

/** The file is read wherever `grove cluster --options` is called. */
function withAbsolutePaths(options: Partial<ClusterOptions>): Partial<ClusterOptions> {
  const { wordVectors, model } = options;
  return {
    ...options,
    ...(wordVectors !== undefined && { wordVectors: path.resolve(wordVectors) }),
    ...(model !== undefined && { model: path.resolve(model) }),
  };
}

function resultText({ trials, best, objective, documents, file, skipped }: TuneResult, source: string): string {
  const lines = [
    `${documents.toLocaleString('en-US')} documents, judged by ${objectives[objective]}`,
    '',
    'trial  documents   score  seconds  state     options',
    ...trials.map(trialLine),
    '',
    best.score === null
      ? 'The time was over before any options were tried on all documents; the best so far:'
      : `Best: trial ${best.number}, ${best.score.toFixed(4)}`,
    optionsText(best.options),
    '',
    `Written to ${file}`,
    `grove cluster ${printable(source)} --options ${printable(file)}`,
  ];
  if (skipped.length > 0) lines.push(`${skipped.length} documents were skipped; --json lists them`);
  return lines.join('\n');
}

function trialLine({ number, documents, score, seconds, state, options, reason }: Trial): string {
  const figures = [
    String(number).padStart(5),
    documents.toLocaleString('en-US').padStart(9),
    (score === null ? '–' : score.toFixed(4)).padStart(6),
    seconds.toFixed(1).padStart(7),
    state.padEnd(8),
  ];
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  return `${figures.join('  ')}  ${optionsText(options)}${why}`;
}

/** As on a command line. */
function optionsText(options: Partial<ClusterOptions>): string {
  const flags = Object.entries(options).map(([name, value]) => `--${flagOf(name)} ${printable(String(value))}`);
  return flags.length === 0 ? '(the defaults)' : flags.join(' ');
}
