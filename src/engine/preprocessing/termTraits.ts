import { chineseGrammarCharacters } from './chineseFunctionWords';
import type { TermTraits } from './finishVocabulary';
import { defaultLanguage } from './language';
import { scriptOf, type Script } from './script';
import { stemOf } from './stemming';
import { isNeverKeyword, stopWordsOf } from './stopWords';

/** Languages that are not written in the Latin script, and the scripts that they are written in. */
const scriptsOfLanguage: Readonly<Record<string, readonly Script[]>> = {
  ar: ['arabic'],
  bg: ['cyrillic'],
  bn: ['bengali'],
  el: ['greek'],
  fa: ['arabic'],
  gu: ['gujarati'],
  he: ['hebrew'],
  hi: ['devanagari'],
  hy: ['armenian'],
  ja: ['kana', 'han'],
  ko: ['hangul'],
  mr: ['devanagari'],
  ru: ['cyrillic'],
  th: ['thai'],
  uk: ['cyrillic'],
  ur: ['arabic'],
  zh: ['han'],
};

/** A word is a stop word in a language that holds at least this share of its occurrences: 'die' in German, not in English. */
const leastShareOfOccurrences = 0.2;

/** How often a term occurs in the documents of a language. */
export type Occurrences = (provisionalTerm: number, language: string) => number;

/**
 * Stems and stop words of a corpus, by the languages that are common in it.
 *
 * @param languages the languages that at least 5 % of the documents are in, the commonest first
 * @param stopWords the person's own, as terms: each stands for every form of its stem
 */
export function wordTraits(
  languages: readonly string[],
  stopWords: ReadonlySet<string>,
  occurrences: Occurrences,
): (text: string, provisionalTerm: number) => TermTraits {
  const candidatesOf = new Map<Script, readonly string[]>();
  const ownStems = new Set<string>();
  for (const word of stopWords) for (const language of candidates(scriptOf(word))) ownStems.add(stemOf(word, language));

  function candidates(script: Script): readonly string[] {
    let found = candidatesOf.get(script);
    if (found === undefined) {
      found = languages.filter((language) => (scriptsOfLanguage[language] ?? ['latin']).includes(script));
      if (found.length === 0) found = [defaultLanguage(script)];
      candidatesOf.set(script, found);
    }
    return found;
  }

  return (text, provisionalTerm) => {
    const possible = candidates(scriptOf(text));
    let language = possible[0]!;
    let isStopWord = isNeverKeyword(text);
    if (possible.length === 1) isStopWord ||= stopWordsOf(language).has(text);
    else {
      let total = 0;
      let most = 0;
      for (const candidate of possible) {
        const count = occurrences(provisionalTerm, candidate);
        total += count;
        if (count > most) {
          most = count;
          language = candidate;
        }
      }
      for (const candidate of possible)
        if (occurrences(provisionalTerm, candidate) >= leastShareOfOccurrences * total)
          isStopWord ||= stopWordsOf(candidate).has(text);
    }
    const stem = stemOf(text, language);
    return { stem, isStopWord: isStopWord || stopWords.has(text) || ownStems.has(stem) };
  };
}

/** Bigrams have no stem. A stop word is a bigram that is a Chinese stop word, and one of grammar characters alone. */
export function bigramTraits(stopWords: ReadonlySet<string>): (text: string) => TermTraits {
  return (text) => ({
    stem: text,
    isStopWord:
      (text.length === 2 && chineseGrammarCharacters.has(text[0]!) && chineseGrammarCharacters.has(text[1]!)) ||
      stopWordsOf('zh').has(text) ||
      stopWords.has(text),
  });
}
