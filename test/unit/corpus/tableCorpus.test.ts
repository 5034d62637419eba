import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeParquet } from '../../../src/shared/parquet';
import { folderWith, readCorpus } from './corpusFolder';

const readFile = (name: string, content: string | Uint8Array, options = {}) =>
  readCorpus(path.join(folderWith({ [name]: content }), name), options);

describe('.csv', () => {
  it('reads text, id, label, date and title', async () => {
    const { documents } = await readFile(
      'answers.csv',
      '\uFEFFid,text,label,date,title\r\nq1,"Hello, ""world""",greeting,2020/3/7,Hi\r\nq2,"two\r\nlines",,soon,\r\n',
    );
    expect(documents).toEqual([
      {
        id: 'q1',
        path: 'answers.csv',
        row: 2,
        title: 'Hi',
        text: 'Hello, "world"',
        label: 'greeting',
        date: '2020-03-07',
      },
      { id: 'q2', path: 'answers.csv', row: 3, title: 'two', text: 'two\nlines' },
    ]);
  });

  it.each([';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    const row = (...cells: string[]): string => cells.join(delimiter);
    const { texts } = await readFile('a.csv', [row('id', 'text'), row('1', 'a, b'), row('2', 'c')].join('\n'));
    expect(texts).toEqual({ '1': 'a, b', '2': 'c' });
  });

  it('skips a broken row with its line and goes on with the next line', async () => {
    const { texts, skipped } = await readFile(
      'a.csv',
      'id,text\n1,one\n2,"never closed\n3,"three\nlines, ""really"""\n4,"closed" early\n5,five,extra\n6,5" pipe\n\n7,seven,\n8',
    );
    expect(texts).toEqual({ '1': 'one', '3': 'three\nlines, "really"', '6': '5" pipe', '7': 'seven' });
    expect(skipped).toEqual({
      'row-2': 'line 3 of a.csv has text after a closing quotation mark',
      'row-4': 'line 6 of a.csv has text after a closing quotation mark',
      'row-5': 'line 7 of a.csv has 3 cells where the header has 2',
      '8': 'is empty (line 11 of a.csv)',
    });
  });

  it('does not lose the rest of the file to a quotation mark that is never closed', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${i},row ${i}`);
    rows[5] = '5,"never closed';
    const { ids, skipped } = await readFile('a.csv', `id,text\n${rows.join('\n')}\n`);
    expect(ids).toHaveLength(2999);
    expect(skipped).toEqual({ 'row-6': 'line 7 of a.csv has a quotation mark that is never closed' });
  });

  it('gives back what was written, with its lines, across batches', async () => {
    const cell = fc.stringMatching(/^[a-z,"\n; ]{0,12}x[a-z,"\n]{0,3}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 1, maxLength: 40 }),
        fc.constantFrom('\n', '\r\n'),
        async (cells, end) => {
          const quoted = cells.map((text) => `"${text.replaceAll('"', '""')}"`);
          const { documents, skips } = await readFile(
            'a.csv',
            ['n,text', ...quoted.map((text) => `1,${text}`), ''].join(end),
          );
          expect(skips).toEqual([]);
          expect(documents.map(({ text }) => text)).toEqual(cells.map((text) => text.trim()));
          let line = 2;
          for (const [i, document] of documents.entries()) {
            expect(document.row).toBe(line);
            line += cells[i]!.split('\n').length;
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes the only column of long text where none is called text, and says so', async () => {
    const long = 'a sentence that goes on for quite a while';
    const { texts, log } = await readFile('a.csv', `id,place,answer\n1,Oslo,${long}\n2,Rome,${long}\n`);
    expect(texts['1']).toBe(long);
    expect(log.join()).toContain("column 'answer'");
  });

  it('names the columns there are when it cannot choose', async () => {
    await expect(readFile('a.csv', 'x,y\n1,2\n')).rejects.toThrow(/a\.csv does not say where its text is.*'x', 'y'/);
    await expect(readFile('a.csv', 'x,text\n1,2\n', { textColumn: 'body' })).rejects.toThrow(
      /has no column 'body'\. Its columns are 'x', 'text'/,
    );
    await expect(readFile('a.csv', 'id,text\n')).rejects.toThrow(/has no rows/);
    await expect(readFile('a.csv', '')).rejects.toThrow(/is empty/);
  });

  it('makes repeated ids unique', async () => {
    const { ids, log } = await readFile('a.csv', 'id,text\na,1\na,2\na~2,3\na,4\n');
    expect(ids).toEqual(['a', 'a~2', 'a~2~2', 'a~3']);
    expect(log.join()).toContain('3 rows of a.csv repeat an id');
  });

  it('reads GBK after a header in ASCII', async () => {
    const gbk = Buffer.from('vfHM7Mzsxvi63LrDo6zO0sPHyKW5q9SwyaKyvaGj', 'base64'); // 今天天气很好，我们去公园散步。
    const { documents } = await readFile('a.csv', Buffer.concat([Buffer.from('id,text\n1,'), gbk, Buffer.from('\n')]));
    expect(documents[0]?.text).toBe('今天天气很好，我们去公园散步。');
  });
});

