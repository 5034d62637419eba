import { describe, expect, it } from 'vitest';
import { nextStep, sampleSizes, type Standing, type Step } from '../../../src/engine/tune/halving';

/** Plays the search to its end; trial t scores `quality[t]` on every sample, or fails where that is undefined. */
function play(quality: readonly (number | undefined)[], rungs: number): { steps: Step[]; standings: Standing[] } {
  const standings: { scores: number[]; hasFailed: boolean }[] = [];
  const steps: Step[] = [];
  for (;;) {
    const step = nextStep(standings, rungs, quality.length);
    if (step === undefined) return { steps, standings };
    steps.push(step);
    const standing = (standings[step.trial] ??= { scores: [], hasFailed: false });
    expect(standing.scores).toHaveLength(step.rung); // no sample is skipped or seen twice
    const score = quality[step.trial];
    if (score === undefined) standing.hasFailed = true;
    else standing.scores.push(score);
  }
}

const reached = (standings: readonly Standing[]): number[] => standings.map(({ scores }) => scores.length);

describe('nextStep', () => {
  it('takes the first trial to all documents before anything else, though it is the worst', () => {
    const { steps, standings } = play([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], 3);
    expect(steps.slice(0, 3)).toEqual([0, 1, 2].map((rung) => ({ trial: 0, rung })));
    expect(reached(standings)[0]).toBe(3);
  });

  it('a third goes on to each larger sample; with falling quality nothing is tried in vain', () => {
    const falling = Array.from({ length: 27 }, (_, t) => 1 - t / 100);
    const { standings } = play(falling, 3);
    expect(reached(standings)).toEqual(falling.map((_, t) => (t < 3 ? 3 : t < 9 ? 2 : 1)));
  });

  it('the best of all reaches all documents whenever it comes', () => {
    for (const place of [1, 5, 11]) {
      const quality = Array.from({ length: 12 }, (_, t) => (t === place ? 1 : 0.3 + t / 100));
      expect(reached(play(quality, 3).standings)[place]).toBe(3);
    }
  });

  it('a single challenger is tried on all documents too', () => {
    expect(reached(play([0.5, 0.6], 3).standings)).toEqual([3, 3]);
    expect(reached(play([0.5], 3).standings)).toEqual([3]);
  });

  it('failed trials end nothing, the first neither', () => {
    const { standings } = play([undefined, 0.4, undefined, 0.9, 0.5], 2);
    expect(standings.map(({ hasFailed }) => hasFailed)).toEqual([true, false, true, false, false]);
    expect(reached(standings)[3]).toBe(2);
    expect(play([undefined, undefined], 2).steps).toHaveLength(2);
  });

  it('begins new trials without end where there is no limit', () => {
    const standings = [{ scores: [0.5], hasFailed: false }];
    expect(nextStep(standings, 1, Infinity)).toEqual({ trial: 1, rung: 0 });
  });
});

it('samples are a ninth, a third and all of the documents, of small corpora only what is large enough', () => {
  expect(sampleSizes(20_000)).toEqual([2222, 6667, 20_000]);
  expect(sampleSizes(2000)).toEqual([667, 2000]);
  expect(sampleSizes(20)).toEqual([20]);
});
