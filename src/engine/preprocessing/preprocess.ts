import { GroveError } from '../../shared/errors';
import type { CorpusReader } from '../corpus/document';
import type { RunContext } from '../runContext';
import { type Boilerplate, findBoilerplate, type FoundBoilerplate, setAside } from './boilerplate';
import { finishSequences, gatherTerms, type FormRuns, type ProvisionalTerms } from './finishVocabulary';
import { defaultLanguage, majorityOf, voteByVocabulary } from './language';
import { type ReadDocuments, readDocuments, type ReadThreads } from './readCorpus';
import type { Script } from './script';
import { stopWordLanguages } from './stopWords';
import { bigramTraits, wordTraits, type Occurrences } from './termTraits';
import { createTokenizer } from './tokenize';
import type { DocumentRecord, TokenizedCorpus } from './tokenizedCorpus';
import { tokenizeNow } from './tokenizeText';

export interface PreprocessOptions {
  /** 'auto', or the ISO 639-1 code of a language with a stop-word list: then all documents are in it. */
  readonly language: string;
  /** The person's own stop words, in any case and form. One that is several words stands for each of them. */
  readonly stopWords: readonly string[];
  /** Keeps the documents' texts in memory, for an encoder that reads them. */
  readonly keepsTexts?: boolean;
  /** 'set-aside' finds passages that many documents share and sets them aside; an earlier corpus' are known by their shingles. Default: 'keep'. */
  readonly boilerplate?: 'set-aside' | 'keep' | Boilerplate;
  /** Takes e-mail addresses as terms after the document's own: who wrote it, and to whom, decides many a label. */
  readonly keepsMailAddresses?: boolean;
}

/** A language that fewer of the documents are in does not lend its stop words to all. */
const leastShareOfDocuments = 0.05;

/**
 * Reads a corpus to its end, tokenises each document and lets its text go. The result does not depend on the order in
 * which the reader gives documents. A document without any word (punctuation, long numbers) is kept: every document gets a cluster.
 *
 * @throws GroveError 'bad-input' when there is no document, 'usage' for a language without a stop-word list
 */
export async function preprocess(
  reader: CorpusReader,
  options: PreprocessOptions,
  context: RunContext,
  division: ReadThreads = {},
): Promise<TokenizedCorpus> {
  requireKnownLanguage(options.language);
  const { language: asked, keepsTexts = false, keepsMailAddresses = false } = options;
  const reading = { language: asked, keepsTexts, keepsMailAddresses };
  const read = await readDocuments(reader, reading, context, division);
  if (read.documents.length === 0) throw noDocuments(reader);
  if (read.note !== undefined) context.log(read.note);
  const boilerplate = await setBoilerplateAside(read, options.boilerplate ?? 'keep', context);
  const gathered = gatherTerms(read.words);
  context.progress({ stage: 'preprocess', done: 0, total: gathered.texts.length, unit: 'terms' });

  const order = Uint32Array.from(read.documents.keys());
  const ids = read.documents.map(({ id }) => id);
  order.sort((a, b) => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : 0));
  const languageOf = resolveLanguages(read, gathered, options.language);
  const documents = Array.from(order, (i): DocumentRecord => ({ ...read.documents[i]!, language: languageOf[i]! }));
  const counts = new Map<string, number>();
  for (const { language } of documents) counts.set(language, (counts.get(language) ?? 0) + 1);
  const language = majorityOf(counts)!;

  const stopWords = await ownStopWords(options);
  const common = [...counts]
    .filter(([code, count]) => code === language || count >= leastShareOfDocuments * documents.length)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([code]) => code);
  const occurrences = occurrencesByLanguage(read.words, gathered, languageOf, common);
  await context.yieldToEvents();
  const words = finishSequences(read.words, gathered, order, wordTraits(common, stopWords, occurrences));
  context.progress({
    stage: 'preprocess',
    done: words.vocabulary.length,
    total: words.vocabulary.length,
    unit: 'terms',
  });
  await context.yieldToEvents();
  return {
    documents,
    words,
    ...(read.texts && { texts: Array.from(order, (i) => read.texts![i]!) }),
    ...(read.bigrams.forms.length > 0 && {
      bigrams: finishSequences(read.bigrams, gatherTerms(read.bigrams), order, bigramTraits(stopWords)),
    }),
    language,
    languages: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(boilerplate && { boilerplate }),
  };
}

