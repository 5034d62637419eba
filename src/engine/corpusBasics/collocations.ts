import type { Collocation } from '../../shared/corpusBasics';
import { GroveError } from '../../shared/errors';
import { PairTable } from '../preprocessing/pairTable';
import { boundary, type Term, type TermSequences } from '../preprocessing/tokenizedCorpus';
import { breather, type RunContext } from '../runContext';

/** Beyond this many pairs those seen once are forgotten. */
const mostPairs = 4_000_000;

/**
 * Words that stand together more often than by chance, the most significant first: neighbours within a clause, or with a
 * window up to so many words apart. Stop words are passed over as members, but take their place in the window.
 *
 * @param node only pairs with this word, in any of its forms that share the stem
 * @throws GroveError 'bad-input' where the corpus does not have the word
 */
export async function collocations(
  words: TermSequences,
  { window, leastFrequency, node }: { readonly window: number; readonly leastFrequency: number; readonly node?: string }, // prettier-ignore
  context: RunContext,
): Promise<Collocation[]> {
  const { vocabulary, offsets, terms } = words;
  const isNode = node === undefined ? undefined : nodeTerms(vocabulary, node);
  const pairs = new PairTable(vocabulary.length);
  const [asLeft, asRight] = [new Float64Array(vocabulary.length), new Float64Array(vocabulary.length)];
  let total = 0;
  const breathe = breather(context);
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++) {
      const a = terms[p]!;
      if (a === boundary) continue;
      for (let q = p + 1; q <= p + window && q < offsets[i + 1]!; q++) {
        const b = terms[q]!;
        if (b === boundary) break;
        asLeft[a]!++;
        asRight[b]!++;
        total++;
        if (vocabulary[a]!.isStopWord || vocabulary[b]!.isStopWord || a === b) continue;
        if (isNode !== undefined && !isNode(a) && !isNode(b)) continue;
        pairs.add(a, b);
      }
    }
    if (pairs.size > mostPairs) pairs.prune(1);
    if (breathe.due()) await breathe();
  }
  const found: (Collocation & { readonly order: number })[] = [];
  for (const [a, b, frequency] of pairs.entries()) {
    if (frequency < leastFrequency || frequency * total <= asLeft[a]! * asRight[b]!) continue;
    found.push({
      terms: [vocabulary[a]!.surface, vocabulary[b]!.surface],
      frequency,
      logLikelihood: logLikelihoodRatio(frequency, asLeft[a]!, asRight[b]!, total),
      pmi: Math.log2((frequency * total) / (asLeft[a]! * asRight[b]!)),
      order: a * vocabulary.length + b,
    });
  }
  found.sort((x, y) => y.logLikelihood - x.logLikelihood || x.order - y.order);
  return found.map(({ terms: own, frequency, logLikelihood, pmi }) => ({ terms: own, frequency, logLikelihood, pmi }));
}

function nodeTerms(vocabulary: readonly Term[], node: string): (term: number) => boolean {
  const key = node.normalize('NFKC').trim().toLowerCase();
  const stems = new Set(vocabulary.filter(({ text, surface }) => text === key || surface.toLowerCase() === key).map(({ stem }) => stem)); // prettier-ignore
  if (stems.size === 0) throw new GroveError('bad-input', `The word '${node}' is not in the corpus. Collocations are looked up by one word.`); // prettier-ignore
  return (term) => stems.has(vocabulary[term]!.stem);
}

/**
 * Twice the log-likelihood ratio of a 2 × 2 table given by one cell and its margins.
 * Source: T. Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19 (1993).
 */
export function logLikelihoodRatio(both: number, first: number, second: number, total: number): number {
  const cell = (observed: number, row: number, column: number): number =>
    observed > 0 ? observed * Math.log((observed * total) / (row * column)) : 0;
  const sum =
    cell(both, first, second) +
    cell(first - both, first, total - second) +
    cell(second - both, total - first, second) +
    cell(total - first - second + both, total - first, total - second);
  return Math.max(0, 2 * sum);
}
