import { centroidSearch } from '../math/centroidSearch';
import type { Matrix } from '../math/matrix';
import { breather, completed, type RunContext } from '../runContext';
import { type KMeansResult, type KMeansSettings, kMeansSteps } from './kMeansSteps';

export interface KMeansOptions extends KMeansSettings {
  readonly context: RunContext;
}

/** k-means on all cores where there is much to do; k is at most the number of rows. */
export function kMeans(x: Matrix, k: number, { context, ...settings }: KMeansOptions): Promise<KMeansResult> {
  const report = (done: number, total: number): void =>
    context.progress({ stage: 'cluster', done, total, unit: 'k-means starts' });
  return completed(kMeansSteps(x, k, settings, centroidSearch(x, k, context), report), breather(context));
}
