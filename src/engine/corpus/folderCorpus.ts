import fs from 'node:fs/promises';
import path from 'node:path';
import type { RunContext } from '../runContext';
import { breather, throwIfCancelled } from '../runContext';
import type { CorpusOptions } from './corpusOptions';
import { requireDocuments } from './corpusErrors';
import type { CorpusReader, SkippedDocument, SourceDocument } from './document';
import { reasonOf } from './fileErrors';
import { fileKindOf } from './fileKinds';
import { type FolderListing, walkFolder } from './folderWalk';
import { namedFiles } from './namedFiles';
import { readAhead } from './readAhead';
import { type FileOutcome, readDocument, tooLarge } from './readDocument';
import { openTable, type OpenTable } from './tableDocuments';
import { UnreadableTable } from './tables/table';
import { UniqueIds } from './uniqueIds';

/** Files opened at the same time: enough to keep the disk busy, few enough for memory. */
const filesAhead = 8;

type Outcome = FileOutcome | { readonly kind: 'table'; readonly table: OpenTable; readonly path: string };

/** The documents of a folder: its text files, and the rows of the tables in it that have a text column. */
export async function openFolder(source: string, options: CorpusOptions, context: RunContext): Promise<CorpusReader> {
  const listing = await listFiles(source, options, context);
  const isWanted = (file: string): boolean => options.files?.has(file) ?? true;
  const unread: SkippedDocument[] = listing.skipped.filter(({ id }) => isWanted(id));
  const files: string[] = [];
  for (const file of listing.files.filter(isWanted)) {
    const kind = fileKindOf(path.posix.basename(file));
    if (kind.kind === 'other') unread.push({ id: file, reason: kind.reason });
    else files.push(file);
  }
  return new FolderCorpus(source, files, unread, options, context);
}

/** Of few files only the way to them is looked at. */
async function listFiles(
  source: string,
  { files, sourceOptions }: CorpusOptions,
  context: RunContext,
): Promise<FolderListing> {
  const named = files && (await namedFiles(source, files, sourceOptions, context));
  return named === undefined ? walkFolder(source, sourceOptions, context) : { files: named, skipped: [] };
}

class FolderCorpus implements CorpusReader {
  readonly kind = 'folder';
  private skips: SkippedDocument[];
  private total: number;

  constructor(
    private readonly source: string,
    private readonly files: readonly string[],
    private readonly unread: readonly SkippedDocument[],
    private readonly options: CorpusOptions,
    private readonly context: RunContext,
  ) {
    this.skips = [...unread];
    this.total = files.length;
  }

  get skipped(): readonly SkippedDocument[] {
    return this.skips;
  }

  /** Sinks as files turn out not to be documents, and grows with the rows of tables. */
  get expected(): { total: number; unit: string } {
    return { total: this.total, unit: 'documents' };
  }

  async *documents(): AsyncIterable<SourceDocument> {
    this.skips = [...this.unread];
    this.total = this.files.length;
    const ids = new UniqueIds();
    const breathe = breather(this.context);
    let count = 0;
    for await (const outcome of readAhead(this.files, filesAhead, (file) => this.read(file))) {
      throwIfCancelled(this.context);
      if (outcome.kind === 'document') {
        count++;
        yield ids.claim(outcome.document);
      } else if (outcome.kind === 'skipped') {
        this.skips.push(outcome.skipped);
        this.total--;
      } else {
        this.total--;
        for await (const document of this.rows(outcome.table, outcome.path)) {
          count++;
          this.total++;
          yield ids.claim(document);
        }
      }
      if (breathe.due()) await breathe();
    }
    requireDocuments(count, this.source, this.skips);
  }

  private async read(relative: string): Promise<Outcome> {
    const file = path.join(this.source, relative);
    const kind = fileKindOf(path.posix.basename(relative));
    const { maxFileSizeMB, sourceOptions } = this.options;
    if (kind.kind !== 'table')
      return readDocument(file, relative, kind.kind === 'prose' ? kind.markup : undefined, maxFileSizeMB);
    const skip = (reason: string): Outcome => ({ kind: 'skipped', skipped: { id: relative, reason } });
    const limit = maxFileSizeMB * 1024 * 1024;
    try {
      const { size } = await fs.stat(file);
      if (size > limit) return skip(tooLarge(maxFileSizeMB));
      if (size === 0) return skip('is empty');
      const source = { file, path: relative, kind: kind.table, gzipped: kind.gzipped, insideFolder: true };
      return {
        kind: 'table',
        table: await openTable(source, sourceOptions, limit, this.options.keepsFields),
        path: relative,
      };
    } catch (error) {
      return skip(error instanceof UnreadableTable ? error.message : reasonOf(error, relative));
    }
  }

  /** The rows of a table; if it breaks off, what is left of it is a skip. */
  private async *rows(table: OpenTable, relative: string): AsyncIterable<SourceDocument> {
    const breathe = breather(this.context);
    const rows = table.documents()[Symbol.asyncIterator]();
    for (;;) {
      let next: Awaited<ReturnType<typeof rows.next>>;
      try {
        next = await rows.next();
      } catch (error) {
        const reason = error instanceof UnreadableTable ? error.message : reasonOf(error, relative);
        this.skips.push({ id: relative, reason: `${reason}; rows before that were read` });
        return;
      }
      if (next.done === true) return;
      if (next.value.kind === 'document') yield next.value.document;
      else this.skips.push(next.value.skipped);
      if (breathe.due()) await breathe();
    }
  }
}
