import { centroidsOf } from '../clustering/clusterMeans';
import type { Matrix } from '../math/matrix';

/** Between the clusters' centres, Euclidean, [k][k]. */
export function centreDistances(x: Matrix, labels: Int32Array, k: number): number[][] {
  const { columns, values } = centroidsOf(x, labels, k);
  return Array.from({ length: k }, (_, a) =>
    Array.from({ length: k }, (__, b) => {
      let squared = 0;
      for (let d = 0; d < columns; d++) squared += (values[a * columns + d]! - values[b * columns + d]!) ** 2;
      return Math.sqrt(squared);
    }),
  );
}
