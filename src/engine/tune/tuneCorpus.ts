import fs from 'node:fs/promises';
import path from 'node:path';
import { GroveError, messageOf } from '../../shared/errors';
import { type ClusterOptions, defaultOptions, type ViewName } from '../../shared/options';
import type { Objective, Trial, TuneParams, TuneResult } from '../../shared/tuning';
import { openCorpus } from '../corpus/openCorpus';
import { type EncodedView, readsTexts } from '../encoder/encoder';
import { seededRandom } from '../math/random';
import { parseOptions, parseSourceOptions } from '../pipeline';
import { preprocess } from '../preprocessing/preprocess';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import { writeOptionsFile } from '../storage/optionsFile';
import { type Criterion, labelFreeCriterion, supervisedCriterion } from './criterion';
import { nextStep, sampleSizes } from './halving';
import { propose, type SearchSpace } from './searchSpace';
import { TrialCorpus } from './trialCorpus';
import { corpusFingerprint, readState, type SearchIdentity, type TrialRecord, writeState } from './tuningState';

const usualTrials = 30;
/** By how much a score must be higher than that of the options as they are. Smaller gains were as often losses of accuracy. */
const leastGain: Record<Objective, number> = { 'label-free': 0.002, supervised: 0 };
/** After this share of the time no more trials are begun, so that the promising ones get to all documents. */
const openShare = 2 / 3;
const fewestDocuments = 20;
const fewestLabelled = 20;
/** Views that judge trials and that they are fused of: those of 'auto'. */
const usualViews = ['word-vectors', 'tfidf', 'bigrams', 'corpus-vectors', 'bigram-vectors'] as const;
/** Views that take longer, looked at once a trial asks for them. */
const learnedViews = ['skip-gram', 'cnn'] as const;

/**
 * Searches encoder, views, compression, algorithm and their parameters: tries different options on samples of the documents and the most
 * promising on all of them (successive halving), judged without labels unless asked otherwise. Writes the best to `params.out`, and after
 * every trial what was tried so far to `params.state`. A trial that fails is listed and ends nothing.
 *
 * @param onTrial told of each trial whenever something new is known of it
 */
export async function tuneCorpus(
  params: TuneParams,
  context: RunContext,
  onTrial: (trial: Trial) => void = () => {},
): Promise<TuneResult> {
  const deadline = params.minutes === undefined ? Infinity : context.now() + params.minutes * 60_000;
  const closing = params.minutes === undefined ? Infinity : context.now() + openShare * params.minutes * 60_000;
  const options = parseOptions(params.options, context);
  const sourceOptions = parseSourceOptions(params.sourceOptions, context);
  const source = path.resolve(params.source);
  await requireNoFolder(params.out);
  const reader = await openCorpus(source, { sourceOptions, maxFileSizeMB: options.maxFileSizeMB }, context);
  const corpus = await preprocess(reader, { ...options, keepsTexts: readsTexts(options) || options.model !== '' }, context); // prettier-ignore
  const n = corpus.documents.length;
  if (n < fewestDocuments)
    throw new GroveError('bad-input', `${source} has ${n} documents: fewer than ${fewestDocuments} are too few to tell good options from bad ones. Cluster it as it is.`); // prettier-ignore

  const material = new TrialCorpus(corpus, options.seed);
  const byLabels = params.supervised ? judgeByLabels(corpus, source) : undefined;
  const usable = await material.applicable(usualViews, options, context);
  const judge = byLabels ?? judgeByViews(usable);
  const objective: Objective = params.supervised ? 'supervised' : 'label-free';
  const samples = sampleSizes(n).filter((size) => size === n || judge.isEnough(material.rowsOf(size)));
  const identity: SearchIdentity = { corpus: corpusFingerprint(corpus), documents: n, given: params.options, objective, samples }; // prettier-ignore
  const trials = params.resume ? await readState(params.state, identity) : [];
  if (!params.resume) await writeState(params.state, identity, trials);

  const space: SearchSpace = {
    views: [
      ...usable.map(({ name }) => name as ViewName),
      ...learnedViews,
      ...(options.model === '' ? [] : ['transformer' as const]),
    ],
    documents: n,
    given: params.options,
  };
  let most = params.trials ?? (params.minutes === undefined ? usualTrials : Infinity);
  const criteria = new Map<number, Criterion>();
  const shown = (at: number): Trial => trialOf(trials, at, samples, false);
  trials.forEach((_, at) => onTrial(shown(at)));
  const running = untilDeadline(context, deadline);
  for (;;) {
    const step = nextStep(trials.map(({ runs, failure }) => ({ scores: runs.map(({ score }) => score), hasFailed: failure !== undefined })), samples.length, most); // prettier-ignore
    if (step === undefined || context.now() >= deadline) break;
    if (step.trial === trials.length) {
      const random = seededRandom(options.seed * 7919 + step.trial);
      const proposal = propose(space, trials.map((trial) => trial.options), leaderOf(trials)?.options, random); // prettier-ignore
      if (proposal === undefined || context.now() >= closing) {
        most = trials.length;
        continue;
      }
      trials.push({ options: proposal, runs: [] });
    }
    report(context, trials, most);
    const began = context.now();
    const trial = trials[step.trial]!;
    const rows = material.rowsOf(samples[step.rung]!);
    try {
      const criterion = criteria.get(step.rung) ?? (await judge.criterion(rows, running));
      criteria.set(step.rung, criterion);
      const labels = await material.cluster(rows, parseOptions(trial.options, context), running);
      const score = await criterion.score(labels, running);
      const seconds = Math.round(context.now() - began) / 1000;
      trials[step.trial] = { ...trial, runs: [...trial.runs, { documents: rows.length, score, seconds }] };
    } catch (error) {
      if (context.isCancelled()) throw error;
      if (context.now() >= deadline) break;
      trials[step.trial] = { ...trial, failure: messageOf(error) };
    }
    await writeState(params.state, identity, trials);
    onTrial(shown(step.trial));
  }
  const tried = trials.filter(({ runs, failure }) => runs.length > 0 || failure !== undefined);
  report(context, tried, tried.length);
  return finish(tried, samples, objective, params, reader.skipped);
}

