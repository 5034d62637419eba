import { describe, expect, test } from 'vitest';
import { LoadedAnalysis } from '../../../src/host/state/loadedAnalysis';
import { OpenAnalyses } from '../../../src/host/state/openAnalyses';
import { analysisOf, clusterOf, rowOf } from './support';

describe('analyses in memory', () => {
  const made = (): LoadedAnalysis =>
    LoadedAnalysis.of('a', '/analyses/a', analysisOf([clusterOf(0, null, 1)], 1), [rowOf(0, 0, 0)]);

  test('are read once for all that ask, and stay while somebody keeps them', async () => {
    const open = new OpenAnalyses();
    let reads = 0;
    const read = (): Promise<LoadedAnalysis> => {
      reads++;
      return Promise.resolve(made());
    };
    open.keep('a');
    open.keep('a');
    const [first, second] = await Promise.all([open.load('a', read), open.load('a', read)]);
    expect(second).toBe(first);
    open.release('a');
    expect(await open.load('a', read)).toBe(first);
    expect(reads).toBe(1);
    open.release('a');
    expect(open.get('a')).toBeUndefined();
    expect(open.ids()).toEqual([]);
  });

  test('that nobody keeps are handed over and not remembered', async () => {
    const open = new OpenAnalyses();
    const loaded = made();
    expect(await open.load('a', () => Promise.resolve(loaded))).toBe(loaded);
    expect(open.get('a')).toBeUndefined();
    open.set(loaded);
    expect(open.get('a')).toBeUndefined();
  });

  test('that a run replaced while they were being read are the new ones', async () => {
    const open = new OpenAnalyses();
    open.keep('a');
    let arrive: (loaded: LoadedAnalysis) => void = () => {};
    const reading = open.load('a', () => new Promise((resolve) => (arrive = resolve)));
    const newer = made();
    open.set(newer);
    arrive(made());
    expect(await reading).toBe(newer);
    expect(open.get('a')).toBe(newer);
  });

  test('can be read again after a reading failed, or after they were forgotten', async () => {
    const open = new OpenAnalyses();
    open.keep('a');
    await expect(open.load('a', () => Promise.reject(new Error('damaged')))).rejects.toThrow('damaged');
    const first = await open.load('a', () => Promise.resolve(made()));
    open.forget('a');
    expect(await open.load('a', () => Promise.resolve(made()))).not.toBe(first);
  });
});
