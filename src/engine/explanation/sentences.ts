/** A sentence with the stems that the corpus knows, each once. */
export interface Sentence {
  readonly text: string;
  readonly stems: readonly number[];
  /** Which document it is of, and its place there. */
  readonly document: string;
  readonly place: number;
}

const longestSentence = 400;
const leastStems = 3;
/** Of quoted mail, at the beginnings of lines. */
const quoteMarks = /^[ \t]*(?:[>|:][ \t]*)+/gmu;

/** A text's sentences, on one line each. Headers of mail and what is no sentence (few known words) are left out. */
export async function sentencesOf(
  text: string,
  document: string,
  language: string,
  stemsOf: (text: string) => Promise<number[]>,
): Promise<Sentence[]> {
  const sentences: Sentence[] = [];
  const paragraphs = withoutHeader(text).split(/\n\s*\n/u);
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  for (const paragraph of paragraphs) {
    for (const { segment } of segmenter.segment(paragraph.replace(quoteMarks, ' ').replace(/\s+/gu, ' '))) {
      const sentence = segment.trim();
      if (sentence.length > longestSentence) continue;
      const stems = [...new Set(await stemsOf(sentence))];
      if (stems.length >= leastStems) sentences.push({ text: sentence, stems, document, place: sentences.length });
    }
  }
  return sentences;
}

const headerLine = /^[A-Z][A-Za-z-]*: |^\s+\S/;

/** The text below its mail header, where it has one of at least two fields. */
function withoutHeader(text: string): string {
  const lines = text.split('\n');
  let end = 0;
  while (end < lines.length && headerLine.test(lines[end]!)) end++;
  return end >= 2 && (lines[end] ?? '').trim() === '' ? lines.slice(end).join('\n') : text;
}

/** How much a chosen sentence makes one like it less wanted. */
const redundancy = 0.7;
/** Added to the number of stems: very short sentences would else win by one good word. */
const lengthPrior = 6;

/**
 * The sentences that say most of what the weights stand for and little twice: the sum of a sentence's weights over its
 * length (the centroid score of Radev et al., "Centroid-based summarization of multiple documents", 2004), and maximal
 * marginal relevance with the overlap of stems (Carbonell and Goldstein 1998).
 *
 * @param weightOf of a stem; 0 where it says nothing
 * @returns at most `count`, in the order of choice
 */
export function chooseSentences(
  sentences: readonly Sentence[],
  weightOf: (stem: number) => number,
  count: number,
): Sentence[] {
  const scored = sentences
    .map((sentence) => {
      const sum = sentence.stems.reduce((total, stem) => total + weightOf(stem), 0);
      return { sentence, score: sum / (sentence.stems.length + lengthPrior) };
    })
    .filter(({ score }) => score > 0);
  const chosen: Sentence[] = [];
  const best = scored.reduce((most, { score }) => Math.max(most, score), 0);
  while (chosen.length < count) {
    let next: Sentence | undefined;
    let most = -Infinity;
    for (const { sentence, score } of scored) {
      if (chosen.includes(sentence)) continue;
      const like = chosen.reduce((greatest, other) => Math.max(greatest, overlap(sentence, other)), 0);
      if (like > 0.6) continue;
      const value = score / best - redundancy * like;
      if (value > most) {
        most = value;
        next = sentence;
      }
    }
    if (next === undefined) break;
    chosen.push(next);
  }
  return chosen;
}

function overlap(a: Sentence, b: Sentence): number {
  const held = new Set(a.stems);
  const both = b.stems.filter((stem) => held.has(stem)).length;
  return both / Math.min(a.stems.length, b.stems.length);
}
