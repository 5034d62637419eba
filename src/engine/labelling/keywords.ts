import type { Keyword } from '../../shared/analysis';
import type { LabelCandidates } from './candidates';
import type { ScoredCandidate } from './classTfIdf';

/** A phrase may score this much less than its best word and still stand for it: 'interest rate' tells more than 'rate'. */
const phraseAdvantage = 0.45;
/** … where it is in so many of the word's documents: a heading that one thread repeats stands for no word. */
const phraseCoverage = 0.4;

/**
 * Chooses keywords from scored candidates, best first, so that no two say the same: a phrase takes the place of its words
 * where it scores nearly as well, and a word or phrase that shares a stem with a chosen one, or has a word
 * that begins alike, is passed over (maximal marginal relevance with that as the similarity; Carbonell and Goldstein 1998).
 */
export function chooseKeywords(
  candidates: LabelCandidates,
  scored: readonly ScoredCandidate[],
  count: number,
): Keyword[] {
  const chosen: { candidate: number; score: number }[] = [];
  const takenStems = new Set<string>();
  const takenWords: string[] = [];
  const words = wordOfStem(candidates, scored);
  const standing = scored.filter((entry) => stands(candidates, entry, words));
  const best = bestPhraseOfStem(candidates, standing);
  for (const { candidate, score } of standing) {
    if (chosen.length === count) break;
    if (!isFree(candidate)) continue;
    const stems = candidates.stems[candidate]!;
    const phrase = stems.length === 1 ? best.get(stems[0]!) : undefined;
    const isBetter = phrase !== undefined && phrase.score >= phraseAdvantage * score && isFree(phrase.candidate);
    const pick = isBetter ? phrase.candidate : candidate;
    chosen.push({ candidate: pick, score });
    for (const stem of candidates.stems[pick]!) takenStems.add(stem);
    takenWords.push(...wordsOf(pick));
  }
  return chosen.map(({ candidate, score }) => ({ term: candidates.surfaces[candidate]!, weight: round(score) }));

  function isFree(candidate: number): boolean {
    if (candidates.stems[candidate]!.some((stem) => takenStems.has(stem))) return false;
    return wordsOf(candidate).every((word) => !takenWords.some((taken) => areKin(word, taken)));
  }

  function wordsOf(candidate: number): string[] {
    return candidates.surfaces[candidate]!.toLowerCase().split(' ');
  }
}

function wordOfStem(
  { stems }: LabelCandidates,
  scored: readonly ScoredCandidate[],
): ReadonlyMap<string, ScoredCandidate> {
  return new Map(
    scored.flatMap((entry) => {
      const own = stems[entry.candidate]!;
      return own.length === 1 ? [[own[0]!, entry] as const] : [];
    }),
  );
}

/** False for a phrase that is in too few of the documents of its best word. */
function stands(
  { stems }: LabelCandidates,
  { candidate, share }: ScoredCandidate,
  words: ReadonlyMap<string, ScoredCandidate>,
): boolean {
  const own = stems[candidate]!;
  if (own.length === 1) return true;
  let best: ScoredCandidate | undefined;
  for (const stem of own) {
    const word = words.get(stem);
    if (word !== undefined && (best === undefined || word.score > best.score)) best = word;
  }
  return best === undefined || share >= phraseCoverage * best.share;
}

const leastKinship = 0.7;
const shortestKin = 5;

/** Words that begin alike: 'atheist' and 'atheism', 'israel' and 'israeli', which no stemmer brings together. */
export function areKin(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same >= shortestKin && same >= leastKinship * longer;
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
