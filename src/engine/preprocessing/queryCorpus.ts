import { wordTraits } from './termTraits';
import type { TermTraits } from './finishVocabulary';
import { tokenizeText } from './tokenizeText';
import type { Term, TermSequences, TokenizedCorpus } from './tokenizedCorpus';

/**
 * One text, such as a query, as a corpus of one document.
 *
 * @param reading the language option that the earlier corpus was read with: 'auto', or an ISO 639-1 code
 * @param language the language that most of its documents are in
 */
export async function queryCorpus(text: string, reading: string, language: string): Promise<TokenizedCorpus> {
  const { words, bigrams } = await tokenizeText(text, reading);
  const traits = wordTraits([language], new Set(), () => 0);
  return {
    documents: [{ id: 'query', path: '', title: text, snippet: text, language }],
    texts: [text],
    words: sequencesOf(words, (term) => traits(term, 0)),
    ...(bigrams.length > 0 && { bigrams: sequencesOf(bigrams, (term) => ({ stem: term, isStopWord: false })) }),
    language,
    languages: { [language]: 1 },
  };
}

function sequencesOf(texts: readonly string[], traitsOf: (text: string) => TermTraits): TermSequences {
  const placeOf = new Map<string, number>();
  const vocabulary: Term[] = [];
  const terms = Int32Array.from(texts, (text) => {
    let place = placeOf.get(text);
    if (place === undefined) {
      place = vocabulary.push({ text, surface: text, ...traitsOf(text), documentFrequency: 1, frequency: 1 }) - 1;
      placeOf.set(text, place);
    }
    return place;
  });
  return { vocabulary, offsets: Uint32Array.of(0, terms.length), terms };
}
