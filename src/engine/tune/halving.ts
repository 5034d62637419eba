/** How one trial did on each sample so far, the smallest first. */
export interface Standing {
  readonly scores: readonly number[]; // [rungs reached]
  readonly hasFailed: boolean;
}

/** What to do next: try the trial of that number (from 0) on the sample of that number. One that is not there yet is to be thought of. */
export interface Step {
  readonly trial: number;
  readonly rung: number;
}

/** Of the trials on a sample, one in so many goes on to the next. */
export const reduction = 3;

/**
 * Asynchronous successive halving: trials begin on the smallest sample, and as soon as one is among the best third of those on
 * its sample it goes on to the next, three times as large, so that what is already known is good at any time. The first trial goes on whatever
 * its score. Once no more are begun, a third is rounded up.
 * Source: Li et al., "A system for massively parallel hyperparameter tuning", MLSys 2020, algorithm 2.
 *
 * @param most how many trials may be begun
 * @returns undefined when there is nothing left to try
 */
export function nextStep(standings: readonly Standing[], rungs: number, most: number): Step | undefined {
  const first = standings[0];
  if (first !== undefined && !first.hasFailed && first.scores.length < rungs)
    return { trial: 0, rung: first.scores.length };
  const begun = standings.findIndex(({ scores, hasFailed }) => scores.length === 0 && !hasFailed);
  if (begun >= 0) return { trial: begun, rung: 0 };
  const isClosed = standings.length >= most;
  for (let rung = rungs - 1; rung > 0; rung--) {
    const trial = promotable(standings, rung, isClosed);
    if (trial !== undefined) return { trial, rung };
  }
  return isClosed ? undefined : { trial: standings.length, rung: 0 };
}

/** The best of the trials that are good enough for a rung and are not there yet. */
function promotable(standings: readonly Standing[], rung: number, isClosed: boolean): number | undefined {
  const below = standings.flatMap(({ scores }, trial) =>
    scores.length >= rung ? [{ trial, score: scores[rung - 1]! }] : [],
  );
  below.sort((a, b) => b.score - a.score || a.trial - b.trial);
  const share = below.length / reduction;
  const good = below.slice(0, isClosed ? Math.ceil(share) : Math.floor(share));
  return good.find(({ trial }) => standings[trial]!.scores.length === rung && !standings[trial]!.hasFailed)?.trial;
}

/** Fewer documents tell too little of how options do on all. */
const fewestDocuments = 600;

/** The sizes of the samples: a ninth of the documents, a third, all; small corpora have fewer of them. */
export function sampleSizes(documents: number): number[] {
  return [reduction ** 2, reduction, 1]
    .map((part) => Math.round(documents / part))
    .filter((size) => size === documents || size >= fewestDocuments);
}
