import { stopWordsOf } from './stopWords';
import { cleanText, createTokenizer, readingOfText, type Tokenizer } from './tokenize';
import { formOf, termOf } from './words';

/** One text as terms, by the same rules as a corpus. */
export interface TokenizedText {
  /** Texts of terms, in the order of the text. */
  readonly words: readonly string[];
  /** Character bigrams; empty unless the text is Chinese. */
  readonly bigrams: readonly string[];
}

/** True for English function words: an acronym that would look like one keeps its dots. */
export function isFunctionWord(term: string): boolean {
  return stopWordsOf('en').has(term);
}

/**
 * Tokenises one text, such as a query or a new document, as the corpus was: terms can be looked up by their text in its
 * vocabularies.
 *
 * @param language the run's language option: 'auto', or an ISO 639-1 code
 */
export async function tokenizeText(text: string, language: string): Promise<TokenizedText> {
  const tokenizer = createTokenizer();
  if (tokenizer.needsPreparation(text)) await tokenizer.prepare();
  return tokenizeNow(tokenizer, text, language);
}

/** The same with a tokenizer that is prepared. */
export function tokenizeNow(tokenizer: Tokenizer, text: string, language: string): TokenizedText {
  const words: string[] = [];
  const bigrams: string[] = [];
  const clean = cleanText(text);
  tokenizer.tokenize(clean, readingOfText(clean, language).reading, {
    word(written) {
      const form = formOf(written);
      if (form !== undefined) words.push(termOf(form, isFunctionWord));
    },
    segmentedWord: (term) => words.push(term),
    bigram: (whole, start, end) => bigrams.push(whole.slice(start, end)),
    boundary() {},
  });
  return { words, bigrams };
}
