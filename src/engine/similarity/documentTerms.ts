import fs from 'node:fs/promises';
import path from 'node:path';
import { analysisFiles } from '../../shared/analysis';
import { readNpy, writeNpy, damaged } from '../storage/analysisFolder';
import type { SparseMatrix } from '../math/matrix';
import { IntList } from '../preprocessing/intList';

/** Each document's most telling terms, kept beside the encodings: they explain a similarity. */
export interface DocumentTerms {
  readonly surfaces: readonly string[];
  /** Document i holds `terms[offsets[i]]` … `terms[offsets[i + 1] − 1]`, the most telling first. */
  readonly offsets: Int32Array; // [documents + 1]
  readonly terms: Int32Array;
}

const termsPerDocument = 48;

/** Keeps each document's terms of highest tf · ln(n / df). Terms of one document only can't be shared and are left out. */
export function tellingTerms(
  counts: SparseMatrix,
  documentFrequency: Uint32Array,
  surfaceOf: (feature: number) => string,
): DocumentTerms {
  const n = counts.rows;
  const idf = Float64Array.from(documentFrequency, (frequency) => Math.log((n + 1) / frequency));
  const termOf = new Int32Array(documentFrequency.length).fill(-1);
  const scores = new Float64Array(documentFrequency.length); // of the present document
  const surfaces: string[] = [];
  const offsets = new Int32Array(n + 1);
  const terms = new IntList();
  for (let i = 0; i < n; i++) {
    const features: number[] = [];
    for (let e = counts.offsets[i]!; e < counts.offsets[i + 1]!; e++) {
      const feature = counts.indices[e]!;
      if (documentFrequency[feature]! < 2) continue;
      scores[feature] = (1 + Math.log(counts.values[e]!)) * idf[feature]!;
      features.push(feature);
    }
    features.sort((a, b) => scores[b]! - scores[a]! || a - b);
    for (const feature of features.slice(0, termsPerDocument)) {
      if (termOf[feature] === -1) {
        termOf[feature] = surfaces.length;
        surfaces.push(surfaceOf(feature));
      }
      terms.push(termOf[feature]!);
    }
    offsets[i + 1] = terms.length;
  }
  return { surfaces, offsets, terms: terms.view().slice() };
}

/** The terms both documents hold, by their rank in both, the most telling first. */
export function sharedTerms(table: DocumentTerms, a: number, b: number, most: number): string[] {
  const rankInA = new Map<number, number>();
  for (let e = table.offsets[a]!; e < table.offsets[a + 1]!; e++) rankInA.set(table.terms[e]!, e - table.offsets[a]!);
  const shared: { term: number; rank: number }[] = [];
  for (let e = table.offsets[b]!; e < table.offsets[b + 1]!; e++) {
    const rank = rankInA.get(table.terms[e]!);
    if (rank !== undefined) shared.push({ term: table.terms[e]!, rank: rank + e - table.offsets[b]! });
  }
  shared.sort((x, y) => x.rank - y.rank || x.term - y.term);
  return shared.slice(0, most).map(({ term }) => table.surfaces[term]!);
}

const files = { terms: 'terms.json', offsets: 'document-terms-offsets.npy', documentTerms: 'document-terms.npy' };

export async function writeDocumentTerms(folder: string, table: DocumentTerms): Promise<void> {
  const model = path.join(folder, analysisFiles.model);
  await fs.mkdir(model, { recursive: true });
  await fs.writeFile(path.join(model, files.terms), JSON.stringify(table.surfaces));
  await writeNpy(path.join(model, files.offsets), { shape: [table.offsets.length], values: table.offsets });
  await writeNpy(path.join(model, files.documentTerms), { shape: [table.terms.length], values: table.terms });
}

export async function readDocumentTerms(folder: string): Promise<DocumentTerms> {
  const model = path.join(folder, analysisFiles.model);
  const file = path.join(model, files.terms);
  try {
    const surfaces: unknown = JSON.parse(await fs.readFile(file, 'utf8'));
    if (!Array.isArray(surfaces) || !surfaces.every((surface) => typeof surface === 'string'))
      throw new Error('it is not a list of terms');
    const offsets = await readNpy(model, files.offsets, Int32Array);
    const terms = await readNpy(model, files.documentTerms, Int32Array);
    return { surfaces, offsets: offsets.values, terms: terms.values };
  } catch (error) {
    throw damaged(file, error);
  }
}
