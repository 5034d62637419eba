import { createHash, type Hash } from 'node:crypto';
import fs from 'node:fs/promises';
import { sharedBuffer } from '../math/threads/threads';
import { breather, type RunContext } from '../runContext';
import { columnsOf, isRecordList, recordsOf } from './recordColumns';

/**
 * One value in a file: plain objects, lists, sets, strings, finite numbers and typed arrays, as deep as they go; fields that are undefined
 * are left out. Typed arrays are written as they are in memory, long lists in pieces, so that neither writing nor reading needs
 * the value twice. For reading on a machine of the same byte order.
 *
 * The file: records, each its length in bytes (8 bytes) and its bytes: a typed array, or JSON. The last says how the others make
 * up the value. Then SHA-256 of all that (32 bytes).
 */
const arrayTypes = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array } as const;
type ArrayType = keyof typeof arrayTypes;
type StoredArray = InstanceType<(typeof arrayTypes)[ArrayType]>;

/** Stands for what is in records of its own. */
class Stored {
  constructor(
    readonly kind: ArrayType | 'list',
    /** Records; of a list, each a piece of it. */
    readonly records: readonly number[],
    readonly isShared: boolean,
  ) {}
}

const listFrom = 2000;
const pieceLength = 5000;
const pieceBytes = 8 * 1024 * 1024;
const lengthBytes = 8;
const digestBytes = 32;

/** Writes the value. What is in it twice is written once. */
export async function writeValue(file: string, value: unknown, context: RunContext): Promise<void> {
  const handle = await fs.open(file, 'w');
  try {
    await new ValueWriter(handle, context).write(value);
  } finally {
    await handle.close();
  }
}

/** Reads a value. Throws an Error where the file is not whole. */
export async function readValue(file: string, context: RunContext): Promise<unknown> {
  const handle = await fs.open(file);
  try {
    return await new ValueReader(handle, context).read();
  } finally {
    await handle.close();
  }
}

class ValueWriter {
  private readonly hash = createHash('sha256');
  private readonly seen = new Map<object, unknown>();
  private readonly breathe;
  private records = 0;

  constructor(
    private readonly handle: fs.FileHandle,
    context: RunContext,
  ) {
    this.breathe = breather(context);
  }

  async write(value: unknown): Promise<void> {
    await this.record(jsonBytes(await this.stored(value)));
    await this.handle.writeFile(this.hash.digest());
  }

  /** The value with its large parts written and stood for. */
  private async stored(value: unknown): Promise<unknown> {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.seen.get(value);
    if (known !== undefined) return known;
    const stored = await this.storedObject(value);
    this.seen.set(value, stored);
    return stored;
  }

  private async storedObject(value: object): Promise<unknown> {
    if (isStoredArray(value)) return this.array(value);
    if (value instanceof Set) return { [setMarker]: await this.stored([...value]) };
    if (Array.isArray(value)) return value.length < listFrom ? this.each(value) : this.list(value);
    if (Object.getPrototypeOf(value) !== Object.prototype)
      throw new Error(`${value.constructor.name} can't be written`);
    const entries: [string, unknown][] = [];
    for (const [key, inner] of Object.entries(value)) entries.push([key, await this.stored(inner)]);
    return Object.fromEntries(entries);
  }

  private async each(values: readonly unknown[]): Promise<unknown[]> {
    const stored: unknown[] = [];
    for (const value of values) stored.push(await this.stored(value));
    return stored;
  }

  private async array(values: StoredArray): Promise<Stored> {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const isShared = typeof SharedArrayBuffer !== 'undefined' && values.buffer instanceof SharedArrayBuffer;
    return new Stored(values.constructor.name as ArrayType, [await this.record(bytes)], isShared);
  }

  private async list(values: readonly unknown[]): Promise<Stored> {
    const records: number[] = [];
    for (let from = 0; from < values.length; from += pieceLength) {
      const piece = values.slice(from, from + pieceLength);
      records.push(await this.record(jsonBytes(isRecordList(piece) ? columnsOf(piece) : piece)));
    }
    return new Stored('list', records, false);
  }

  private async record(bytes: Uint8Array): Promise<number> {
    const length = Buffer.alloc(lengthBytes);
    length.writeDoubleLE(bytes.length);
    await this.put(length);
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      await this.put(bytes.subarray(from, from + pieceBytes));
      if (this.breathe.due()) await this.breathe();
    }
    return this.records++;
  }

  private async put(bytes: Uint8Array): Promise<void> {
    this.hash.update(bytes);
    await this.handle.writeFile(bytes);
  }
}

