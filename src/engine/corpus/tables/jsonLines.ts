import { linesOf } from './lineReader';
import type { TableReader, TableRow } from './table';
import { textChunks } from './textChunks';

/** JSON lines: an object a line, or a string, which then is the text. Blank lines are passed over. */
export function openJsonLines(file: string, gzipped: boolean, maxRowLength: number): TableReader {
  return {
    columns: undefined,
    rowCount: undefined,
    async *rows(): AsyncIterable<TableRow> {
      let number = 0;
      for await (const { text, number: line } of linesOf(textChunks(file, gzipped), maxRowLength)) {
        if (text?.trim() === '') continue;
        number++;
        if (text === undefined) yield { kind: 'broken', number, line, reason: 'is longer than the size limit' };
        else yield rowOf(text, number, line);
      }
    },
  };
}

function rowOf(text: string, number: number, line: number): TableRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      kind: 'broken',
      number,
      line,
      reason: `is not valid JSON (${(error as SyntaxError).message.slice(0, 80)})`,
    };
  }
  if (typeof value === 'string') return { kind: 'row', cells: { text: value }, number, line };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { kind: 'broken', number, line, reason: 'is not a JSON object' };
  return { kind: 'row', cells: value as Record<string, unknown>, number, line };
}
