import { GroveError } from '../../shared/errors';
import type { Contrast, ContrastSide } from '../../shared/explanation';
import { type DistinctiveTerm, logOddsRatios } from './logOdds';
import { membersOf, openEvidence, requireCluster } from './openEvidence';
import { countStems } from './stemCounts';

/** The terms that tell two clusters (or parts of them) apart, with their significance. */
export async function contrastClusters(folder: string, first: number, second: number, top: number): Promise<Contrast> {
  const { analysis, rows, index } = await openEvidence(folder);
  if (first === second) throw new GroveError('usage', 'A cluster does not differ from itself. Name two clusters.');
  const clusters = [first, second].map((id) => requireCluster(analysis, id));
  const [own, other, corpus] = [first, second].map((id) => membersOf(rows, id)).concat(Int32Array.from(rows.keys()))
    .map((members) => countStems(index, [members])[0]!); // prettier-ignore
  const terms = logOddsRatios(own!, other!, corpus!).sort((a, b) => b.z - a.z || a.stem - b.stem);
  const side = (at: 0 | 1, strongest: readonly DistinctiveTerm[]): ContrastSide => {
    const sign = at === 0 ? 1 : -1;
    const { id, label, size } = clusters[at]!;
    return {
      id,
      label,
      size,
      terms: strongest
        .filter(({ z }) => sign * z > 0)
        .slice(0, top)
        .map(({ stem, logOdds, z, p, counts: [a, b] }) => ({
          term: index.terms[stem]!,
          logOdds: sign * logOdds,
          z: sign * z,
          p,
          counts: at === 0 ? [a, b] : [b, a],
        })),
    };
  };
  return { first: side(0, terms), second: side(1, [...terms].reverse()) };
}
