import { algorithms, newStemmer, type SnowballStemmer } from 'snowball-stemmers';

/** The only file that imports snowball-stemmers. Language (ISO 639-1) → name of its algorithm there. */
const algorithmOf: Readonly<Record<string, string>> = {
  ar: 'arabic',
  ca: 'catalan',
  cs: 'czech',
  da: 'danish',
  de: 'german',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hu: 'hungarian',
  hy: 'armenian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sl: 'slovene',
  sv: 'swedish',
  tr: 'turkish',
};

const stemmers = new Map<string, SnowballStemmer>();
/** What a stemmer may be given: letters with at most an apostrophe among them. c++, covid-19 and asp.net have no endings. */
const plainWord = /^[\p{L}\p{M}']+$/u;
const hyphens = /-/g;
/** Korean particles, after two syllables at least; without a morphological analyser this is what can be had. */
const koreanParticle =
  /(?<=^[\uac00-\ud7a3]{2,})(?:으로|에서|에게|까지|부터|하고|이나|은|는|이|가|을|를|에|의|로|와|과|도|만)$/;

/**
 * The stem of a term, by the Snowball algorithm of its language (English: Porter 2; M. F. Porter, "Snowball: A language
 * for stemming algorithms", 2001). The term itself in other languages. Hyphens go, so that e-mail meets email.
 */
export function stemOf(term: string, language: string): string {
  if (language === 'ko') return term.replace(koreanParticle, '');
  const algorithm = algorithmOf[language];
  if (algorithm === undefined || !plainWord.test(term)) return term.replace(hyphens, '');
  let stemmer = stemmers.get(language);
  if (stemmer === undefined) {
    if (!algorithms().includes(algorithm)) throw new Error(`snowball-stemmers lacks ${algorithm}`);
    stemmer = newStemmer(algorithm);
    stemmers.set(language, stemmer);
  }
  return stemmer.stem(term);
}
