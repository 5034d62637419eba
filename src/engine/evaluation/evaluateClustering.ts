import type { Metrics } from '../../shared/analysis';
import type { Matrix } from '../math/matrix';
import type { Random } from '../math/random';
import type { RunContext } from '../runContext';
import { externalMetrics } from './externalMetrics';
import { internalMetrics } from './internalMetrics';

/**
 * Judges a finished clustering: internal measures always, external ones over the documents that have a true label.
 * The only place of a run that looks at true labels.
 */
export async function evaluateClustering(
  vectors: Matrix,
  labels: Int32Array,
  documents: readonly { readonly label?: string | undefined }[],
  random: Random,
  context: RunContext,
): Promise<Metrics> {
  const internal = await internalMetrics(vectors, labels, random, context);
  const labelled = Array.from(documents.keys()).filter((i) => documents[i]!.label !== undefined);
  if (labelled.length === 0) return { internal };
  const found = Int32Array.from(labelled, (i) => labels[i]!);
  const truth = labelled.map((i) => documents[i]!.label!);
  return { internal, external: externalMetrics(found, truth) };
}
