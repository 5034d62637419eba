import { linesOf } from './lineReader';
import type { TableReader, TableRow } from './table';
import { textChunks } from './textChunks';

/** Plain text with a document a line: a table of the one column `text`. */
export function openPlainLines(file: string, gzipped: boolean, maxRowLength: number): TableReader {
  return {
    columns: ['text'],
    rowCount: undefined,
    async *rows(): AsyncIterable<TableRow> {
      for await (const { text, number } of linesOf(textChunks(file, gzipped), maxRowLength)) {
        if (text === undefined) yield { kind: 'broken', number, line: number, reason: 'is longer than the size limit' };
        else yield { kind: 'row', cells: { text }, number, line: number };
      }
    },
  };
}