describe('.tsv', () => {
  it('takes quotation marks as they stand where they quote nothing', async () => {
    const { texts } = await readFile('a.tsv', 'id\ttext\n1\t"Hello" she said\n2\t"quoted\ttab"\n3\tplain\n');
    expect(texts).toEqual({ '1': '"Hello" she said', '2': 'quoted\ttab', '3': 'plain' });
  });
});

describe('.jsonl', () => {
  const lines = [
    '{"id": 7, "text": "a", "label": 3}',
    '',
    '{"text": "b"',
    '"only text"',
    '[1]',
    '{"text": null}',
    '{"text": ["x", "y"]}',
  ];

  it('reads objects and strings, and skips broken lines with their numbers', async () => {
    const { documents, skipped } = await readFile('a.jsonl', lines.join('\n'));
    expect(documents.map(({ id, text, row, label }) => [id, text, row, label])).toEqual([
      ['7', 'a', 1, '3'],
      ['row-3', 'only text', 4, undefined],
      ['row-6', 'x\n\ny', 7, undefined],
    ]);
    expect(skipped['row-2']).toMatch(/^line 3 of a\.jsonl is not valid JSON/);
    expect(skipped['row-4']).toBe('line 5 of a.jsonl is not a JSON object');
    expect(skipped['row-5']).toBe('is empty (line 6 of a.jsonl)');
  });

  it('reads .gz, and refuses one that is cut short', async () => {
    const packed = zlib.gzipSync(lines.join('\n'));
    expect((await readFile('a.jsonl.gz', packed)).ids).toEqual(['7', 'row-3', 'row-6']);
    await expect(readFile('a.ndjson.gz', packed.subarray(0, packed.length - 12))).rejects.toThrow(/is cut short/);
    await expect(readFile('a.jsonl.gz', 'not packed')).rejects.toThrow(/not a gzip file/);
  });

  it('skips a line longer than the size limit without keeping it', async () => {
    const long = JSON.stringify({ text: 'x'.repeat(500_000) });
    const { ids, skipped } = await readFile('a.jsonl', `{"text":"a"}\n${long}\n{"text":"b"}\n`, { maxFileSizeMB: 0.2 });
    expect(ids).toEqual(['row-1', 'row-3']);
    expect(skipped).toEqual({ 'row-2': 'line 2 of a.jsonl is longer than the size limit' });
  });
});

describe('.txt with lines', () => {
  it('is a document a line, whatever the line ends', async () => {
    const { documents, skipped, log } = await readFile('a.txt', 'one\r\ntwo\rthree\n\nfour', { lines: true });
    expect(documents.map(({ id, text, row }) => [id, text, row])).toEqual([
      ['row-1', 'one', 1],
      ['row-2', 'two', 2],
      ['row-3', 'three', 3],
      ['row-5', 'four', 5],
    ]);
    expect(skipped).toEqual({ 'row-4': 'is empty (line 4 of a.txt)' });
    expect(log).toEqual([]);
  });
});

describe('.parquet', () => {
  it('reads what pyarrow wrote, with dates, and knows how many rows come', async () => {
    const bytes = fs.readFileSync(path.join(__dirname, '../../fixtures/corpus/zstd.parquet'));
    const { documents, skipped, expected } = await readFile('a.parquet', bytes);
    expect(documents.map(({ id, date, label }) => [id, date, label])).toEqual([
      ['9007199254740993', '2020-01-01', 'a'],
      ['2', '2020-01-02', 'b'],
      ['4', '2020-01-04', 'b'],
      ['6', '2020-01-06', 'b'],
      ['7', '2020-01-07', undefined],
    ]);
    expect(Object.keys(skipped)).toEqual(['3', '5']);
    expect(expected).toEqual({ total: 5, unit: 'documents' });
  });

  it('refuses a damaged file by name', async () => {
    const whole = new Uint8Array(writeParquet([{ name: 'text', type: 'STRING', data: ['a', 'b'] }], 10));
    await expect(readFile('a.parquet', whole.subarray(0, whole.length - 3))).rejects.toThrow(
      /a\.parquet is not a readable Parquet file/,
    );
  });
});
