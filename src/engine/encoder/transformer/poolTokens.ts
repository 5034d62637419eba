import { type Matrix, zeros } from '../../math/matrix';
import type { Pooling } from './modelFolder';

/** Vectors of the tokens of some texts of equal (filled-up) length. */
export interface TokenVectors {
  readonly tokens: number;
  readonly dimensions: number;
  readonly values: Float32Array; // [texts × tokens × dimensions], row-major
}

/**
 * One vector a text from the vectors of its tokens, as sentence-transformers pools them.
 * Source: Reimers, Gurevych, "Sentence-BERT", EMNLP 2019.
 *
 * @param spans which tokens of each text count: first … end − 1
 */
export function poolTokens(
  { tokens, dimensions, values }: TokenVectors,
  spans: readonly { readonly first: number; readonly end: number }[],
  pooling: Pooling,
): Matrix {
  const pooled = zeros(spans.length, dimensions);
  spans.forEach(({ first, end }, i) => {
    const vectorAt = (token: number): Float32Array => {
      const at = (i * tokens + token) * dimensions;
      return values.subarray(at, at + dimensions);
    };
    const into = pooled.values.subarray(i * dimensions, (i + 1) * dimensions);
    if (pooling === 'cls') into.set(vectorAt(0));
    else if (pooling === 'last') into.set(vectorAt(end - 1));
    else if (pooling === 'max') {
      into.fill(-Infinity);
      for (let t = first; t < end; t++) vectorAt(t).forEach((value, d) => (into[d] = Math.max(into[d]!, value)));
    } else {
      const sums = new Float64Array(dimensions);
      for (let t = first; t < end; t++) vectorAt(t).forEach((value, d) => (sums[d] = sums[d]! + value));
      for (let d = 0; d < dimensions; d++) into[d] = sums[d]! / (end - first);
    }
  });
  return pooled;
}
