import type { Cluster, Coherence } from '../../shared/analysis';
import { boundary, type TermSequences } from '../preprocessing/tokenizedCorpus';
import { stemFeatures } from '../preprocessing/termCounts';
import type { RunContext } from '../runContext';
import { topicCoherence } from './coherence';
import type { NumberedTexts } from './windowCounts';

/**
 * Coherence and diversity of the clusters' keywords over their own corpus. Words count by their stems, phrases as their
 * words, stop words take their place in windows. Diversity: the share of different terms among all keywords (A. Dieng,
 * F. Ruiz, D. Blei, "Topic modeling in embedding spaces", TACL 2020).
 *
 * @param clusters those of the cut
 */
export async function corpusCoherence(
  words: TermSequences,
  clusters: readonly Cluster[],
  context: RunContext,
): Promise<Coherence> {
  const featureOf = featuresBySurface(words);
  const numberOf = new Map<number, number>();
  const topics = clusters.map(({ keywords }) => {
    const features = keywords.flatMap(({ term }) => featuresIn(term, featureOf));
    return [...new Set(features)].map((feature) => {
      const number = numberOf.get(feature) ?? numberOf.size;
      numberOf.set(feature, number);
      return number;
    });
  });
  const each = await topicCoherence(numberedTexts(words, numberOf), topics, context);
  const terms = clusters.flatMap(({ keywords }) => keywords.map(({ term }) => term.toLowerCase()));
  return {
    npmi: mean(each.map(({ npmi }) => npmi)),
    cV: mean(each.map(({ cV }) => cV)),
    diversity: terms.length === 0 ? null : new Set(terms).size / terms.length,
    clusters: clusters.map(({ id }, i) => ({ id, ...each[i]! })),
  };
}

/** The stem behind each text and surface form. */
function featuresBySurface({ vocabulary }: TermSequences): ReadonlyMap<string, number> {
  const { featureOf } = stemFeatures(vocabulary);
  const bySurface = new Map<string, number>();
  vocabulary.forEach(({ surface, text }, t) => {
    if (featureOf[t]! < 0) return;
    for (const form of [surface, text]) if (!bySurface.has(form)) bySurface.set(form, featureOf[t]!);
  });
  return bySurface;
}

/** A term is a word, a phrase with spaces, or a phrase of a script that has none: then the longest known pieces. */
function featuresIn(term: string, featureOf: ReadonlyMap<string, number>): number[] {
  const whole = featureOf.get(term);
  if (whole !== undefined) return [whole];
  const features: number[] = [];
  for (const piece of term.split(' ')) {
    for (let from = 0; from < piece.length;) {
      let to = piece.length;
      while (to > from && !featureOf.has(piece.slice(from, to))) to--;
      if (to === from) {
        from++;
        continue;
      }
      features.push(featureOf.get(piece.slice(from, to))!);
      from = to;
    }
  }
  return features;
}

function numberedTexts(sequences: TermSequences, numberOf: ReadonlyMap<number, number>): NumberedTexts {
  const { featureOf } = stemFeatures(sequences.vocabulary);
  const { offsets, terms } = sequences;
  const kept = new Uint32Array(offsets.length);
  const words = new Int32Array(terms.length);
  let end = 0;
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++) {
      const term = terms[p]!;
      if (term === boundary) continue;
      words[end++] = numberOf.get(featureOf[term]!) ?? -1;
    }
    kept[i + 1] = end;
  }
  return { offsets: kept, words: words.subarray(0, end), count: numberOf.size };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
