import fs from 'node:fs/promises';
import { binarySignature } from './binaryContent';
import type { SkippedDocument, SourceDocument } from './document';
import { reasonOf } from './fileErrors';
import { titleFromName } from './fileKinds';
import { charsetOfHtml } from './markup/html';
import { readProse, type MarkupKind } from './markup/prose';
import { decodeText } from './textEncoding';

export type FileOutcome =
  | { readonly kind: 'document'; readonly document: SourceDocument }
  | { readonly kind: 'skipped'; readonly skipped: SkippedDocument };

/**
 * Reads one file as one document. Never rejects because of the file: what is wrong with it becomes a skip.
 *
 * @param id the file's path relative to the source
 * @param markup how to read it; undefined for a file whose name says nothing, which then must not be markup for programs
 */
export async function readDocument(
  file: string,
  id: string,
  markup: MarkupKind | undefined,
  maxFileSizeMB: number,
): Promise<FileOutcome> {
  const skip = (reason: string): FileOutcome => ({ kind: 'skipped', skipped: { id, reason } });
  const room = spareRooms.pop() ?? Buffer.allocUnsafeSlow(usualBytes);
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readWhole(file, maxFileSizeMB * 1024 * 1024, room);
    if (bytes === undefined) return skip(tooLarge(maxFileSizeMB));
  } catch (error) {
    return skip(reasonOf(error, id));
  } finally {
    spareRooms.push(room); // nobody else runs before the bytes are decoded
  }
  return documentOf(bytes, id, markup);
}

function documentOf(bytes: Uint8Array, id: string, markup: MarkupKind | undefined): FileOutcome {
  const skip = (reason: string): FileOutcome => ({ kind: 'skipped', skipped: { id, reason } });
  if (bytes.length === 0) return skip('is empty');
  const signature = binarySignature(bytes);
  if (signature !== undefined) return skip(`is not text (binary: ${signature})`);
  const decoded = decodeText(bytes, markup === 'html' ? charsetOfHtml(bytes) : undefined);
  if (decoded === undefined) return skip('is not text (binary)');
  if (decoded.text.trim() === '') return skip('holds only white space');
  if (markup === undefined && isForPrograms(decoded.text))
    return skip('is not a text document (a script or data file)');

  const prose = readProse(markup ?? 'plain', decoded.text);
  if (prose.text === '') return skip('holds no prose, only markup');
  const document: SourceDocument = {
    id,
    path: id,
    title: prose.title ?? titleFromName(id),
    text: prose.text,
    ...(prose.label !== undefined && { label: prose.label }),
    ...(prose.date !== undefined && { date: prose.date }),
    ...(prose.fields !== undefined && { fields: prose.fields }),
  };
  return { kind: 'document', document };
}

export function tooLarge(maxFileSizeMB: number): string {
  return `is larger than ${maxFileSizeMB} MB (--max-file-size-mb; setting grove.maxFileSizeMB)`;
}

/** Most documents are smaller: they are read at once, without asking for their size. */
const usualBytes = 1 << 16;
/** Memory for such documents that nobody uses now. */
const spareRooms: Buffer[] = [];

/** The file's bytes as they are now, in `room` where that is enough, or undefined where there are more than `limit`. */
async function readWhole(file: string, limit: number, room: Buffer): Promise<Uint8Array | undefined> {
  const handle = await fs.open(file);
  try {
    let bytes = room;
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
      length += bytesRead;
      if (length > limit) return undefined;
      if (bytesRead === 0 || length < bytes.length) return bytes.subarray(0, length);
      // One byte more than there should be: in a file that does not grow, the next read is then also the last.
      const { size } = await handle.stat();
      if (size > limit) return undefined;
      bytes = Buffer.concat([bytes, Buffer.allocUnsafe(Math.max(size + 1 - length, bytes.length))]);
    }
  } finally {
    await handle.close();
  }
}

/** Scripts, XML, JSON and keys give themselves away in their first characters. */
function isForPrograms(text: string): boolean {
  const head = text.slice(0, 200).trimStart();
  return /^(?:#!|<\?(?:xml|php)|-----BEGIN |[[{]\s*["{[\]}])/.test(head);
}
