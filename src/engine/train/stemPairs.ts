import { PairTable } from '../preprocessing/pairTable';
import { countTerms } from '../preprocessing/termCounts';
import { boundary, type TermSequences } from '../preprocessing/tokenizedCorpus';
import type { SparseMatrix } from '../math/matrix';

/** Above this many pairs those seen once are forgotten: 100 MB of table. */
const mostPairsSeen = 4_000_000;
const mostPairs = 400_000;

/**
 * Pairs of stems that stand side by side within a clause at least twice, the most frequent first.
 *
 * @param stemOf stem of each term; −1 where it counts towards none
 * @returns the two stems of each pair [pairs × 2]
 */
export function frequentPairs({ offsets, terms }: TermSequences, stemOf: Int32Array, stems: number): Int32Array {
  const counts = new PairTable(stems);
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let p = offsets[i]! + 1; p < offsets[i + 1]!; p++) {
      const a = stemAt(terms, stemOf, p - 1);
      const b = stemAt(terms, stemOf, p);
      if (a >= 0 && b >= 0) counts.add(a, b);
    }
    if (counts.size > mostPairsSeen) counts.prune(1);
  }
  const kept = [...counts.entries()].filter(([, , count]) => count > 1);
  kept.sort(([a, b, count], [c, d, other]) => other - count || a - c || b - d);
  return Int32Array.from(kept.slice(0, mostPairs).flatMap(([a, b]) => [a, b]));
}

/**
 * Counts stems and pairs of them: [documents × (stems + pairs)], stems first.
 *
 * @param pairs [pairs × 2]
 */
export function countStemsAndPairs(
  { vocabulary, offsets, terms }: TermSequences,
  stemOf: Int32Array,
  stems: number,
  pairs: Int32Array,
): SparseMatrix {
  const numberOf = new PairTable(stems); // 1 + the pair's number
  for (let pair = 0; 2 * pair < pairs.length; pair++) numberOf.add(pairs[2 * pair]!, pairs[2 * pair + 1]!, pair + 1);
  const features = new Int32Array(2 * terms.length);
  const ends = new Uint32Array(offsets.length);
  let end = 0;
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++) {
      const stem = stemAt(terms, stemOf, p);
      if (stem < 0) continue;
      features[end++] = stem;
      const before = p === offsets[i] ? -1 : stemAt(terms, stemOf, p - 1);
      const pair = before < 0 ? 0 : numberOf.get(before, stem);
      if (pair > 0) features[end++] = stems + pair - 1;
    }
    ends[i + 1] = end;
  }
  const count = stems + pairs.length / 2;
  const each = Int32Array.from({ length: count }, (_, feature) => feature);
  return countTerms({ vocabulary, offsets: ends, terms: features.subarray(0, end) }, { featureOf: each, features: count }); // prettier-ignore
}

function stemAt(terms: Int32Array, stemOf: Int32Array, place: number): number {
  const term = terms[place]!;
  return term === boundary ? -1 : stemOf[term]!;
}
