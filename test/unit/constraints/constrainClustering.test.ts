import { expect, it } from 'vitest';
import { constrainClustering } from '../../../src/engine/constraints/constrainClustering';
import { clusterVectors } from '../../../src/engine/clustering/clusterer';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { parseOptions } from '../../../src/engine/pipeline';

/** Three blobs of 30, each of three smaller ones. */
const rows = 90;
const random = seededRandom(3);
const values = Float32Array.from({ length: rows * 2 }, (_, at) => {
  const i = Math.floor(at / 2);
  return at % 2 === 0 ? 40 * Math.floor(i / 30) + random() : 6 * Math.floor((i % 30) / 10) + random();
});
const x = { rows, columns: 2, values };
const options = parseOptions({ clusters: 3, refine: 'none' }, silentContext);
const free = (): Int32Array => new Int32Array(rows).fill(-1);
const none = { entries: 0, spent: [], skipped: [] };

it('parts of a cluster keep to what is linked in them, and ids, centres and confidence are of the outcome', async () => {
  const found = await clusterVectors(x, options, undefined, seededRandom(1), silentContext);
  const of = (from: number, to: number, key: 'labels' | 'parts', on: typeof found): number[] => [...new Set(on[key].subarray(from, to))]; // prettier-ignore
  expect(of(0, 10, 'parts', found)).not.toEqual(of(10, 20, 'parts', found));
  const [clusters, parts] = [free(), free()];
  clusters.fill(7, 0, 20);
  parts.fill(8, 0, 20); // the first two parts are one
  clusters.fill(9, 30, 90); // the other clusters, too
  const constraints = { clusters: { groups: clusters, apart: [] }, parts: { groups: parts, apart: [] }, ...none };
  const kept = await constrainClustering(x, found, constraints, options, silentContext);
  expect([kept.clusters, kept.centroids.rows, kept.resolved['clusters']]).toEqual([2, 2, 2]);
  expect(of(30, 90, 'labels', kept)).toHaveLength(1);
  expect(of(0, 30, 'labels', kept)).not.toEqual(of(30, 90, 'labels', kept));
  expect(of(0, 20, 'parts', kept)).toHaveLength(1);
  expect(of(0, 20, 'parts', kept)).not.toEqual(of(20, 30, 'parts', kept));
  expect(kept.reasons['clusters']).toContain('by hand');
});

it('without a link is the clustering itself', async () => {
  const found = await clusterVectors(x, options, undefined, seededRandom(1), silentContext);
  const unlinked = { clusters: { groups: free(), apart: [] }, parts: { groups: free(), apart: [] }, ...none };
  expect(await constrainClustering(x, found, unlinked, options, silentContext)).toBe(found);
});
