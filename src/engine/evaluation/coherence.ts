import type { RunContext } from '../runContext';
import { countWindows, type NumberedTexts, type WindowCounts } from './windowCounts';

/** How well a topic's words go together in the texts. */
export interface TopicCoherence {
  /** −1 (never together) … 1 (never apart); null for a topic of fewer than two words. */
  readonly npmi: number | null;
  /** 0 … 1. */
  readonly cV: number | null;
}

const npmiWindow = 10;
const cVWindow = 110;
/** Keeps logarithms finite, as in gensim. */
const epsilon = 1e-12;

/**
 * Topic coherence. npmi: the mean normalised pointwise mutual information of a topic's pairs of words in windows of 10
 * (Bouma 2009; Aletras and Stevenson 2013). cV: for each word the cosine of its vector of NPMI with the topic's words and
 * the sum of all their vectors, in windows of 110, and the mean over words (M. Röder, A. Both, A. Hinneburg, "Exploring the
 * space of topic coherence measures", WSDM 2015). Details, such as ε and which windows count, are as in gensim 4.4.
 *
 * @param topics numbers of words, each word once in a topic
 */
export async function topicCoherence(
  texts: NumberedTexts,
  topics: readonly (readonly number[])[],
  context: RunContext,
): Promise<TopicCoherence[]> {
  const near = await countWindows(texts, npmiWindow, topics, context);
  const far = await countWindows(texts, cVWindow, topics, context);
  return topics.map((topic) =>
    topic.length < 2 ? { npmi: null, cV: null } : { npmi: meanNpmi(topic, near), cV: meanCosine(topic, far) },
  );
}

function meanNpmi(topic: readonly number[], counts: WindowCounts): number {
  let sum = 0;
  let pairs = 0;
  for (let a = 1; a < topic.length; a++)
    for (let b = 0; b < a; b++, pairs++) sum += npmiOf(topic[a]!, topic[b]!, counts);
  return sum / pairs;
}

function npmiOf(a: number, b: number, { windows, ofWord, ofPair }: WindowCounts): number {
  const independent = (ofWord[a]! / windows) * (ofWord[b]! / windows);
  if (!(independent > 0)) return 0;
  const together = ofPair(a, b) / windows;
  return Math.log((together + epsilon) / independent) / -Math.log(together + epsilon);
}

function meanCosine(topic: readonly number[], counts: WindowCounts): number {
  const vectors = topic.map((word) => topic.map((other) => npmiOf(word, other, counts)));
  const total = topic.map((_, j) => vectors.reduce((sum, vector) => sum + vector[j]!, 0));
  let sum = 0;
  for (const vector of vectors) {
    const dot = vector.reduce((products, value, j) => products + value * total[j]!, 0);
    const lengths = Math.hypot(...vector) * Math.hypot(...total);
    if (lengths > 0) sum += dot / lengths;
  }
  return sum / vectors.length;
}
