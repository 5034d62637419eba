import { describe, expect, it } from 'vitest';
import { refineByWords, type WordEvidence } from '../../../src/engine/clustering/refine';
import { bestOf, type Trial } from '../../../src/engine/clustering/refinementTrials';
import type { Matrix, SparseMatrix } from '../../../src/engine/math/matrix';
import { normalizeRows, zeros } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { blobs, isSamePartition, normalMatrix } from '../../support/matrices';

const groups = 3;
const truth = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i % groups);

/** Each document has five of the ten words of its group. */
function wordsOf(n: number): SparseMatrix {
  const random = seededRandom(3);
  const offsets = Uint32Array.from({ length: n + 1 }, (_, i) => 5 * i);
  const indices = new Uint32Array(5 * n);
  for (let i = 0; i < n; i++) {
    const first = Math.floor(random() * 6);
    for (let w = 0; w < 5; w++) indices[5 * i + w] = (i % groups) * 10 + first + w;
  }
  return { rows: n, columns: 10 * groups, offsets, indices, values: new Float32Array(5 * n).fill(1) };
}

const evidenceOf = (n: number, views: WordEvidence['compared']['views'] = []): WordEvidence => ({
  counts: wordsOf(n),
  vectors: zeros(n, 6), // only the words tell
  compared: { views },
});

const refine = (x: Matrix, labels: Int32Array, evidence: WordEvidence, seekStarts: boolean) =>
  refineByWords(x, labels, groups, evidence, seekStarts, { random: seededRandom(1), context: silentContext });

/** The truth with one document in five in the next group. */
const disturbed = (n: number): Int32Array => truth(n).map((label, i) => (i % 5 === 0 ? (label + 1) % groups : label));

