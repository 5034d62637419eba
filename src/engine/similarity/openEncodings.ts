import { type Analysis, analysisFiles, type DocumentRow } from '../../shared/analysis';
import { type Matrix, matrixOf } from '../math/matrix';
import { editLogBytes } from '../../shared/edits/readEditLog';
import { damaged, readNpy } from '../storage/analysisFolder';
import { readWithDocuments } from '../storage/editedAnalysis';
import { readWrittenAnalysis } from '../storage/writtenAnalysis';

/** What questions about a finished analysis go by. */
export interface OpenEncodings {
  readonly analysis: Analysis;
  readonly rows: readonly DocumentRow[];
  /** [documents × dimensions], unit rows */
  readonly encodings: Matrix;
}

/** The last one asked about stays in memory: people ask again, and search and neighbours go by the same arrays. */
let last: { readonly folder: string; readonly edits: number; readonly open: OpenEncodings } | undefined;

/** Throws GroveError('bad-analysis') naming the file. */
export async function openEncodings(folder: string): Promise<OpenEncodings> {
  const { created } = await readWrittenAnalysis(folder);
  const edits = await editLogBytes(folder);
  if (last?.folder === folder && last.edits === edits && last.open.analysis.created === created) return last.open;
  const [{ analysis, rows }, encodings] = await Promise.all([
    readWithDocuments(folder),
    readNpy(folder, analysisFiles.encodings, Float32Array),
  ]);
  if (encodings.shape[0] !== rows.length)
    throw damaged(folder, new Error('its files tell of different numbers of documents'));
  const open = { analysis, rows, encodings: matrixOf(encodings) };
  last = { folder, edits, open };
  return open;
}

/**
 * The dot products of a vector with every row, so the cosines of unit vectors. Four sums at a time: one would wait for
 * itself.
 *
 * @param vector [dimensions]
 */
export function cosines({ rows, columns, values }: Matrix, vector: Float32Array): Float64Array {
  const out = new Float64Array(rows);
  const whole = columns - (columns % 4);
  for (let i = 0, p = 0; i < rows; i++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let j = 0;
    for (; j < whole; j += 4, p += 4) {
      a += values[p]! * vector[j]!;
      b += values[p + 1]! * vector[j + 1]!;
      c += values[p + 2]! * vector[j + 2]!;
      d += values[p + 3]! * vector[j + 3]!;
    }
    for (; j < columns; j++, p++) a += values[p]! * vector[j]!;
    out[i] = a + b + (c + d);
  }
  return out;
}
