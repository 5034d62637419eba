import fs from 'node:fs/promises';
import type { Stats } from 'node:fs';
import path from 'node:path';
import { GroveError } from '../../shared/errors';
import type { RunContext } from '../runContext';
import type { CorpusOptions } from './corpusOptions';
import type { CorpusReader } from './document';
import { reasonOf } from './fileErrors';
import { fileKindOf, tableKindOf } from './fileKinds';
import { openFolder } from './folderCorpus';
import { isAnalysis } from './folderWalk';
import { openTableCorpus } from './tableCorpus';

/**
 * Opens a folder or a table file as a corpus. Documents are read when `documents()` is iterated; it may be iterated
 * again, which reads again.
 *
 * @param source absolute path of a folder, or of a .csv, .tsv, .jsonl, .ndjson (.gz of each) or .parquet file, or with
 *   `lines` of a text file with a document a line
 * @throws GroveError 'bad-input' when the source is missing, of no kind that Grove reads, or nothing in it is readable
 */
export async function openCorpus(source: string, options: CorpusOptions, context: RunContext): Promise<CorpusReader> {
  let stats: Stats;
  let names: readonly string[] = [];
  try {
    stats = await fs.stat(source);
    if (stats.isDirectory()) names = await fs.readdir(source);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const what = missing ? 'does not exist. Check the path' : `${reasonOf(error, source)}. Check its permissions`;
    throw new GroveError('bad-input', `${source} ${what}.`, { cause: error });
  }
  if (stats.isDirectory()) {
    if (names.length > 0 && (await isAnalysis(source, new Set(names))))
      throw new GroveError(
        'bad-input',
        `${source} is an analysis that Grove wrote. Choose the folder with the documents.`,
      );
    return openFolder(source, options, context);
  }
  if (!stats.isFile()) throw new GroveError('bad-input', `${source} is neither a folder nor a file.`);

  const name = path.basename(source);
  const table = tableKindOf(name);
  if (table !== undefined)
    return openTableCorpus(
      { file: source, path: name, kind: table.table, gzipped: table.gzipped, insideFolder: false },
      options,
      context,
    );
  if (options.sourceOptions.lines && fileKindOf(name.replace(/\.gz$/i, '')).kind !== 'other')
    return openTableCorpus(
      { file: source, path: name, kind: 'lines', gzipped: /\.gz$/i.test(name), insideFolder: false },
      options,
      context,
    );
  throw new GroveError('bad-input', notASource(source, name));
}

function notASource(source: string, name: string): string {
  const tables = '.csv, .tsv, .jsonl or .parquet';
  if (/\.parquet\.gz$/i.test(name))
    return `${source} is a packed Parquet file. Unpack it first: Parquet is compressed already.`;
  if (fileKindOf(name.replace(/\.gz$/i, '')).kind === 'other')
    return `${source} is not a table file that Grove reads (${tables}). Choose such a file or a folder.`;
  return (
    `${source} is a single document. If each of its lines is a document, add --lines on the command line; ` +
    `otherwise choose its folder, or a table file (${tables}).`
  );
}
