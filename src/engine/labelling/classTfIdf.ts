import type { LabelCandidates } from './candidates';

export interface Group {
  /** Indices of the group's documents. */
  readonly documents: readonly number[] | Int32Array;
}

export interface ScoredCandidate {
  readonly candidate: number;
  readonly score: number;
  /** The share of the group's documents that hold it. */
  readonly share: number;
}

/**
 * Class-based TF-IDF of each candidate in each group, against the groups' siblings: p ln(p / q), where p is the share of
 * the group's documents that hold the candidate and q the share among all siblings' documents. It is the candidate's part
 * of the Kullback–Leibler divergence between the group and its siblings: high for what is both common in the group
 * and rare beside it. Document shares instead of counts keep one long document from naming a cluster.
 *
 * @returns for each group its candidates, best first, at most `most`
 */
export function classTfIdf(candidates: LabelCandidates, groups: readonly Group[], most: number): ScoredCandidate[][] {
  const total = new Float64Array(candidates.surfaces.length);
  let documents = 0;
  const held = groups.map((group) => {
    const counts = new Map<number, number>();
    for (const document of group.documents)
      for (let e = candidates.offsets[document]!; e < candidates.offsets[document + 1]!; e++) {
        const candidate = candidates.members[e]!;
        counts.set(candidate, (counts.get(candidate) ?? 0) + 1);
        total[candidate] = total[candidate]! + 1;
      }
    documents += group.documents.length;
    return counts;
  });
  return groups.map((group, g) => {
    const size = group.documents.length;
    const least = leastDocuments(size);
    const scored: ScoredCandidate[] = [];
    for (const [candidate, count] of held[g]!) {
      if (count < least) continue;
      const inGroup = count / size;
      // A lone group has no siblings to differ from: then what is common names it.
      const lift = groups.length === 1 ? Math.E : inGroup / (total[candidate]! / documents);
      if (lift > 1) scored.push({ candidate, score: inGroup * Math.log(lift), share: inGroup });
    }
    scored.sort((a, b) => b.score - a.score || a.candidate - b.candidate);
    return scored.slice(0, most);
  });
}

/** A keyword must be in at least this many documents of the group: one document's quirk is no topic. */
function leastDocuments(size: number): number {
  if (size <= 3) return 1;
  return Math.min(5, Math.max(2, Math.ceil(size * 0.03)));
}
