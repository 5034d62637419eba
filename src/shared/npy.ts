/**
 * NumPy's .npy format, version 1.0, for the three array types that an analysis holds, in C order and little-endian.
 * Source: NEP 1, "A simple file format for NumPy arrays".
 */
export type NpyValues = Float32Array | Float64Array | Int32Array;

export interface NpyArray<T extends NpyValues = NpyValues> {
  readonly shape: readonly number[];
  readonly values: T;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]; // \x93NUMPY, version 1.0
const preambleBytes = magic.length + 2;
const alignment = 64;

const descriptors = { '<f4': Float32Array, '<f8': Float64Array, '<i4': Int32Array } as const;

function descriptorOf(values: NpyValues): keyof typeof descriptors {
  if (values instanceof Float32Array) return '<f4';
  return values instanceof Float64Array ? '<f8' : '<i4';
}

/** The bytes before the values: magic, version, header length, and the header padded to 64 bytes. */
export function npyHeader(array: NpyArray): Uint8Array {
  const shape = array.shape.length === 1 ? `${array.shape[0]},` : array.shape.join(', ');
  const text = `{'descr': '${descriptorOf(array.values)}', 'fortran_order': False, 'shape': (${shape}), }`;
  const bytes = Math.ceil((preambleBytes + text.length + 1) / alignment) * alignment;
  const header = new TextEncoder().encode(text.padEnd(bytes - preambleBytes - 1, ' ') + '\n');
  const out = new Uint8Array(bytes);
  out.set(magic);
  out.set([header.length & 0xff, header.length >> 8], magic.length);
  out.set(header, preambleBytes);
  return out;
}

/** The values' own memory, to be written after the header. */
export function npyBody(array: NpyArray): Uint8Array {
  return new Uint8Array(array.values.buffer, array.values.byteOffset, array.values.byteLength);
}

/** Parses a whole .npy file. Throws a plain Error that says what is wrong; callers add the file's name. */
export function parseNpy(bytes: Uint8Array): NpyArray {
  if (bytes.length < preambleBytes || magic.slice(0, 6).some((byte, i) => bytes[i] !== byte))
    throw new Error('it is not a NumPy .npy file');
  if (bytes[6] !== 1) throw new Error(`its .npy version ${bytes[6]} is not supported`);
  const headerLength = bytes[8]! | (bytes[9]! << 8);
  const start = preambleBytes + headerLength;
  const header = new TextDecoder('latin1').decode(bytes.subarray(preambleBytes, start));
  const descriptor = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? '';
  const shapeText = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (!(descriptor in descriptors) || shapeText === undefined || /'fortran_order':\s*True/.test(header))
    throw new Error(`its array type ${descriptor || 'is unreadable and'} is not one that Grove writes`);
  const shape = shapeText
    .split(',')
    .filter((s) => s.trim() !== '')
    .map(Number);
  const constructor = descriptors[descriptor as keyof typeof descriptors];
  const length = shape.reduce((product, size) => product * size, 1);
  if (bytes.length < start + length * constructor.BYTES_PER_ELEMENT) throw new Error('it is cut short');
  // A copy, since values must be aligned (and a Node Buffer's own slice would share its pool).
  const copy = Uint8Array.from(bytes.subarray(start, start + length * constructor.BYTES_PER_ELEMENT));
  return { shape, values: new constructor(copy.buffer, 0, length) };
}