async function requireNoFolder(out: string): Promise<void> {
  const place = await fs.stat(out).catch(() => undefined);
  if (place?.isDirectory()) throw new GroveError('bad-input', `${out} is a folder. Give --out the name of a file.`);
}

interface Judge {
  criterion(rows: Int32Array, context: RunContext): Promise<Criterion>;
  /** Whether these documents can be judged by. */
  isEnough(rows: Int32Array): boolean;
}

function judgeByViews(views: readonly EncodedView[]): Judge {
  return { criterion: (rows, running) => labelFreeCriterion(views, rows, running), isEnough: () => true };
}

/** Throws GroveError('bad-input') where the documents have no true labels, or all the same. */
function judgeByLabels({ documents }: TokenizedCorpus, source: string): Judge {
  const truth = documents.map(({ label }) => label);
  const labelled = truth.filter((label) => label !== undefined);
  if (labelled.length < fewestLabelled || new Set(labelled).size < 2)
    throw new GroveError(
      'bad-input',
      `${source} has ${labelled.length} documents with a true label, of ${new Set(labelled).size} classes: --supervised needs ${fewestLabelled} and two. Name the column with --label-column, or leave --supervised out.`,
    );
  return {
    criterion: (rows) => Promise.resolve(supervisedCriterion(truth, rows)),
    isEnough: (rows) => rows.reduce((count, i) => count + (truth[i] === undefined ? 0 : 1), 0) >= 10 * fewestLabelled,
  };
}

/** Quiet, and cancelled once the time is over. */
function untilDeadline(context: RunContext, deadline: number): RunContext {
  return {
    ...context,
    progress: () => {},
    warn: (message) => context.log(message),
    isCancelled: () => context.isCancelled() || context.now() >= deadline,
  };
}

function report(context: RunContext, trials: readonly TrialRecord[], most: number): void {
  const best = leaderOf(trials);
  const detail = best === undefined ? undefined : `best ${best.score.toFixed(4)}`;
  context.progress({
    stage: 'tune',
    done: trials.length,
    ...(Number.isFinite(most) && { total: most }),
    unit: 'trials',
    ...(detail !== undefined && { detail }),
  });
}

/** The best on the largest sample that any trial has reached; of equals the first. */
function leaderOf(
  trials: readonly TrialRecord[],
): { at: number; score: number; options: Partial<ClusterOptions> } | undefined {
  const reached = Math.max(0, ...trials.map(({ runs }) => runs.length));
  let leader: ReturnType<typeof leaderOf>;
  trials.forEach(({ runs, options }, at) => {
    const score = runs[reached - 1]?.score;
    if (score !== undefined && (leader === undefined || score > leader.score)) leader = { at, score, options };
  });
  return leader;
}

function trialOf(trials: readonly TrialRecord[], at: number, samples: readonly number[], isOver: boolean): Trial {
  const { options, runs, failure } = trials[at]!;
  const last = runs.at(-1);
  const isComplete = runs.length === samples.length;
  return {
    number: at + 1,
    options,
    documents: last?.documents ?? 0,
    score: last?.score ?? null,
    seconds: Math.round(runs.reduce((sum, { seconds }) => sum + seconds, 0) * 1000) / 1000,
    state: failure !== undefined ? 'failed' : isComplete ? 'complete' : isOver ? 'stopped' : 'running',
    ...(failure !== undefined && { reason: failure }),
  };
}

/** Whether it beats the options as they are by more than chance may; anything does where those failed. */
function isClearlyBetter(
  trials: readonly TrialRecord[],
  leader: { at: number; score: number },
  rungs: number,
  gain: number,
): boolean {
  const usual = trials[0]!;
  const score = usual.runs[rungs - 1]?.score;
  return usual.failure !== undefined || (score !== undefined && leader.score >= score + gain);
}

async function finish(
  trials: readonly TrialRecord[],
  samples: readonly number[],
  objective: Objective,
  { options: given, out, state, source }: TuneParams,
  skipped: TuneResult['skipped'],
): Promise<TuneResult> {
  const failure = trials[0]?.failure;
  const leader = leaderOf(trials);
  if (leader === undefined && failure !== undefined && trials.every((trial) => trial.failure !== undefined))
    throw new GroveError('bad-input', `None of ${trials.length} trials could be done; the first: ${failure}`);
  const best = leader === undefined || !isClearlyBetter(trials, leader, samples.length, leastGain[objective]) ? { at: 0, options: given } : leader; // prettier-ignore
  const documents = samples.at(-1)!;
  const isOnAll = (trials[best.at]?.runs.length ?? 0) === samples.length;
  const score = isOnAll ? trials[best.at]!.runs.at(-1)!.score : null;
  const chosen = { ...best.options, seed: best.options.seed ?? defaultOptions.seed };
  await writeOptionsFile(out, chosen, { objective, score, source, documents, trials: trials.length });
  return {
    trials: trials.map((_, at) => trialOf(trials, at, samples, true)),
    best: { number: best.at + 1, options: chosen, score },
    objective,
    documents,
    file: out,
    state,
    skipped: [...skipped],
  };
}
