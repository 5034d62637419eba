import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs, { type FileHandle } from 'node:fs/promises';
import { GroveError, messageOf } from '../../shared/errors';
import { digestOf } from './digests';
import { type Answer, cancelledDownload, drop, interrupted, refused, request } from './request';

export interface Download {
  readonly url: URL;
  /** Absolute path. What is there of it so far is at `<file>.part`, and at `<file>.part.tag` of which version that is. */
  readonly file: string;
  /** What its content must have. Where it is not given, what the server says is taken. */
  readonly sha256?: string | undefined;
}

export interface Downloaded {
  readonly bytes: number;
  readonly sha256: string;
  /** Whether there was a checksum to hold it against. */
  readonly isChecked: boolean;
}

/**
 * Fetches one file whole or not at all. What was there of it is taken up by a range request, if it is of the same version still; a
 * connection that breaks is taken up at once while that brings bytes.
 *
 * @param onBytes hears how many bytes are there
 * @throws GroveError 'download-failed' naming the host or the wrong checksum; 'write-failed'; 'cancelled'
 */
export async function downloadFile(
  download: Download,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Downloaded> {
  const part = `${download.file}.part`;
  let most = await sizeOf(part);
  for (let isAnew = false; ;) {
    try {
      return await attempt(download, onBytes, signal);
    } catch (error) {
      if (!(error instanceof Interruption)) throw error;
      const reached = await sizeOf(part);
      const isFruitless = error.isWrong ? isAnew : reached <= most;
      if (signal.aborted) throw cancelledDownload();
      if (isFruitless) throw error.reason;
      isAnew ||= error.isWrong;
      most = error.isWrong ? 0 : reached;
    }
  }
}

/** Something that may go well another time. */
class Interruption extends Error {
  constructor(
    readonly reason: GroveError,
    /** What had been there before was of no use, and is gone. */
    readonly isWrong: boolean,
  ) {
    super(reason.message);
  }
}

async function attempt(
  { url, file, sha256 }: Download,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Downloaded> {
  const part = `${file}.part`;
  const tag = await fs.readFile(`${part}.tag`, 'utf8').catch(() => '');
  const before = tag !== '' || sha256 !== undefined ? await sizeOf(part) : 0;
  const headers = before === 0 ? {} : { range: `bytes=${before}-`, ...(tag !== '' && { 'if-range': tag }) };
  const answer = await request(url, { method: 'GET', headers, signal });
  const { response } = answer;
  const begin = beginOf(response, before);
  if (begin === undefined) {
    await drop(response);
    await remove(part);
    const reason = refused(url, response.status);
    throw response.status === 416 && before > 0 ? new Interruption(reason, true) : reason;
  }
  const hash = createHash('sha256');
  const bytes = await writing(part, async () => {
    await fs.writeFile(`${part}.tag`, validatorOf(response));
    const handle = await fs.open(part, begin === 0 ? 'w' : 'a');
    try {
      if (begin > 0) await readInto(hash, part);
      return await receive(url, response, { handle, hash, begin, onBytes, signal });
    } finally {
      await handle.close();
    }
  });
  const wanted = sha256 ?? serverDigest(answer);
  const found = hash.digest('hex');
  if (wanted !== undefined && wanted !== found) {
    await remove(part);
    const reason = wrongChecksum(url, wanted, found);
    throw begin > 0 ? new Interruption(reason, true) : reason;
  }
  await writing(file, () => fs.rename(part, file));
  await fs.rm(`${part}.tag`, { force: true });
  return { bytes, sha256: found, isChecked: wanted !== undefined };
}

/** From which byte on the answer is, undefined where it is no content. */
function beginOf(response: Response, before: number): number | undefined {
  if (response.status === 200) return 0;
  if (response.status !== 206) return undefined;
  const [, first] = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '') ?? [];
  return Number(first) === before ? before : undefined;
}

interface Receiver {
  readonly handle: FileHandle;
  readonly hash: Hash;
  readonly begin: number;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Appends what comes. Returns how many bytes there are then, with those of before. */
async function receive(
  url: URL,
  response: Response,
  { handle, hash, begin, onBytes, signal }: Receiver,
): Promise<number> {
  const length = response.headers.get('content-length');
  let bytes = begin;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read().catch((error: unknown) => {
      throw new Interruption(interrupted(url, error, signal), false);
    });
    if (next === undefined || next.done) break;
    const chunk = next.value as Uint8Array;
    await handle.appendFile(chunk);
    hash.update(chunk);
    bytes += chunk.length;
    onBytes(bytes);
  }
  if (length !== null && bytes !== begin + Number(length))
    throw new Interruption(interrupted(url, new Error('the connection broke off'), signal), false);
  return bytes;
}

async function readInto(hash: Hash, file: string): Promise<void> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
}

/** The digest of a file on disk. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await readInto(hash, file);
  return hash.digest('hex');
}

/** A weak tag does not promise the same bytes. */
function validatorOf({ headers }: Response): string {
  const tag = headers.get('etag') ?? '';
  return tag.startsWith('"') ? tag : (headers.get('last-modified') ?? '');
}

/** A hub says it before it sends on to where large files lie. */
function serverDigest({ response, redirects }: Answer): string | undefined {
  return [...redirects, response.headers].map(digestOf).find((digest) => digest !== undefined);
}

function wrongChecksum(url: URL, wanted: string, found: string): GroveError {
  return new GroveError(
    'download-failed',
    `${url.href} has the wrong checksum: SHA-256 ${found} instead of ${wanted}. It was changed or damaged on its way, and was not kept.`,
  );
}

/** Turns what the disk refuses into a sentence. */
export async function writing<T>(file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    const code = 'code' in error ? String(error.code) : '';
    const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code);
    throw new GroveError(
      'write-failed',
      isFull
        ? `The disk is full: ${file} can't be written. Make room and run the same again, which goes on where it stopped, or choose another place (--out).`
        : `${file} can't be written: ${messageOf(error)}. Choose another place (--out).`,
      { cause: error },
    );
  }
}

async function remove(part: string): Promise<void> {
  await fs.rm(part, { force: true });
  await fs.rm(`${part}.tag`, { force: true });
}

export async function sizeOf(file: string): Promise<number> {
  return (await fs.stat(file).catch(() => undefined))?.size ?? 0;
}
