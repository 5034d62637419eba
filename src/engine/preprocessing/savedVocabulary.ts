import * as v from 'valibot';
import type { NpyArray } from '../../shared/npy';
import { arrayOf, type ModelPart, partOf, type SavedModel, settingOf } from '../storage/model';
import type { Boilerplate, Shingles } from './boilerplate';
import type { PreprocessOptions } from './preprocess';
import { boundary, type Term, type TermSequences, type TokenizedCorpus } from './tokenizedCorpus';

/**
 * The vocabularies of a corpus as parts of its model: 'words' (and 'bigram-terms') hold the terms' texts, which of them are
 * stop words, and the number of each one's stem in 'stems'; 'reading' tells how the texts became terms.
 */
export function vocabularyParts(corpus: TokenizedCorpus, options: PreprocessOptions): Record<string, ModelPart> {
  const { language, stopWords, keepsMailAddresses = false } = options;
  return {
    reading: { settings: { language, stopWords, keepsMailAddresses }, arrays: {} },
    ...(corpus.boilerplate && { boilerplate: boilerplatePart(corpus.boilerplate) }),
    ...partsOf(corpus.words, names.words),
    ...(corpus.bigrams && partsOf(corpus.bigrams, names.bigrams)),
  };
}

const names = {
  words: { terms: 'words', stems: 'stems' },
  bigrams: { terms: 'bigram-terms', stems: 'bigram-stems' },
} as const;

type PartNames = (typeof names)[keyof typeof names];

function partsOf({ vocabulary }: TermSequences, { terms, stems }: PartNames): Record<string, ModelPart> {
  const numberOf = new Map<string, number>();
  const stemOf = Int32Array.from(vocabulary, ({ stem }) => {
    const number = numberOf.get(stem) ?? numberOf.size;
    numberOf.set(stem, number);
    return number;
  });
  const isStopWord = Int32Array.from(vocabulary, (term) => (term.isStopWord ? 1 : 0));
  const shape = [vocabulary.length];
  return {
    [terms]: {
      terms: vocabulary.map(({ text }) => text),
      arrays: { stemOf: { shape, values: stemOf }, isStopWord: { shape, values: isStopWord } },
    },
    [stems]: { terms: [...numberOf.keys()], arrays: {} },
  };
}

/** Keys of 53 bits, as doubles. */
function boilerplatePart({ words, bigrams }: Boilerplate): ModelPart {
  const keysOf = (shingles: Shingles): NpyArray => ({ shape: [shingles.size], values: Float64Array.from(shingles).sort() }); // prettier-ignore
  return { arrays: { words: keysOf(words), bigrams: keysOf(bigrams) } };
}

function savedBoilerplate(model: SavedModel): Boilerplate | undefined {
  const part = model.parts['boilerplate'];
  if (part === undefined) return undefined;
  const shinglesOf = (name: string): Shingles => new Set(arrayOf(part, name, Float64Array).values);
  return { words: shinglesOf('words'), bigrams: shinglesOf('bigrams') };
}

/** The language option that the earlier corpus was read with: all that one text needs. */
export function savedLanguage(model: SavedModel): string {
  return settingOf(partOf(model, 'reading'), 'language', v.string());
}

/** How the earlier corpus was preprocessed. */
export function savedReading(model: SavedModel): PreprocessOptions {
  const part = partOf(model, 'reading');
  return {
    language: savedLanguage(model),
    stopWords: settingOf(part, 'stopWords', v.array(v.string())),
    keepsMailAddresses: settingOf(part, 'keepsMailAddresses', v.optional(v.boolean(), false)),
    keepsTexts: model.parts['transformer'] !== undefined,
    boilerplate: savedBoilerplate(model) ?? 'keep',
  };
}

/**
 * A corpus of new documents in the terms of an earlier one: its vocabularies are the saved ones, with their stems and stop
 * words, followed by the terms that are new. A vocabulary that the earlier corpus had and the new one lacks is there too,
 * with empty documents.
 */
export function inSavedVocabulary(corpus: TokenizedCorpus, model: SavedModel): TokenizedCorpus {
  const { bigrams, ...rest } = corpus;
  const words = recast(corpus.words, savedTerms(model, names.words));
  if (model.parts[names.bigrams.terms] === undefined) return { ...rest, words };
  const empty = { vocabulary: [], offsets: new Uint32Array(corpus.documents.length + 1), terms: new Int32Array(0) };
  return { ...rest, words, bigrams: recast(bigrams ?? empty, savedTerms(model, names.bigrams)) };
}

/** The saved vocabulary of words. Frequencies are not saved: they are 0. */
export function savedWords(model: SavedModel): Term[] {
  return savedTerms(model, names.words);
}

function savedTerms(model: SavedModel, { terms, stems }: PartNames): Term[] {
  const part = partOf(model, terms);
  const stemTexts = partOf(model, stems).terms ?? [];
  const stemOf = arrayOf(part, 'stemOf', Int32Array).values;
  const isStopWord = arrayOf(part, 'isStopWord', Int32Array).values;
  return (part.terms ?? []).map((text, t) => ({
    text,
    surface: text,
    stem: stemTexts[stemOf[t]!]!,
    isStopWord: isStopWord[t] === 1,
    documentFrequency: 0,
    frequency: 0,
  }));
}

function recast({ vocabulary, offsets, terms }: TermSequences, saved: readonly Term[]): TermSequences {
  const placeOf = new Map(saved.map(({ text }, t) => [text, t]));
  const extended = [...saved];
  const newPlace = Int32Array.from(vocabulary, (term) => {
    const place = placeOf.get(term.text);
    if (place === undefined) return extended.push(term) - 1;
    const { documentFrequency, frequency, surface } = term;
    extended[place] = { ...saved[place]!, surface, documentFrequency, frequency };
    return place;
  });
  const recastTerms = terms.map((term) => (term === boundary ? boundary : newPlace[term]!));
  return { vocabulary: extended, offsets, terms: recastTerms };
}

/** Which of a part's terms each stem of a vocabulary counts towards; −1 for none. The part names a stem by any of its terms. */
export function columnsByStem(vocabulary: readonly Term[], terms: readonly string[]): Int32Array {
  const stemOfText = new Map(vocabulary.map(({ text, stem }) => [text, stem]));
  return columnsBy(vocabulary, terms.map((text) => stemOfText.get(text) ?? text), ({ stem }) => stem); // prettier-ignore
}

/** Which of a part's terms each term of a vocabulary is; −1 for none. */
export function columnsByText(vocabulary: readonly Term[], terms: readonly string[]): Int32Array {
  return columnsBy(vocabulary, terms, ({ text }) => text);
}

function columnsBy(vocabulary: readonly Term[], keys: readonly string[], keyOf: (term: Term) => string): Int32Array {
  const columnOf = new Map(keys.map((key, column) => [key, column]));
  return Int32Array.from(vocabulary, (term) => (term.isStopWord ? -1 : (columnOf.get(keyOf(term)) ?? -1)));
}
