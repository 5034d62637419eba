import zlib from 'node:zlib';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel, row by row. */
  readonly rgba: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Reads a PNG of eight bits and four channels (the PNG specification, third edition). Throws where it is none. */
export function readPng(bytes: Buffer): Pixels {
  if (!bytes.subarray(0, 8).equals(signature)) throw new Error('not a PNG');
  const data: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const content = bytes.subarray(at + 8, at + 8 + length);
    const sum = zlib.crc32(bytes.subarray(at + 4, at + 8 + length));
    if (sum !== bytes.readUInt32BE(at + 8 + length)) throw new Error(`the checksum of ${type} is wrong`);
    if (type === 'IHDR') [width, height] = [content.readUInt32BE(0), content.readUInt32BE(4)];
    if (type === 'IHDR' && (content[8] !== 8 || content[9] !== 6))
      throw new Error('not of eight bits and four channels');
    if (type === 'IDAT') data.push(content);
    at += length + 12;
  }
  return { width, height, rgba: unfilter(zlib.inflateSync(Buffer.concat(data)), width, height) };
}

function unfilter(lines: Buffer, width: number, height: number): Uint8Array {
  const stride = width * 4;
  const rgba = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const left = x < 4 ? 0 : rgba[y * stride + x - 4]!;
      const up = y === 0 ? 0 : rgba[(y - 1) * stride + x]!;
      const corner = x < 4 || y === 0 ? 0 : rgba[(y - 1) * stride + x - 4]!;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      rgba[y * stride + x] = lines[y * (stride + 1) + 1 + x]! + predicted;
    }
  }
  return rgba;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** How many colours there are. */
export function colourCount({ rgba }: Pixels): number {
  return new Set(new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4)).size;
}
