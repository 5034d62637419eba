/** One document as it was read: markup reduced to prose, encoding resolved. Its text lives only until it is tokenised. */
export interface SourceDocument {
  /** Unique in the corpus. A file: its path relative to the source folder, with '/' separators. A row: its id column or 'row-N'. */
  readonly id: string;
  /** The file that holds it, relative to the source folder (or the table file's own name), with '/' separators. */
  readonly path: string;
  /** For rows of a table: the 1-based line or row in that file, to jump to. */
  readonly row?: number;
  /** A heading, front-matter title, title column, or the file's name without its extension. One line. */
  readonly title: string;
  /** The prose. Paragraphs are separated by blank lines. */
  readonly text: string;
  /** The true label, where the source has one. Never an input to clustering. */
  readonly label?: string;
  /** 'train' or 'test' or the like, where a table says so. Looked at by `grove train` only. */
  readonly split?: string;
  /** ISO 8601 date (or date-time), where the source has one. */
  readonly date?: string;
  /** Short values of all columns of its row, or of its front matter, by name. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** A file or row that is not part of the corpus, and why. */
export interface SkippedDocument {
  readonly id: string;
  /** A sentence fragment for a person: 'is empty', 'is not text (binary)', 'is larger than 10 MB (--max-file-size-mb; …)'. */
  readonly reason: string;
}

/** Reads a corpus one document at a time, so that memory does not follow the raw text. */
export interface CorpusReader {
  readonly kind: 'folder' | 'table';
  /** Documents in no promised order. */
  documents(): AsyncIterable<SourceDocument>;
  /** What was skipped so far; complete once `documents()` has ended. */
  readonly skipped: readonly SkippedDocument[];
  /** How many files or bytes are known to come, for progress; undefined while unknown. */
  readonly expected: { readonly total: number; readonly unit: string } | undefined;
}
