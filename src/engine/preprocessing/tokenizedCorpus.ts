import type { FoundBoilerplate } from './boilerplate';

/**
 * The corpus after preprocessing: each document a run of term ids. The raw text is gone, unless it was asked for; memory follows tokens and vocabulary.
 *
 * Documents are in canonical order (by id, code-unit order), terms in canonical order (by document frequency, descending,
 * then by the term itself), so the order in which files were read changes nothing.
 */
export interface TokenizedCorpus {
  readonly documents: readonly DocumentRecord[];
  readonly words: TermSequences;
  /** Each document's prose: only where an encoder reads more than terms. */
  readonly texts?: readonly string[];
  /** Character bigrams of Chinese (and letter or digit runs among them); absent when no document is Chinese. */
  readonly bigrams?: TermSequences;
  /** The language most documents are in: 'en', 'zh', … (ISO 639-1). */
  readonly language: string;
  /** How many documents are in each language. */
  readonly languages: Readonly<Record<string, number>>;
  /** What was set aside; absent where nothing was to be. */
  readonly boilerplate?: FoundBoilerplate;
}

/** What is kept of a document beside its terms. */
export interface DocumentRecord {
  readonly id: string;
  readonly path: string;
  readonly row?: number;
  readonly title: string;
  /** The first 240 characters or so of the prose, on one line. */
  readonly snippet: string;
  readonly language: string;
  readonly label?: string;
  readonly split?: string;
  readonly date?: string;
}

/** Term sequences of all documents over one vocabulary. */
export interface TermSequences {
  readonly vocabulary: readonly Term[];
  /** Document i holds `terms[offsets[i]]` … `terms[offsets[i + 1] − 1]`, in the order of the text. */
  readonly offsets: Uint32Array; // [documents + 1]
  /** Index into `vocabulary`, or `boundary` between sentences and clauses. */
  readonly terms: Int32Array;
}

/** Stands in `TermSequences.terms` where a sentence or clause ends: no phrase crosses it. */
export const boundary = -1;

/** One entry of a vocabulary. */
export interface Term {
  /** The normalised form (NFKC, lower case, simplified Chinese): the key into pretrained word vectors. */
  readonly text: string;
  /** The commonest surface form, to show: 'COVID-19', 'C#', 'Washington'. */
  readonly surface: string;
  /** The stem ('run' for 'running'), or the text itself where the language has no stemmer. */
  readonly stem: string;
  readonly isStopWord: boolean;
  /** How many documents hold it. */
  readonly documentFrequency: number;
  /** How often it occurs. */
  readonly frequency: number;
}
