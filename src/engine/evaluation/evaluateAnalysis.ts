import { type Analysis, analysisFiles, type Metrics } from '../../shared/analysis';
import { GroveError } from '../../shared/errors';
import { readTrueLabels } from '../corpus/trueLabels';
import { seededRandom } from '../math/random';
import type { RunContext } from '../runContext';
import { readAnalysis, readNpy } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { evaluateClustering } from './evaluateClustering';

/**
 * Measures a stored analysis: internally, and against the true labels of `labelFile` (a table with the columns id and
 * label), or else those that came with the documents.
 */
export async function evaluateAnalysis(
  folder: string,
  labelFile: string | undefined,
  context: RunContext,
): Promise<Metrics> {
  const analysis = await readAnalysis(folder);
  const rows = await readDocuments(folder);
  const vectors = await readNpy(folder, analysisFiles.vectors, Float32Array);
  const labelOf = labelFile === undefined ? undefined : await readTrueLabels(labelFile, context);
  const documents = labelOf === undefined ? rows : rows.map(({ id }) => ({ label: labelOf.get(id) }));
  if (labelFile !== undefined && documents.every(({ label }) => label === undefined))
    throw new GroveError(
      'bad-input',
      `No id in ${labelFile} is the id of a document of the analysis. The first document's id is ${rows[0]?.id ?? '(none)'}.`,
    );
  const [count = 0, columns = 0] = vectors.shape;
  const x = { rows: count, columns, values: vectors.values };
  const labels = Int32Array.from(rows, (row) => row.cluster);
  return evaluateClustering(x, labels, documents, seededRandom(seedOf(analysis)), context);
}

function seedOf({ options }: Analysis): number {
  return typeof options['seed'] === 'number' ? options['seed'] : 1;
}