describe('refineByWords', () => {
  it('brings documents to those who use the same words, and says how many it moved', async () => {
    const found = await refine(normalMatrix(90, 4, 1), disturbed(90), evidenceOf(90), false);
    expect(isSamePartition(found!.labels, truth(90))).toBe(true);
    expect(found!.reason).toMatch(/\b18 of 90 documents moved/);
  });

  it('with starts to choose from, takes the one whose words fit best, and names it', async () => {
    const good = { name: 'good view', encoding: blobs(90, 8, groups, 0.1, 4) };
    const bad = { name: 'bad view', encoding: normalMatrix(90, 8, 5) };
    const wrong = Int32Array.from({ length: 90 }, (_, i) => Math.floor(i / 30));
    const found = await refine(normalMatrix(90, 4, 1), wrong, evidenceOf(90, [bad, good]), true);
    expect(isSamePartition(found!.labels, truth(90))).toBe(true);
    expect(found!.reason).toMatch(/best of 14 starts \(.+\)/);
  });

  it('lets starts compete on some of the documents, and all follow', async () => {
    const n = 900;
    const vectors = normalizeRows(blobs(n, 8, groups, 0.3, 4));
    const documents = Int32Array.from({ length: n }, (_, i) => i).filter((i) => i % 4 === 1);
    const good = { name: 'good view', encoding: blobs(documents.length, 8, groups, 0.1, 4) };
    const wrong = Int32Array.from({ length: n }, (_, i) => Math.floor(i / 300));
    const evidence = { counts: wordsOf(n), vectors, compared: { documents, views: [good] } };
    const found = await refine(vectors, wrong, evidence, true);
    expect(isSamePartition(found!.labels, truth(n))).toBe(true);
    expect(found!.reason).toMatch(/best of 8 starts/);
  });

  it('finds clusters of uneven size where the views by themselves tell them, though the words part the large one', async () => {
    // One large group and two small ones. Half of a document's words are its group's; the others part the large group in two
    // alike, by which clusters tell more of the words.
    const n = 360;
    const group = Int32Array.from({ length: n }, (_, i) => (i % 18 === 0 ? 1 : i % 18 === 1 ? 2 : 0));
    const random = seededRandom(7);
    const side = Uint8Array.from({ length: n }, () => (random() < 0.5 ? 0 : 1));
    const indices = Uint32Array.from(group).reduce<number[]>((all, own, i) => {
      all.push(side[i]!, 2 + (random() < 0.5 ? 0 : 1), 4 + own, 7 + own);
      return all;
    }, []);
    const counts: SparseMatrix = {
      rows: n,
      columns: 10,
      offsets: Uint32Array.from({ length: n + 1 }, (_, i) => 4 * i),
      indices: Uint32Array.from(indices),
      values: new Float32Array(4 * n).fill(1),
    };
    const viewOf = (seed: number): Matrix => {
      const view = blobs(groups, 8, groups, 0, seed);
      const rows = normalMatrix(n, 8, seed + 1);
      for (let i = 0; i < n; i++)
        for (let d = 0; d < 8; d++)
          rows.values[8 * i + d] = 0.05 * rows.values[8 * i + d]! + view.values[8 * group[i]! + d]!;
      return normalizeRows(rows);
    };
    const views = [
      { name: 'first', encoding: viewOf(11) },
      { name: 'second', encoding: viewOf(12) },
    ];
    const evenly = group.map((own, i) => (own === 0 ? side[i]! : 2));
    const evidence = { counts, vectors: zeros(n, 6), compared: { views } };
    const found = await refine(views[0]!.encoding, evenly, evidence, true);
    expect(isSamePartition(found!.labels, group)).toBe(true);
    const blind = await refine(views[0]!.encoding, evenly, { ...evidence, compared: { views: [] } }, true);
    expect(isSamePartition(blind!.labels, evenly)).toBe(true);
    expect(blind!.sizeWeight).toBe(0);
  });

  it('leaves few documents, one cluster, and documents without shared words as they are', async () => {
    expect(await refine(normalMatrix(39, 4, 1), truth(39), evidenceOf(39), false)).toBeUndefined();
    const context = { random: seededRandom(1), context: silentContext };
    expect(await refineByWords(normalMatrix(90, 4, 1), new Int32Array(90), 1, evidenceOf(90), true, context)).toBeUndefined(); // prettier-ignore
    const nothing = { ...wordsOf(90), offsets: new Uint32Array(91), indices: new Uint32Array(), values: new Float32Array() }; // prettier-ignore
    expect(await refine(normalMatrix(90, 4, 1), truth(90), { ...evidenceOf(90), counts: nothing }, true)).toBeUndefined(); // prettier-ignore
  });
});

describe('bestOf', () => {
  const trial = (name: string, sizeWeight: number, objective: number, told: number[], knit = 0.5): Trial => ({ name, sizeWeight, objective, told, knit, labels: new Int32Array() }); // prettier-ignore
  const first = trial('a', 0, -1, [0.6, 0.7]);

  it('takes the best objective of those of even size where no other is judged clearly better', () => {
    const others = [
      trial('b', 0, -2, [0.6, 0.7]),
      trial('a', 0.3, 9, [0.6, 0.71]),
      trial('b', 0.3, 8, [0.6, 0.7], 0.502),
    ];
    expect(bestOf([first, ...others])).toBe(first);
    expect(bestOf([trial('a', 0, -2, []), trial('b', 0, -1, [])]).name).toBe('b');
  });

  it('takes what the views judge best on the whole, by both measures', () => {
    const told = trial('b', 0.3, -5, [0.61, 0.71]);
    const knit = trial('c', 0, -3, [0.6, 0.7], 0.52);
    expect(bestOf([first, told])).toBe(told);
    expect(bestOf([first, told, knit])).toBe(knit);
  });

  it('takes nothing that some view tells worse than all tell the best objective', () => {
    expect(bestOf([first, trial('b', 0.3, -5, [0.59, 0.9], 0.9)])).toBe(first);
    const weakestElsewhere = trial('b', 0.3, -5, [0.75, 0.6]);
    expect(bestOf([first, weakestElsewhere])).toBe(weakestElsewhere);
  });
});
