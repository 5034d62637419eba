import { describe, expect, it } from 'vitest';
import {
  assignByBottleneck,
  bottleneckModel,
  bottleneckOf,
  bottleneckPart,
} from '../../../src/engine/clustering/bottleneckModel';
import { informationBottleneck, vectorWeightOf } from '../../../src/engine/clustering/informationBottleneck';
import { type Matrix, normalizeRows, type SparseMatrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { blobs } from '../../support/matrices';

const clusters = 4;
const words = 40;

/** Documents of four topics: each mostly uses its topic's ten words. */
function corpus(documents: number, seed: number): { counts: SparseMatrix; vectors: Matrix } {
  const random = seededRandom(seed);
  const offsets = new Uint32Array(documents + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < documents; i++) {
    for (let word = 0; word < words; word++) {
      const isOwn = Math.floor(word / 10) === i % clusters;
      if (random() > (isOwn ? 0.4 : 0.08)) continue;
      indices.push(word);
      values.push(1 + Math.floor(random() * 3));
    }
    offsets[i + 1] = indices.length;
  }
  return {
    counts: { rows: documents, columns: words, offsets, indices: Uint32Array.from(indices), values: Float32Array.from(values) }, // prettier-ignore
    vectors: normalizeRows(blobs(documents, 6, clusters, 0.8, 3)),
  };
}

const labels = Int32Array.from({ length: 60 }, (_, i) => (i * 7 + (i % 5 === 0 ? 1 : 0)) % clusters);

/** The objective written out from its definition, for clusters over `n` documents' shares. */
function objective(
  evidence: { counts: SparseMatrix; vectors: Matrix },
  labelOf: ArrayLike<number>,
  n: number,
  weight: number,
  sizeWeight: number,
): number {
  const h = (value: number): number => (value > 0 ? value * Math.log(value) : 0);
  let sum = 0;
  for (let cluster = 0; cluster < clusters; cluster++) {
    const shares = new Array<number>(words).fill(0);
    const vector = new Array<number>(evidence.vectors.columns).fill(0);
    let size = 0;
    for (let i = 0; i < labelOf.length; i++) {
      if (labelOf[i] !== cluster) continue;
      size++;
      const { offsets, indices, values } = evidence.counts;
      const row = values.subarray(offsets[i], offsets[i + 1]);
      const length = row.reduce((total, value) => total + value, 0);
      row.forEach((value, e) => (shares[indices[offsets[i]! + e]!]! += value / length / n));
      vector.forEach((_, d) => (vector[d]! += evidence.vectors.values[i * vector.length + d]!));
    }
    sum += shares.reduce((total, share) => total + h(share), 0) - (1 - sizeWeight) * h(size / n);
    sum += (weight * Math.hypot(...vector)) / n;
  }
  return sum;
}

/** The first rows, and all of them. */
function firstRows(
  { counts, vectors }: { counts: SparseMatrix; vectors: Matrix },
  rows: number,
): { counts: SparseMatrix; vectors: Matrix } {
  return {
    counts: { ...counts, rows, offsets: counts.offsets.slice(0, rows + 1), indices: counts.indices.slice(0, counts.offsets[rows]), values: counts.values.slice(0, counts.offsets[rows]) }, // prettier-ignore
    vectors: { ...vectors, rows, values: vectors.values.slice(0, rows * vectors.columns) },
  };
}

describe('assignByBottleneck', () => {
  it('puts each new document where the objective is best', async () => {
    const all = corpus(80, 1);
    const old = firstRows(all, 60);
    const sizeWeight = 0.3;
    const model = bottleneckModel(old, labels, sizeWeight);
    const weight = vectorWeightOf(old.counts, clusters);
    const found = await assignByBottleneck(model, all, silentContext);
    for (let i = 60; i < 80; i++) {
      const one = { counts: rowAfter(old.counts, all.counts, i), vectors: joined(old.vectors, all.vectors, i) };
      const values = Array.from({ length: clusters }, (_, c) => objective(one, [...labels, c], 60, weight, sizeWeight));
      expect(found[i]).toBe(values.indexOf(Math.max(...values)));
    }
  });

  it('gives settled documents their own clusters back, also after saving', async () => {
    const evidence = corpus(200, 2);
    const start = Int32Array.from({ length: 200 }, (_, i) => (i * 3 + (i >> 2)) % clusters);
    const { labels: settled } = await informationBottleneck(
      evidence,
      start,
      clusters,
      { maxPasses: 30, sizeWeight: 0.3 },
      seededRandom(1),
      silentContext,
    );
    const saved = bottleneckOf(bottleneckPart(bottleneckModel(evidence, settled, 0.3)));
    const found = await assignByBottleneck(saved, evidence, silentContext);
    expect(Array.from(found)).toEqual(Array.from(settled));
    expect(new Set(found).size).toBe(clusters);
  });

  it('keeps to finite numbers for a document without words or vector', async () => {
    const evidence = corpus(60, 4);
    const empty: SparseMatrix = { rows: 1, columns: words, offsets: new Uint32Array(2), indices: new Uint32Array(0), values: new Float32Array(0) }; // prettier-ignore
    const vectors = { rows: 1, columns: 6, values: new Float32Array(6) };
    const [cluster] = await assignByBottleneck(
      bottleneckModel(evidence, labels, 0),
      { counts: empty, vectors },
      silentContext,
    );
    const sizes = [0, 0, 0, 0];
    for (const label of labels) sizes[label]!++;
    expect(sizes[cluster!]).toBe(Math.min(...sizes));
  });
});

function rowAfter(old: SparseMatrix, all: SparseMatrix, i: number): SparseMatrix {
  const [from, to] = [all.offsets[i]!, all.offsets[i + 1]!];
  return {
    rows: old.rows + 1,
    columns: old.columns,
    offsets: Uint32Array.from([...old.offsets, old.offsets[old.rows]! + to - from]),
    indices: Uint32Array.from([...old.indices, ...all.indices.subarray(from, to)]),
    values: Float32Array.from([...old.values, ...all.values.subarray(from, to)]),
  };
}

function joined(old: Matrix, all: Matrix, i: number): Matrix {
  const row = all.values.subarray(i * all.columns, (i + 1) * all.columns);
  return { rows: old.rows + 1, columns: old.columns, values: Float32Array.from([...old.values, ...row]) };
}
