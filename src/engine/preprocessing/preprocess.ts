import { GroveError } from '../../shared/errors';
import type { CorpusReader, SourceDocument } from '../corpus/document';
import { breather, type RunContext } from '../runContext';
import { mailAddresses } from './addresses';
import { type Boilerplate, findBoilerplate, type FoundBoilerplate, setAside } from './boilerplate';
import { finishSequences, gatherTerms, type FormRuns, type ProvisionalTerms } from './finishVocabulary';
import { IntList } from './intList';
import { defaultLanguage, detectLanguage, majorityOf, voteByVocabulary } from './language';
import type { Script } from './script';
import { stopWordLanguages } from './stopWords';
import { bigramTraits, wordTraits, type Occurrences } from './termTraits';
import { cleanText, createTokenizer, readingOfText, type Tokenizer, type TokenSink } from './tokenize';
import { boundary, type DocumentRecord, type TokenizedCorpus } from './tokenizedCorpus';
import { isFunctionWord, tokenizeNow } from './tokenizeText';
import { VocabularyBuilder } from './vocabularyBuilder';

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

/** Forms of words (and bigrams) that are held at most, about 300 MB. */
const maxForms = 1_500_000;
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
): Promise<TokenizedCorpus> {
  requireKnownLanguage(options.language);
  const tokenizer = createTokenizer();
  const read = await readDocuments(reader, options, tokenizer, context);
  if (read.documents.length === 0) throw noDocuments(reader);
  if (tokenizer.note !== undefined) context.log(tokenizer.note);
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

  const stopWords = await ownStopWords(options, tokenizer);
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

/** What one pass over the texts leaves, in the order of reading. */
interface ReadDocuments {
  readonly documents: Omit<DocumentRecord, 'language'>[];
  readonly scripts: Script[];
  /** As far as each text alone tells. */
  readonly detected: (string | undefined)[];
  readonly words: FormRuns;
  readonly bigrams: FormRuns;
  readonly texts?: string[];
}

async function readDocuments(
  reader: CorpusReader,
  { language, keepsTexts, keepsMailAddresses }: PreprocessOptions,
  tokenizer: Tokenizer,
  context: RunContext,
): Promise<ReadDocuments> {
  const read: ReadDocuments = {
    documents: [],
    scripts: [],
    detected: [],
    words: emptyRuns(),
    bigrams: emptyRuns(),
    ...(keepsTexts === true && { texts: [] }),
  };
  const { words, bigrams } = read;
  const sink: TokenSink = {
    word: (written) => words.builder.addWord(written),
    segmentedWord(term, surface) {
      if (surface === term) words.builder.addTerm(term);
      else words.builder.add(term, surface);
    },
    bigram: (text, start, end) => bigrams.builder.addSlice(text, start, end),
    boundary() {
      if (words.forms.length > 0 && words.forms.at(words.forms.length - 1) !== boundary) words.forms.push(boundary);
    },
  };
  const breathe = breather(context);
  for await (const document of reader.documents()) {
    if (breathe.due()) {
      reportReading(reader, read.documents.length, context);
      await breathe();
    }
    const text = cleanText(document.text);
    if (tokenizer.needsPreparation(text)) await tokenizer.prepare();
    const { reading, script, letters } = readingOfText(text, language);
    tokenizer.tokenize(text, reading, sink);
    if (keepsMailAddresses === true)
      for (const address of mailAddresses(document.text)) {
        sink.boundary();
        words.builder.addTerm(address);
      }
    for (const runs of [words, bigrams]) {
      runs.builder.keepWithinLimit();
      runs.offsets.push(runs.forms.length);
    }
    read.scripts.push(script);
    read.detected.push(language === 'auto' ? detectLanguage(text, script, letters) : language);
    read.texts?.push(text);
    read.documents.push(recordOf(document));
  }
  reportReading(reader, read.documents.length, context);
  return read;
}

function emptyRuns(): FormRuns {
  const forms = new IntList();
  const offsets = new IntList();
  offsets.push(0);
  return { builder: new VocabularyBuilder(forms, isFunctionWord, maxForms), offsets, forms };
}

function reportReading(reader: CorpusReader, documents: number, context: RunContext): void {
  const { expected } = reader;
  // Bytes tell how much is to come, but what is counted here is documents.
  const isCountable = expected !== undefined && expected.unit !== 'bytes';
  const done = isCountable ? documents + reader.skipped.length : documents;
  context.progress({
    stage: 'read',
    done: isCountable ? Math.min(done, expected.total) : done,
    ...(isCountable && { total: expected.total }),
    unit: 'documents',
  });
}

const snippetLength = 240;

function recordOf({
  text,
  label,
  split,
  date,
  row,
  id,
  path,
  title,
}: SourceDocument): Omit<DocumentRecord, 'language'> {
  return {
    id,
    path,
    title,
    snippet: snippetOf(text),
    ...(row !== undefined && { row }),
    ...(label !== undefined && { label }),
    ...(split !== undefined && { split }),
    ...(date !== undefined && { date }),
  };
}

/** The beginning of the prose on one line, cut between words where there are spaces. */
function snippetOf(text: string): string {
  const line = text
    .slice(0, 4 * snippetLength)
    .replace(/\s+/gu, ' ')
    .trim();
  if (line.length <= snippetLength) return line;
  const cut = line.slice(0, snippetLength - 1);
  const space = cut.lastIndexOf(' ');
  const kept = space > snippetLength * 0.75 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '');
  return `${kept}…`;
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

async function ownStopWords(options: PreprocessOptions, tokenizer: Tokenizer): Promise<ReadonlySet<string>> {
  const terms = new Set<string>();
  for (const entry of options.stopWords) {
    if (tokenizer.needsPreparation(entry)) await tokenizer.prepare();
    terms.add(entry.normalize('NFKC').trim().toLowerCase());
    for (const term of tokenizeNow(tokenizer, entry, options.language).words) terms.add(term);
  }
  terms.delete('');
  return terms;
}
