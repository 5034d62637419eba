import {
  boundary,
  type Term,
  type TermSequences,
  type TokenizedCorpus,
} from '../../src/engine/preprocessing/tokenizedCorpus';

/** Term sequences of documents given as lists of words; '.' is a boundary, words in `stopWords` are stop words. */
export function sequencesOf(
  documents: readonly (readonly string[])[],
  stopWords: readonly string[] = [],
): TermSequences {
  const frequency = new Map<string, number>();
  const documentFrequency = new Map<string, number>();
  for (const words of documents) {
    for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    for (const word of new Set(words)) documentFrequency.set(word, (documentFrequency.get(word) ?? 0) + 1);
  }
  frequency.delete('.');
  const texts = [...frequency.keys()].sort(
    (a, b) => documentFrequency.get(b)! - documentFrequency.get(a)! || (a < b ? -1 : 1),
  );
  const vocabulary: Term[] = texts.map((text) => ({
    text,
    surface: text,
    stem: text,
    isStopWord: stopWords.includes(text),
    documentFrequency: documentFrequency.get(text)!,
    frequency: frequency.get(text)!,
  }));
  const indexOf = new Map(texts.map((text, i) => [text, i]));
  const offsets = new Uint32Array(documents.length + 1);
  const terms: number[] = [];
  documents.forEach((words, i) => {
    for (const word of words) terms.push(word === '.' ? boundary : indexOf.get(word)!);
    offsets[i + 1] = terms.length;
  });
  return { vocabulary, offsets, terms: Int32Array.from(terms) };
}

/** A corpus of such documents, named 'document 0', 'document 1', … */
export function corpusOfWords(documents: readonly (readonly string[])[], language = 'en'): TokenizedCorpus {
  return {
    documents: documents.map((words, i) => ({
      id: `document ${i}`,
      path: `document ${i}`,
      title: `Document ${i}`,
      snippet: words.join(' '),
      language,
    })),
    words: sequencesOf(documents),
    language,
    languages: { [language]: documents.length },
  };
}
