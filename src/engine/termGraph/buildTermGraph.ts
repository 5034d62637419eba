import type { TermEdge, TermGraph } from '../../shared/termGraph';
import { logLikelihoodRatio } from '../corpusBasics/collocations';
import { seededRandom } from '../math/random';
import { findPhrases } from '../preprocessing/phrases';
import { boundary, type TermSequences } from '../preprocessing/tokenizedCorpus';
import { breather, type RunContext } from '../runContext';
import { communitiesOf } from './communities';

/** Words a stretch: what is nearer than about a paragraph belongs together. */
const stretchLength = 30;
const leastTogether = 3;
/** Of χ² with one degree of freedom, at 0.1 %. */
const significant = 10.83;
const edgesOfNode = 8;
const phraseLimits = { minCount: 5, minNpmi: 0.3, maxPhrases: 2000, maxLength: 3 } as const;

/**
 * The network of a corpus' key terms and phrases: which are in the same stretches of 30 words more often than by chance. The
 * terms are those of highest df · ln(n / df); a phrase takes the places of its words. Edges are significant by Dunning's log-likelihood, weighted by
 * NPMI (Bouma 2009), and each is among the eight strongest of one of its ends.
 *
 * @param isIncluded which documents count
 */
export async function buildTermGraph(
  words: TermSequences,
  isIncluded: (document: number) => boolean,
  top: number,
  seed: number,
  context: RunContext,
): Promise<TermGraph> {
  const { vocabulary, offsets, terms } = words;
  const phrases = findPhrases(words, phraseLimits);
  const phraseOf = new Map(phrases.map((phrase, p) => [phrase.terms.join(' '), p]));
  const breathe = breather(context);
  // Units: a term's stem by its commonest term, or vocabulary.length + phrase.
  const unitOfStem = new Map<string, number>();
  const unitOfTerm = vocabulary.map(({ stem, text, isStopWord }, t) => {
    if (isStopWord || Array.from(text).length < 2) return -1;
    if (!unitOfStem.has(stem)) unitOfStem.set(stem, t);
    return unitOfStem.get(stem)!;
  });
  const stretches: Int32Array[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) {
    if (!isIncluded(i)) continue;
    addStretches(Array.from(terms.subarray(offsets[i], offsets[i + 1])));
    if (breathe.due()) await breathe();
  }
  const frequency = new Map<number, number>();
  for (const stretch of stretches) for (const unit of stretch) frequency.set(unit, (frequency.get(unit) ?? 0) + 1);
  const weightOf = (df: number): number => df * Math.log(stretches.length / df);
  const chosen = [...frequency]
    .filter(([, df]) => df >= leastTogether)
    .sort(([a, x], [b, y]) => weightOf(y) - weightOf(x) || a - b)
    .slice(0, top);
  const nodeOf = new Map(chosen.map(([unit], node) => [unit, node]));
  const together = new Map<number, number>();
  for (const stretch of stretches) {
    const nodes = Array.from(stretch, (unit) => nodeOf.get(unit) ?? -1).filter((node) => node >= 0).sort((a, b) => a - b); // prettier-ignore
    nodes.forEach((a, at) => {
      for (const b of nodes.slice(at + 1)) together.set(a * top + b, (together.get(a * top + b) ?? 0) + 1);
    });
    if (breathe.due()) await breathe();
  }
  const edges = pruned(
    [...together].map(([key, both]) => edgeOf(Math.floor(key / top), key % top, both)),
    chosen.length,
  );
  const communities = communitiesOf(chosen.length, edges.map(({ source, target, npmi }) => ({ source, target, weight: npmi })), seededRandom(seed)); // prettier-ignore
  return {
    nodes: chosen.map(([unit, df], node) => ({
      term: unit < vocabulary.length ? vocabulary[unit]!.surface : phrases[unit - vocabulary.length]!.text,
      frequency: df,
      community: communities[node]!,
    })),
    edges,
    stretches: stretches.length,
  };

  /** Cuts a document into stretches of so many words, each the set of its units. */
  function addStretches(tokens: readonly number[]): void {
    let units = new Set<number>();
    let length = 0;
    const end = (): void => {
      if (units.size > 0) stretches.push(Int32Array.from(units));
      units = new Set();
      length = 0;
    };
    for (let p = 0; p < tokens.length;) {
      const size = [3, 2].find((n) => phraseOf.has(tokens.slice(p, p + n).join(' ')));
      const term = tokens[p]!;
      if (size !== undefined) units.add(vocabulary.length + phraseOf.get(tokens.slice(p, p + size).join(' '))!);
      else if (term !== boundary && unitOfTerm[term]! >= 0) units.add(unitOfTerm[term]!);
      p += size ?? 1;
      if (term !== boundary) length += size ?? 1;
      if (length >= stretchLength) end();
    }
    end();
  }

  function edgeOf(source: number, target: number, both: number): TermEdge {
    const [x, y, n] = [chosen[source]![1], chosen[target]![1], stretches.length];
    const npmi = both >= n ? 1 : Math.log((both * n) / (x * y)) / -Math.log(both / n);
    return { source, target, together: both, npmi, logLikelihood: logLikelihoodRatio(both, x, y, n) };
  }
}

function pruned(edges: readonly TermEdge[], nodes: number): TermEdge[] {
  const strong = edges
    .filter(
      ({ together, npmi, logLikelihood }) => together >= leastTogether && npmi > 0 && logLikelihood >= significant,
    ) // prettier-ignore
    .sort((a, b) => b.npmi - a.npmi || a.source - b.source || a.target - b.target);
  const degree = new Int32Array(nodes);
  const kept = strong.filter(({ source, target }) => {
    const isStrong = degree[source]! < edgesOfNode || degree[target]! < edgesOfNode;
    degree[source]!++;
    degree[target]!++;
    return isStrong;
  });
  return kept.sort((a, b) => a.source - b.source || a.target - b.target);
}
