import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextDecoder, decodeText } from '../../../src/engine/corpus/textEncoding';

interface Case {
  text: string;
  encoding: string;
  bytes: string;
}

const file = path.join(__dirname, '../../fixtures/corpus/encodings.json');
const cases = JSON.parse(fs.readFileSync(file, 'utf8')) as Case[];
const bytesOf = (encoding: string, text: string): Buffer =>
  Buffer.from(cases.find((one) => one.encoding === encoding && one.text.startsWith(text))!.bytes, 'base64');

describe('decodeText', () => {
  it.each(cases)('$encoding: $text', ({ text, bytes }) => {
    expect(decodeText(Buffer.from(bytes, 'base64'))?.text).toBe(text);
  });

  it('reads any text in UTF-8, with or without byte order mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.boolean(), (text, marked) => {
        fc.pre(!/[\0-\x08\x0e-\x1f\x7f\uFEFF]/.test(text));
        expect(decodeText(Buffer.from((marked ? '\uFEFF' : '') + text))?.text).toBe(text);
      }),
    );
  });

  it.each(['gb18030', 'utf-8', 'big5'])('is not put off by a character that the end cuts in two (%s)', (encoding) => {
    const bytes = bytesOf(encoding, '今天天');
    const text = decodeText(bytes.subarray(0, bytes.length - 1))?.text ?? '';
    expect(text.length).toBeGreaterThan(10);
    expect(cases.some((one) => one.text.startsWith(text))).toBe(true);
  });

  it('is not put off by an English preface longer than the sample', () => {
    const bytes = Buffer.concat([Buffer.from('All in English. '.repeat(6000)), bytesOf('gb18030', '今天天')]);
    expect(decodeText(bytes)?.text).toContain('今天天气很好');
  });

  it('keeps UTF-8 with a broken byte in it as UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from('今天天气很好，我们去公园散步。'.repeat(3)),
      Buffer.of(0xff),
      Buffer.from('再见'),
    ]);
    const decoded = decodeText(bytes);
    expect(decoded?.encoding).toBe('utf-8');
    expect(decoded?.text.endsWith('\uFFFD再见')).toBe(true);
  });

  it('trusts the encoding that a page names over a guess', () => {
    const bytes = bytesOf('euc_kr', '안녕');
    expect(decodeText(bytes, 'ks_c_5601-1987')).toMatchObject({ encoding: 'euc-kr' });
    expect(decodeText(Buffer.from('caf\u00e9', 'latin1'), 'no such encoding')?.text).toBe('café');
  });

  it('refuses binary content', () => {
    const noise = Uint8Array.from({ length: 4096 }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) & 0xff);
    expect(decodeText(noise)).toBeUndefined();
    expect(decodeText(new Uint8Array(100))).toBeUndefined();
    expect(decodeText(Uint8Array.from({ length: 300 }, (_, i) => i % 32))).toBeUndefined();
  });
});

describe('createTextDecoder', () => {
  it.each(['gb18030', 'utf-8', 'utf-16le', 'big5', 'windows-1252'] as const)('%s: chunks of any size', (encoding) => {
    const pythonName = {
      gb18030: 'gb18030',
      'utf-8': 'utf-8',
      'utf-16le': 'utf-16-le',
      big5: 'big5',
      'windows-1252': 'cp1252',
    };
    for (const one of cases.filter((candidate) => candidate.encoding === pythonName[encoding])) {
      const bytes = Buffer.from(one.bytes, 'base64');
      for (const size of [1, 2, 3, 5]) {
        const decoder = createTextDecoder(encoding);
        let text = '';
        for (let i = 0; i < bytes.length; i += size) text += decoder.decode(bytes.subarray(i, i + size));
        expect(text).toBe(one.text);
      }
    }
  });
});
