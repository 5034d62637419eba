import type fs from 'node:fs/promises';
import type { ParquetFile } from './parquet';

/** An open file, read range by range. */
export async function fileRanges(handle: fs.FileHandle): Promise<ParquetFile> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      return bytes.buffer.slice(0, bytesRead);
    },
  };
}
