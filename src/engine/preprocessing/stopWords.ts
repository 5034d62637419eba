import lists from 'stopwords-iso/stopwords-iso.json' with { type: 'json' };
import { chineseFunctionWords } from './chineseFunctionWords';
import { englishStopWords } from './englishStopWords';

/** The only file that imports stopwords-iso (ISO 639-1 code → words). */
const publicLists: Readonly<Record<string, readonly string[]>> = lists;

/** Codes of the languages that have a stop-word list. */
export const stopWordLanguages: readonly string[] = Object.keys(publicLists).sort();

const cache = new Map<string, ReadonlySet<string>>();

/** The stop words of a language (ISO 639-1), as term texts; none for a language without a list. */
export function stopWordsOf(language: string): ReadonlySet<string> {
  let words = cache.get(language);
  if (words === undefined) {
    words = new Set(listOf(language).map((word) => word.toLowerCase()));
    cache.set(language, words);
  }
  return words;
}

function listOf(language: string): readonly string[] {
  const listed = publicLists[language] ?? [];
  if (language === 'en') return englishStopWords;
  return language === 'zh' ? [...listed, ...chineseFunctionWords] : listed;
}

const numberLike = /^(?:\p{N}+(?:st|nd|rd|th|s)?|i{2,3}|iv|vii|viii|ix|xii|xiii)$/u;
const segmentedLetter = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]/;

/**
 * True for terms that are no keyword in any language: numbers, ordinals (20th, 1990s), small Roman numerals, and single
 * letters of an alphabet (c and r are kept where '+' or '#' follows, as c++ and c#).
 */
export function isNeverKeyword(term: string): boolean {
  return (term.length === 1 && !segmentedLetter.test(term)) || numberLike.test(term);
}
