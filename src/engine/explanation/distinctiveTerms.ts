import type { Keyword } from '../../shared/analysis';
import { logOddsRatios } from './logOdds';
import { openEvidence } from './openEvidence';
import { countStems } from './stemCounts';

const mostTerms = 10;
/** Two-sided 5 %. */
const leastZ = 1.96;

/**
 * What some documents of a stored analysis speak of more than the others do: terms by their log-odds with prior, of which the
 * weight is the z-score. Terms that chance explains are left out.
 *
 * @param documents rows of `documents.parquet`; rows that are not there are passed over
 */
export async function distinctiveTerms(folder: string, documents: readonly number[]): Promise<Keyword[]> {
  const { rows, index } = await openEvidence(folder);
  const chosen = new Set(documents.filter((row) => row in rows));
  const all = Int32Array.from(rows.keys());
  const parts = [all.filter((row) => chosen.has(row)), all.filter((row) => !chosen.has(row)), all];
  const [own, others, corpus] = parts.map((members) => countStems(index, [members])[0]!);
  return logOddsRatios(own!, others!, corpus!)
    .filter(({ z }) => z > leastZ)
    .sort((a, b) => b.z - a.z || a.stem - b.stem)
    .slice(0, mostTerms)
    .map(({ stem, z }) => ({ term: index.terms[stem]!, weight: z }));
}
