import { franc } from 'franc-min';
import { scriptOf, type Script } from './script';
import { stopWordLanguages, stopWordsOf } from './stopWords';

/** The language that a script stands for when nothing else is known. */
const languageOfScript: Readonly<Record<Script, string>> = {
  latin: 'en',
  cyrillic: 'ru',
  greek: 'el',
  armenian: 'hy',
  hebrew: 'he',
  arabic: 'ar',
  devanagari: 'hi',
  bengali: 'bn',
  gujarati: 'gu',
  han: 'zh',
  kana: 'ja',
  hangul: 'ko',
  thai: 'th',
  other: 'en',
};

/** Scripts that several listed languages share: there the words decide. */
const sharedScripts: ReadonlySet<Script> = new Set<Script>(['latin', 'cyrillic', 'arabic', 'devanagari']);

export function defaultLanguage(script: Script): string {
  return languageOfScript[script];
}

/** The only file that imports franc-min, which has its own codes (ISO 639-3). */
const francCodeOf: Readonly<Record<string, string>> = {
  ar: 'arb',
  bg: 'bul',
  cs: 'ces',
  de: 'deu',
  en: 'eng',
  es: 'spa',
  fa: 'pes',
  fr: 'fra',
  hi: 'hin',
  hr: 'hrv',
  hu: 'hun',
  id: 'ind',
  it: 'ita',
  mr: 'mar',
  nl: 'nld',
  pl: 'pol',
  pt: 'por',
  ro: 'ron',
  ru: 'rus',
  sv: 'swe',
  tl: 'tgl',
  tr: 'tur',
  uk: 'ukr',
  ur: 'urd',
  vi: 'vie',
};

/** For each word that is a stop word anywhere: the languages (as indices), each counting the less the more share it. */
interface StopWordIndex {
  readonly languages: readonly string[];
  readonly languagesOf: ReadonlyMap<string, readonly number[]>;
}

let index: StopWordIndex | undefined;

function stopWordIndex(): StopWordIndex {
  if (index) return index;
  const languages = stopWordLanguages.filter((language) => !['zh', 'ja', 'th', 'ko'].includes(language));
  const languagesOf = new Map<string, number[]>();
  languages.forEach((language, l) => {
    for (const word of stopWordsOf(language)) {
      const listed = languagesOf.get(word);
      if (listed) listed.push(l);
      else languagesOf.set(word, [l]);
    }
  });
  index = { languages, languagesOf };
  return index;
}

/** Below this, a document says too little; it is taken to be in the language of its fellows. */
const leastLetters = 60;
/** Of the leading language: different stop words, and their share of the words. Prose has a third to a half. */
const leastDistinctHits = 4;
const leastHitShare = 0.2;
/** How much the leading language must be ahead for its stop words alone to decide. */
const clearLead = 1.5;
const sampleLength = 500;
const wordsOfSample = /[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
const asciiWords = /[a-z]+(?:'[a-z]+)*/g;
const isAscii = /^[\0-\x7f]*$/;

/**
 * The language of one text (ISO 639-1) as far as the text alone tells; undefined where it is too short or no language
 * stands out. In scripts of one language that is it; elsewhere the stop words of each language vote, each weighing the
 * less the more languages share it, and in a close call letter trigrams (franc) choose among the leaders. Trigrams
 * alone took a sixth of 20 Newsgroups for something other than English.
 */
export function detectLanguage(text: string, script: Script, letters: number): string | undefined {
  if (!sharedScripts.has(script)) return letters === 0 ? undefined : languageOfScript[script];
  if (letters < leastLetters) return undefined;
  const from = Math.max(0, (text.length - sampleLength) >> 1); // the middle: beginnings hold names and headers
  const sample = text.slice(from, from + sampleLength).toLowerCase();
  const { languages, languagesOf } = stopWordIndex();
  const scores = new Float64Array(languages.length);
  const hits = new Uint32Array(languages.length);
  const distinctHits = new Uint32Array(languages.length);
  const seen = new Set<string>();
  let words = 0;
  const isPlain = isAscii.test(sample);
  const pattern = isPlain ? asciiWords : wordsOfSample;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(sample); match !== null; match = pattern.exec(sample)) {
    words++;
    const [written] = match;
    const voters = languagesOf.get(isPlain ? written : written.replace('’', "'"));
    if (voters === undefined) continue;
    const isNew = !seen.has(written);
    seen.add(written);
    for (const language of voters) {
      scores[language] = scores[language]! + 1 / voters.length;
      hits[language] = hits[language]! + 1;
      if (isNew) distinctHits[language] = distinctHits[language]! + 1;
    }
  }
  const isCredible = (l: number): boolean => distinctHits[l]! >= leastDistinctHits && hits[l]! >= leastHitShare * words;
  const [best, second] = leaders(scores);
  if (!isCredible(best)) return undefined;
  if (scores[best]! >= clearLead * scores[second]!) return languages[best];
  const close = languages.filter((_, l) => scores[l]! * clearLead >= scores[best]! && isCredible(l));
  const known = close.filter((language) => language in francCodeOf);
  const chosen = franc(sample, { only: known.map((language) => francCodeOf[language]!), minLength: leastLetters });
  return known.find((language) => francCodeOf[language] === chosen);
}

/**
 * The language of a script's documents when no single one was long enough to tell: the votes of all their words
 * together. The order of the terms does not matter.
 */
export function voteByVocabulary(
  { texts, frequency }: { readonly texts: readonly string[]; readonly frequency: Uint32Array },
  script: Script,
): string {
  if (!sharedScripts.has(script)) return languageOfScript[script];
  const { languages, languagesOf } = stopWordIndex();
  const votes = languages.map(() => 0);
  texts.forEach((text, t) => {
    const voters = languagesOf.get(text);
    if (voters === undefined || scriptOf(text) !== script) return;
    // In whole numbers (a 5,040th each), so that the order of summation can't matter.
    const share = Math.round(5040 / voters.length) * frequency[t]!;
    for (const language of voters) votes[language] = votes[language]! + share;
  });
  const [best] = leaders(votes);
  return votes[best]! > 0 ? languages[best]! : languageOfScript[script];
}

/** The places of the greatest and the second greatest score; the first of equals. */
function leaders(scores: ArrayLike<number>): [best: number, second: number] {
  let best = 0;
  for (let l = 1; l < scores.length; l++) if (scores[l]! > scores[best]!) best = l;
  let second = best === 0 ? 1 : 0;
  for (let l = 0; l < scores.length; l++) if (l !== best && scores[l]! > scores[second]!) second = l;
  return [best, second];
}

/** The commonest of the decided languages; ties go to the first in code order. */
export function majorityOf(counts: ReadonlyMap<string, number>): string | undefined {
  let majority: string | undefined;
  for (const [language, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (majority === undefined || count > counts.get(majority)!) majority = language;
  return majority;
}