async function setBoilerplateAside(
  { words, bigrams }: ReadDocuments,
  choice: NonNullable<PreprocessOptions['boilerplate']>,
  context: RunContext,
): Promise<FoundBoilerplate | undefined> {
  if (choice === 'keep') return undefined;
  const known = choice === 'set-aside' ? undefined : choice;
  const shingles = {
    words: known?.words ?? (await findBoilerplate(words, context)),
    bigrams: known?.bigrams ?? (await findBoilerplate(bigrams, context)),
  };
  if (shingles.words.size + shingles.bigrams.size === 0) return undefined;
  const passages = await setAside(words, shingles.words, context);
  await setAside(bigrams, shingles.bigrams, context);
  if (passages.length === 0) return undefined;
  return { ...shingles, passages };
}

function requireKnownLanguage(language: string): void {
  if (language === 'auto' || stopWordLanguages.includes(language)) return;
  throw new GroveError(
    'usage',
    `The language '${language}' is not known. Use 'auto' or one of: ${stopWordLanguages.join(', ')}.`,
  );
}

function noDocuments({ kind, skipped }: CorpusReader): GroveError {
  const [first] = skipped;
  const why =
    first === undefined
      ? `The ${kind} holds no text.`
      : `All ${skipped.length} were skipped; the first, ${first.id}, ${first.reason}.`;
  return new GroveError('bad-input', `There is no document to cluster. ${why} Choose a source with text documents.`);
}

/** Each document's language: its own where its text tells, else that of most documents of its script, else the script's. */
function resolveLanguages(read: ReadDocuments, terms: ProvisionalTerms, language: string): string[] {
  if (language !== 'auto') return read.documents.map(() => language);
  const countsOfScript = new Map<Script, Map<string, number>>();
  const total = new Map<string, number>();
  read.detected.forEach((detected, i) => {
    const script = read.scripts[i]!;
    const counts = countsOfScript.get(script) ?? new Map<string, number>();
    countsOfScript.set(script, counts);
    if (detected === undefined) return;
    counts.set(detected, (counts.get(detected) ?? 0) + 1);
    total.set(detected, (total.get(detected) ?? 0) + 1);
  });
  const fallback = new Map<Script, string>();
  for (const [script, counts] of countsOfScript)
    fallback.set(script, majorityOf(counts) ?? (script === 'other' ? majorityOf(total) : undefined) ?? vote(script));
  return read.detected.map((detected, i) => detected ?? fallback.get(read.scripts[i]!)!);

  function vote(script: Script): string {
    if (script === 'other') return defaultLanguage(script);
    return voteByVocabulary(terms, script);
  }
}

/** Counts each term in the documents of each of several languages; with one language there is nothing to tell apart. */
function occurrencesByLanguage(
  { offsets, forms }: FormRuns,
  { texts, termOfForm }: ProvisionalTerms,
  languageOf: readonly string[],
  languages: readonly string[],
): Occurrences {
  if (languages.length < 2) return () => 0;
  const counts = new Map(languages.map((language) => [language, new Uint32Array(texts.length)]));
  const values = forms.view();
  for (let run = 0; run < languageOf.length; run++) {
    const ofLanguage = counts.get(languageOf[run]!);
    if (ofLanguage === undefined) continue;
    for (let p = offsets.at(run); p < offsets.at(run + 1); p++) {
      const form = values[p]!;
      const term = form < 0 ? -1 : termOfForm[form]!;
      if (term >= 0) ofLanguage[term] = ofLanguage[term]! + 1;
    }
  }
  return (term, language) => counts.get(language)?.[term] ?? 0;
}

async function ownStopWords(options: PreprocessOptions): Promise<ReadonlySet<string>> {
  const tokenizer = createTokenizer();
  const terms = new Set<string>();
  for (const entry of options.stopWords) {
    if (tokenizer.needsPreparation(entry)) await tokenizer.prepare();
    terms.add(entry.normalize('NFKC').trim().toLowerCase());
    for (const term of tokenizeNow(tokenizer, entry, options.language).words) terms.add(term);
  }
  terms.delete('');
  return terms;
}