class ValueReader {
  private readonly hash: Hash = createHash('sha256');
  private readonly values = new Map<string, unknown>();
  private readonly breathe;
  private at = 0;
  private size = 0;
  /** Where each record begins, and its length. */
  private readonly places: { readonly at: number; readonly length: number }[] = [];

  constructor(
    private readonly handle: fs.FileHandle,
    context: RunContext,
  ) {
    this.breathe = breather(context);
  }

  async read(): Promise<unknown> {
    this.size = (await this.handle.stat()).size;
    await this.verify();
    const last = this.places.at(-1);
    if (last === undefined) throw new Error('it is empty');
    return this.restored(await this.json(last));
  }

  /** Reads the file through before anything of it is believed. */
  private async verify(): Promise<void> {
    const end = this.size - digestBytes;
    while (this.at < end) {
      const header = await this.hashed(lengthBytes);
      const length = header.readDoubleLE();
      if (!Number.isInteger(length) || length < 0 || this.at + length > end) throw new Error('it is cut short');
      this.places.push({ at: this.at, length });
      for (let left = length; left > 0; left -= pieceBytes) {
        await this.hashed(Math.min(left, pieceBytes));
        if (this.breathe.due()) await this.breathe();
      }
    }
    const digest = await this.part(this.at, Buffer.alloc(digestBytes));
    if (!this.hash.digest().equals(digest)) throw new Error('its content is not what was written');
  }

  private async hashed(length: number): Promise<Buffer> {
    const bytes = await this.part(this.at, Buffer.allocUnsafe(length));
    this.hash.update(bytes);
    this.at += length;
    return bytes;
  }

  private async part<T extends Uint8Array>(at: number, into: T): Promise<T> {
    const { bytesRead } = await this.handle.read(into, 0, into.length, at);
    if (bytesRead < into.length) throw new Error('it is cut short');
    return into;
  }

  private async json({ at, length }: { readonly at: number; readonly length: number }): Promise<unknown> {
    return JSON.parse((await this.part(at, Buffer.allocUnsafe(length))).toString('utf8'));
  }

  private async restored(value: unknown): Promise<unknown> {
    if (typeof value !== 'object' || value === null) return value;
    const stored = storedOf(value);
    if (stored === undefined) {
      if (Array.isArray(value)) {
        for (let i = 0; i < value.length; i++) value[i] = await this.restored(value[i]);
        return value;
      }
      const object = value as Record<string, unknown>;
      if (setMarker in object) return new Set((await this.restored(object[setMarker])) as unknown[]);
      for (const key of Object.keys(object)) object[key] = await this.restored(object[key]);
      return object;
    }
    const key = stored.records.join(' ');
    if (!this.values.has(key)) this.values.set(key, await (stored.kind === 'list' ? this.list(stored) : this.array(stored))); // prettier-ignore
    return this.values.get(key);
  }

  private async list({ records }: Stored): Promise<unknown[]> {
    const values: unknown[] = [];
    for (const record of records) {
      const piece = await this.json(this.places[record]!);
      for (const value of Array.isArray(piece) ? piece : recordsOf(piece)) values.push(value);
      if (this.breathe.due()) await this.breathe();
    }
    return values;
  }

  private async array({ kind, records, isShared }: Stored): Promise<StoredArray> {
    const { at, length } = this.places[records[0]!]!;
    const buffer = isShared ? sharedBuffer(length) : new ArrayBuffer(length);
    const bytes = new Uint8Array(buffer);
    for (let from = 0; from < length; from += pieceBytes) {
      await this.part(at + from, bytes.subarray(from, Math.min(length, from + pieceBytes)));
      if (this.breathe.due()) await this.breathe();
    }
    const type = arrayTypes[kind as ArrayType] as new (buffer: ArrayBufferLike) => StoredArray;
    return new type(buffer);
  }
}

const marker = 'grove:stored';
const setMarker = 'grove:set';

/** @throws an Error for a number that JSON has not */
function jsonBytes(value: unknown): Buffer {
  const text = JSON.stringify(value, (_, inner: unknown) => {
    if (inner instanceof Stored) return { [marker]: [inner.kind, inner.records, inner.isShared] };
    if (typeof inner === 'number' && !Number.isFinite(inner)) throw new Error(`${inner} can't be written as JSON`);
    return inner;
  });
  return Buffer.from(text, 'utf8');
}

function storedOf(value: object): Stored | undefined {
  const fields: unknown = (value as Record<string, unknown>)[marker];
  if (fields === undefined) return undefined;
  const [kind, records, isShared] = fields as [Stored['kind'], number[], boolean];
  return new Stored(kind, records, isShared);
}

function isStoredArray(value: object): value is StoredArray {
  return ArrayBuffer.isView(value) && value.constructor.name in arrayTypes;
}
