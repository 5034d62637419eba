import type { Keyword } from '../../shared/analysis';
import type { LabelCandidates } from './candidates';
import type { ScoredCandidate } from './classTfIdf';

/** A phrase may score this much less than its best word and still stand for it: 'interest rate' tells more than 'rate'. */
const phraseAdvantage = 0.45;

/**
 * Chooses keywords from scored candidates, best first, so that no two say the same: a phrase takes the place of its words
 * where it scores nearly as well, and a word or phrase that shares a stem with a chosen one is passed over (maximal
 * marginal relevance with stem overlap as the similarity; Carbonell and Goldstein 1998).
 */
export function chooseKeywords(
  candidates: LabelCandidates,
  scored: readonly ScoredCandidate[],
  count: number,
): Keyword[] {
  const chosen: { candidate: number; score: number }[] = [];
  const takenStems = new Set<string>();
  const best = bestPhraseOfStem(candidates, scored);
  for (const { candidate, score } of scored) {
    if (chosen.length === count) break;
    let pick = candidate;
    const stems = candidates.stems[candidate]!;
    if (stems.some((stem) => takenStems.has(stem))) continue;
    if (stems.length === 1) {
      const phrase = best.get(stems[0]!);
      if (phrase && phrase.score >= phraseAdvantage * score && isFree(phrase.candidate)) pick = phrase.candidate;
    }
    chosen.push({ candidate: pick, score });
    for (const stem of candidates.stems[pick]!) takenStems.add(stem);
  }
  return chosen.map(({ candidate, score }) => ({ term: candidates.surfaces[candidate]!, weight: round(score) }));

  function isFree(candidate: number): boolean {
    return candidates.stems[candidate]!.every((stem) => !takenStems.has(stem));
  }
}

function bestPhraseOfStem(
  candidates: LabelCandidates,
  scored: readonly ScoredCandidate[],
): ReadonlyMap<string, ScoredCandidate> {
  const best = new Map<string, ScoredCandidate>();
  for (const entry of scored) {
    const stems = candidates.stems[entry.candidate]!;
    if (stems.length < 2) continue;
    for (const stem of stems) if (!best.has(stem)) best.set(stem, entry);
  }
  return best;
}

function round(weight: number): number {
  return Math.round(weight * 1e4) / 1e4;
}
