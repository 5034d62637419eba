import { plainLearnPairs } from './skipGram';
import type { Kernels } from './kernels';
import { plainLayout } from './layoutDescent';
import { type Matrix, zeros } from './matrix';
import { plainBlockOffers, plainCandidateOffers, plainPairOffers } from './nearestLists';
import { plainBottleneck } from './plainBottleneck';

/** The kernels in plain JavaScript: for machines without SIMD, and the twin that tests hold the others against. */
export const plainKernels: Kernels = {
  name: 'plain',
  bottleneck: plainBottleneck,

  multiply(a, b) {
    const out = zeros(a.rows, b.columns);
    const { columns } = b;
    for (let i = 0; i < a.rows; i++)
      for (let t = 0; t < a.columns; t++)
        addRow(out.values, i * columns, a.values[i * a.columns + t]!, b.values, t * columns, columns);
    return out;
  },

  multiplyInPlace(a, b) {
    const { rows, columns, values } = a;
    const row = zeros(1, b.columns);
    for (let i = 0; i < rows; i++) {
      row.values.fill(0);
      for (let t = 0; t < columns; t++)
        addRow(row.values, 0, values[i * columns + t]!, b.values, t * b.columns, b.columns);
      values.set(row.values, i * b.columns);
    }
    return { rows, columns: b.columns, values: values.subarray(0, rows * b.columns) };
  },

  minPlus(a, b) {
    const { rows, columns } = { rows: a.rows, columns: b.columns };
    const values = new Float32Array(rows * columns).fill(Infinity);
    for (let i = 0; i < rows; i++)
      for (let t = 0; t < a.columns; t++) {
        const first = a.values[i * a.columns + t]!;
        for (let j = 0; j < columns; j++)
          values[i * columns + j] = Math.min(values[i * columns + j]!, first + b.values[t * columns + j]!);
      }
    return { rows, columns, values };
  },

  gram({ rows, columns, values }) {
    const out = new Float64Array(columns * columns);
    for (let r = 0, start = 0; r < rows; r++, start += columns)
      for (let i = 0; i < columns; i++) {
        const value = values[start + i]!;
        for (let j = i; j < columns; j++) out[i * columns + j] = out[i * columns + j]! + value * values[start + j]!;
      }
    for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) out[i * columns + j] = out[j * columns + i]!;
    return out;
  },

  sparseTimes({ rows, offsets, indices, values }, x) {
    const d = x.columns;
    const out = zeros(rows, d);
    for (let i = 0; i < rows; i++)
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
        addRow(out.values, i * d, values[e]!, x.values, indices[e]! * d, d);
    return out;
  },

  sparseTransposeTimes({ rows, columns, offsets, indices, values }, y) {
    const d = y.columns;
    const out = zeros(columns, d);
    for (let i = 0; i < rows; i++)
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
        addRow(out.values, indices[e]! * d, values[e]!, y.values, i * d, d);
    return out;
  },

  weightedSums({ rows, offsets, indices, values }, x) {
    const d = x.columns;
    const out = zeros(rows, d);
    const sum = new Float64Array(d);
    for (let i = 0; i < rows; i++) {
      sum.fill(0);
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
        for (let t = 0, from = indices[e]! * d; t < d; t++) sum[t] = sum[t]! + values[e]! * x.values[from + t]!;
      out.values.set(sum, i * d);
    }
    return out;
  },

  distances(x, y) {
    return {
      between(xFirst, xCount, yFirst, yCount) {
        const out = new Float32Array(xCount * yCount);
        for (let i = 0; i < xCount; i++)
          for (let j = 0; j < yCount; j++)
            out[i * yCount + j] = squaredDistance(x, xFirst + i, y, yFirst + j, x.columns);
        return out;
      },
      refresh() {},
    };
  },

  nearest(x) {
    return {
      assign(centroids, labels, squared, rowFrom, rowTo, bounds) {
        for (let i = rowFrom; i < rowTo; i++) {
          if (bounds?.isOpen(i, labels[i]!) === false) continue;
          let best = 0;
          let least = Infinity;
          let next = Infinity;
          for (let c = 0; c < centroids.rows; c++) {
            const distance = squaredDistance(x, i, centroids, c, x.columns);
            next = Math.min(next, Math.max(distance, least));
            if (distance < least) {
              least = distance;
              best = c;
            }
          }
          labels[i] = best;
          squared[i] = least;
          bounds?.found(i, least, next);
        }
      },
    };
  },

  layout: plainLayout,

  pairs: plainPairOffers,
  blocks: plainBlockOffers,
  candidates: plainCandidateOffers,

  learnPairs: plainLearnPairs,
};

function squaredDistance(x: Matrix, i: number, y: Matrix, j: number, d: number): number {
  let sum = 0;
  for (let t = 0, p = i * d, q = j * d; t < d; t++, p++, q++) {
    const difference = x.values[p]! - y.values[q]!;
    sum += difference * difference;
  }
  return sum;
}

function addRow(to: Float32Array, at: number, value: number, from: Float32Array, start: number, d: number): void {
  if (value === 0) return;
  for (let t = 0; t < d; t++) to[at + t] = to[at + t]! + value * from[start + t]!;
}
