import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type ClusterOptions, clusterOptionsSchema } from '../../../src/shared/options';
import { seededRandom } from '../../../src/engine/math/random';
import { propose, type SearchSpace } from '../../../src/engine/tune/searchSpace';

const space: SearchSpace = {
  views: ['word-vectors', 'tfidf', 'corpus-vectors', 'skip-gram', 'cnn'],
  documents: 5000,
  given: {},
};

function proposals(count: number, within: SearchSpace = space, seed = 1): Partial<ClusterOptions>[] {
  const made: Partial<ClusterOptions>[] = [];
  for (let t = 0; t < count; t++) {
    const next = propose(within, made, made[t % 3], seededRandom(seed + t));
    if (next === undefined) break;
    made.push(next);
  }
  return made;
}

describe('propose', () => {
  it('begins with the options as they are, and never repeats itself', () => {
    const made = proposals(150);
    expect(made[0]).toEqual({});
    expect(made).toHaveLength(150);
    expect(new Set(made.map((each) => JSON.stringify(Object.entries(each).sort()))).size).toBe(150);
  });

  it('proposes only what the schema takes, and nothing that is the default', () => {
    const defaults: Record<string, unknown> = v.parse(clusterOptionsSchema, {});
    for (const each of proposals(150)) {
      expect(() => v.parse(clusterOptionsSchema, each)).not.toThrow();
      for (const [name, value] of Object.entries(each)) expect(value).not.toEqual(defaults[name]);
    }
  });

  it('leaves what is given as it is', () => {
    const given = { clusters: 7, algorithm: 'kmeans', seed: 3 } as const;
    const made = proposals(60, { ...space, given });
    expect(made[0]).toEqual(given);
    for (const each of made) expect(each).toMatchObject(given);
    for (const each of proposals(60, { ...space, given: { encoder: 'tfidf' } }))
      expect(each).not.toHaveProperty('views');
  });

  it('asks for no view that does not apply', () => {
    for (const each of proposals(60, { ...space, views: ['tfidf'] }))
      expect((each.views ?? []).map((view) => view.split(':')[0]).filter((view) => view !== 'tfidf')).toEqual([]);
  });

  it('the same seed gives the same proposals, another seed others', () => {
    expect(proposals(40)).toEqual(proposals(40));
    expect(proposals(40, space, 99)).not.toEqual(proposals(40));
  });

  it('the number of clusters is at most what the corpus can carry', () => {
    const numbers = proposals(200, { ...space, documents: 60 }).flatMap(({ clusters }) => (typeof clusters === 'number' ? [clusters] : [])); // prettier-ignore
    expect(numbers.length).toBeGreaterThan(10);
    for (const k of numbers) expect(k >= 2 && k <= 9).toBe(true);
  });

  it('gives up where everything was tried', () => {
    const all: Partial<ClusterOptions> = { encoder: 'tfidf', compress: 'none', algorithm: 'kmeans', refine: 'none', clusters: 5, starts: 5 }; // prettier-ignore
    expect(proposals(30, { ...space, given: all })).toHaveLength(1);
  });
});
