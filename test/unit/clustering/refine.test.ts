import { describe, expect, it } from 'vitest';
import { refineByWords, type WordEvidence } from '../../../src/engine/clustering/refine';
import type { Matrix, SparseMatrix } from '../../../src/engine/math/matrix';
import { zeros } from '../../../src/engine/math/matrix';
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

const evidenceOf = (n: number, views: WordEvidence['views'] = []): WordEvidence => ({
  counts: wordsOf(n),
  vectors: zeros(n, 6), // only the words tell
  views,
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
    expect(found!.reason).toMatch(/best of 4 starts \(.+\)/);
  });

  it('leaves few documents, one cluster, and documents without shared words as they are', async () => {
    expect(await refine(normalMatrix(39, 4, 1), truth(39), evidenceOf(39), false)).toBeUndefined();
    const context = { random: seededRandom(1), context: silentContext };
    expect(await refineByWords(normalMatrix(90, 4, 1), new Int32Array(90), 1, evidenceOf(90), true, context)).toBeUndefined(); // prettier-ignore
    const nothing = { ...wordsOf(90), offsets: new Uint32Array(91), indices: new Uint32Array(), values: new Float32Array() }; // prettier-ignore
    expect(await refine(normalMatrix(90, 4, 1), truth(90), { ...evidenceOf(90), counts: nothing }, true)).toBeUndefined(); // prettier-ignore
  });
});
