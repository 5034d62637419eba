import fs from 'node:fs';
import zlib from 'node:zlib';
import { isAscii } from 'node:buffer';
import { createTextDecoder, detectEncoding, type ChunkDecoder } from '../textEncoding';
import { UnreadableTable } from './table';

const chunkBytes = 1 << 17;

/**
 * The text of a file, chunk by chunk, unpacked where `gzipped`. Plain ASCII passes until the first byte beyond it; that
 * chunk then decides the encoding for all the rest. Throws `UnreadableTable` for damaged gzip and for what is not text.
 */
export async function* textChunks(file: string, gzipped: boolean): AsyncIterable<string> {
  let decoder: ChunkDecoder | undefined;
  let first = true;
  for await (const chunk of byteChunks(file, gzipped)) {
    if (decoder === undefined && (first || !isAscii(chunk))) {
      const encoding = detectEncoding(chunk);
      if (encoding === undefined) throw new UnreadableTable('is not text (binary)');
      if (!isAscii(chunk)) decoder = createTextDecoder(encoding);
    }
    const text = decoder === undefined ? Buffer.from(chunk).toString('latin1') : decoder.decode(chunk, true);
    yield first ? text.replace(/^\uFEFF/, '') : text;
    first = false;
  }
}

async function* byteChunks(file: string, gzipped: boolean): AsyncIterable<Uint8Array> {
  const source = fs.createReadStream(file, { highWaterMark: chunkBytes });
  if (!gzipped) {
    for await (const chunk of source) yield chunk as Uint8Array;
    return;
  }
  const unpacked = zlib.createGunzip({ chunkSize: chunkBytes });
  source.on('error', (error) => unpacked.destroy(error));
  try {
    for await (const chunk of source.pipe(unpacked)) yield chunk as Uint8Array;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('Z_')) throw new UnreadableTable('is cut short or not a gzip file', { cause: error });
    throw error;
  } finally {
    source.destroy();
  }
}
