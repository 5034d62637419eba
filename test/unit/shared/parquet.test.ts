import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parquetBytes,
  parquetPieces,
  readParquetRows,
  readParquetSchema,
  writeParquet,
  type ParquetRow,
} from '../../../src/shared/parquet';

const fixtures = path.join(__dirname, '../../fixtures/corpus');

async function rowsOf(bytes: Uint8Array, columns?: string[]): Promise<ParquetRow[]> {
  const rows: ParquetRow[] = [];
  for await (const row of readParquetRows(parquetBytes(bytes), columns)) rows.push(row);
  return rows;
}

describe('readParquetRows', () => {
  it.each(['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'])(
    'reads what pyarrow wrote with codec %s',
    async (codec) => {
      const bytes = fs.readFileSync(path.join(fixtures, `${codec}.parquet`));
      const rows = await rowsOf(bytes);
      expect(rows.map((row) => row['text'])).toEqual([
        'plain words',
        '第二篇文档',
        null,
        'café',
        '',
        'line one\nline two',
        'last',
      ]);
      expect(rows.map((row) => row['id'])).toEqual(['9007199254740993', 2, 3, 4, 5, 6, 7]);
      expect(rows.map((row) => row['label'])).toEqual(['a', 'b', 'a', 'b', 'a', 'b', null]);
      expect(rows[0]!['tags']).toEqual(['x', 'y']);
      expect(rows[3]!['score']).toBeNull();
      expect(rows[6]!['date']).toEqual(new Date('2020-01-07'));
    },
  );

  it('decodes only the columns asked for, and passes over those that are not there', async () => {
    const bytes = fs.readFileSync(path.join(fixtures, 'zstd.parquet'));
    const rows = await rowsOf(bytes, ['label', 'nowhere']);
    expect(rows).toHaveLength(7);
    expect(rows[1]).toEqual({ label: 'b' });
  });

  it('names the top-level columns, nested ones once', async () => {
    const bytes = fs.readFileSync(path.join(fixtures, 'none.parquet'));
    expect(await readParquetSchema(parquetBytes(bytes))).toEqual({
      columns: ['id', 'text', 'label', 'score', 'tags', 'place', 'date'],
      rows: 7,
    });
  });

  it('refuses what is not Parquet', async () => {
    await expect(rowsOf(new TextEncoder().encode('id,text\n1,hello'))).rejects.toThrow(/parquet/i);
  });
});

describe('writeParquet', () => {
  it('is read back as it was written, whatever the row groups', async () => {
    const cell = fc.record({
      text: fc.option(fc.string({ unit: 'grapheme' })),
      count: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      score: fc.float({ noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 30 }), fc.integer({ min: 1, max: 10 }), async (cells, groupSize) => {
        const buffer = writeParquet(
          [
            { name: 'text', type: 'STRING', data: cells.map((c) => c.text) },
            { name: 'count', type: 'INT32', data: Int32Array.from(cells, (c) => c.count) },
            { name: 'score', type: 'FLOAT', data: Float32Array.from(cells, (c) => c.score) },
          ],
          groupSize,
        );
        expect(await rowsOf(new Uint8Array(buffer))).toEqual(cells.map((c) => ({ ...c })));
      }),
      { numRuns: 60 },
    );
  });

  it('is the same bytes in pieces of a row group', () => {
    const texts = ['a', null, 'c', 'd', 'e', 'f', 'g'];
    const columns = [
      { name: 'text', type: 'STRING', data: texts },
      { name: 'x', type: 'DOUBLE', data: [1, 2, 3, 4, 5, 6, 7] },
    ] as const;
    const pieces = parquetPieces(
      (from, to) => columns.map((column) => ({ ...column, data: column.data.slice(from, to) })),
      texts.length,
      3,
    );
    expect(Buffer.concat([...pieces])).toEqual(Buffer.from(writeParquet(columns, 3)));
  });

  it('writes the same bytes for the same columns', () => {
    const columns = [{ name: 'x', type: 'DOUBLE', data: Float64Array.of(1, 2, 3) }] as const;
    expect(new Uint8Array(writeParquet(columns, 2))).toEqual(new Uint8Array(writeParquet(columns, 2)));
  });
});
