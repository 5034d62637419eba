import { GroveError } from '../../shared/errors';
import type { RunContext } from '../runContext';
import { breather } from '../runContext';
import { requireDocuments } from './corpusErrors';
import type { CorpusOptions } from './corpusOptions';
import type { CorpusReader, SkippedDocument, SourceDocument } from './document';
import { reasonOf } from './fileErrors';
import { openTable, type OpenTable, type TableSource } from './tableDocuments';
import { UnreadableTable } from './tables/table';
import { UniqueIds } from './uniqueIds';

/** The documents of one table file, a row each. */
export async function openTableCorpus(
  source: TableSource,
  options: CorpusOptions,
  context: RunContext,
): Promise<CorpusReader> {
  let table: OpenTable;
  try {
    table = await openTable(source, options.sourceOptions, options.maxFileSizeMB * 1024 * 1024, options.keepsFields);
  } catch (error) {
    throw badTable(source, error);
  }
  if (table.roles.reason !== undefined)
    context.log(`Text is read from column '${table.roles.text}' of ${source.path}: ${table.roles.reason}.`);
  return new TableCorpus(source, table, context);
}

class TableCorpus implements CorpusReader {
  readonly kind = 'table';
  private skips: SkippedDocument[] = [];

  constructor(
    private readonly source: TableSource,
    private readonly table: OpenTable,
    private readonly context: RunContext,
  ) {}

  get skipped(): readonly SkippedDocument[] {
    return this.skips;
  }

  get expected(): { total: number; unit: string } | undefined {
    const { rowCount } = this.table;
    return rowCount === undefined ? undefined : { total: rowCount - this.skips.length, unit: 'documents' };
  }

  async *documents(): AsyncIterable<SourceDocument> {
    this.skips = [];
    const ids = new UniqueIds();
    const breathe = breather(this.context);
    let count = 0;
    const rows = this.table.documents()[Symbol.asyncIterator]();
    for (;;) {
      let next: Awaited<ReturnType<typeof rows.next>>;
      try {
        next = await rows.next();
      } catch (error) {
        throw badTable(this.source, error);
      }
      if (next.done === true) break;
      if (next.value.kind === 'skipped') {
        this.skips.push(next.value.skipped);
      } else {
        count++;
        yield ids.claim(next.value.document);
      }
      if (breathe.due()) await breathe();
    }
    if (ids.changed > 0)
      this.context.log(`${ids.changed} rows of ${this.source.path} repeat an id; theirs got '~2', '~3', … appended.`);
    requireDocuments(count, this.source.file, this.skips);
  }
}

function badTable({ file }: TableSource, error: unknown): unknown {
  if (error instanceof UnreadableTable)
    return new GroveError('bad-input', `${file} ${error.message}.`, { cause: error });
  if (error instanceof Error && 'syscall' in error)
    return new GroveError('bad-input', `${file} ${reasonOf(error, file)}. Check the file and try again.`, {
      cause: error,
    });
  return error;
}
