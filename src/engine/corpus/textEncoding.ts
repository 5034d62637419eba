import { isAscii, isUtf8 } from 'node:buffer';
import { hasTooManyControls } from './binaryContent';
import { allCommonCharacters, commonCharacters } from './commonCharacters';

/** Names as TextDecoder knows them. */
export type EncodingName =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'gb18030'
  | 'big5'
  | 'shift_jis'
  | 'euc-jp'
  | 'euc-kr'
  | 'windows-1251'
  | 'windows-1252';

/** How much of a file is looked at to tell 8-bit encodings apart, from its first byte beyond ASCII on. */
const sampleBytes = 1 << 16;

/** Below this score a text in an East Asian or Cyrillic encoding is not believed to be one. */
const minCommonShare = 0.35;

/** What a character is worth that is in everyday use but not among the commonest. */
const familiarWorth = 0.5;

/** Above this share of plausible letters and signs a text is believed to be in a Western European encoding. */
const minWesternShare = 0.8;

/** One broken character in this many leaves a text in UTF-8 what it is. */
const maxBrokenShare = 1 / 20;

/**
 * Decodes a whole file. The encoding is found out in this order: byte order mark; ASCII and valid UTF-8; the encoding
 * that the file itself names (`hint`); UTF-16 without a mark; UTF-8 with a few broken characters; at last a contest
 * between 8-bit and double-byte encodings by the share of common characters that each gives. Returns undefined for what
 * is not text. A character cut in two by the end of the file is dropped.
 */
export function decodeText(bytes: Uint8Array, hint?: string): { text: string; encoding: EncodingName } | undefined {
  const encoding = detectEncoding(bytes, hint);
  if (encoding === undefined) return undefined;
  return { text: createTextDecoder(encoding).decode(bytes), encoding };
}

/** The encoding of a file that starts with these bytes, or undefined where it is not text. */
export function detectEncoding(bytes: Uint8Array, hint?: string): EncodingName | undefined {
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return marked;
  const zeros = bytes.includes(0);
  if (!zeros && (isAscii(bytes) || isUtf8(withoutCutCharacter(bytes)))) {
    return hasTooManyControls(bytes.subarray(0, sampleBytes), true) ? undefined : 'utf-8';
  }
  const sample = sampleOf(bytes);
  if (zeros) return strayZeros(bytes) ? detectEightBit(sample, hint) : detectUtf16(bytes.subarray(0, sampleBytes));
  return detectEightBit(sample, hint);
}

/** Decodes chunk by chunk; characters may lie across chunks. Undecodable bytes become U+FFFD, zero bytes nothing. */
export interface ChunkDecoder {
  /** @param more true when other chunks follow: a character cut at the end waits for them. */
  decode(chunk: Uint8Array, more?: boolean): string;
}

export function createTextDecoder(encoding: EncodingName): ChunkDecoder {
  if (encoding === 'windows-1252') return { decode: decodeWindows1252 };
  const decoder = new TextDecoder(encoding);
  return {
    // The end of the last chunk is never flushed: a character that the end of the file cuts in two says nothing.
    decode: (chunk) => decoder.decode(chunk, { stream: true }).replaceAll('\0', ''),
  };
}

function byteOrderMark(bytes: Uint8Array): EncodingName | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** Without the last character where it is a multi-byte UTF-8 sequence that lacks its end. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      const whole = bytes.subarray(0, bytes.length - back);
      // After nothing but ASCII it is rather the last letter of 'café' in an 8-bit encoding.
      return needed > back && (back > 1 || !isAscii(whole)) ? whole : bytes;
    }
  }
  return bytes;
}

/** From shortly before the first byte beyond ASCII on: an English preface must not hide what follows. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  let first = 0;
  while (first < bytes.length && bytes[first]! < 0x80) first++;
  const start = Math.max(0, first - 1) & ~1; // even, for UTF-16
  return bytes.subarray(start, start + sampleBytes);
}

/** One zero byte in a thousand is dirt in a text; more of them are UTF-16 or a binary file. */
function strayZeros(bytes: Uint8Array): boolean {
  let zeros = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros++;
  return zeros * 1000 <= bytes.length && bytes.indexOf(0) > 64;
}

function detectEightBit(sample: Uint8Array, hint: string | undefined): EncodingName | undefined {
  if (hasTooManyControls(sample, false)) return detectUtf16(sample);
  const hinted = hint === undefined ? undefined : encodingNamed(hint);
  if (hinted !== undefined && brokenShare(sample, hinted) <= maxBrokenShare) return hinted;
  if (brokenShare(sample, 'utf-8') <= maxBrokenShare) return 'utf-8';

  const western = westernShare(sample);
  let best: EncodingName = 'windows-1252';
  let bestShare = Math.max(minCommonShare, western >= minWesternShare ? western : 0);
  for (const candidate of candidates) {
    const share = commonShare(sample, candidate);
    if (share > bestShare) {
      best = candidate.encoding;
      bestShare = share;
    }
  }
  if (best !== 'windows-1252' || western >= minWesternShare) return best;
  return detectUtf16(sample) ?? (western > 0 ? 'windows-1252' : fallback(sample));
}

/** Nothing is convincing: a list of names, say. The first encoding that reads all of it. */
function fallback(sample: Uint8Array): EncodingName {
  for (const encoding of ['gb18030', 'big5'] as const) if (brokenShare(sample, encoding) === 0) return encoding;
  return 'windows-1252';
}

/**
 * The double-byte standards sort their characters into a first level of those in everyday use (GB 2312: 3,755 in lead bytes
 * B0 … D7; Big5: 5,401 in A4 … C6;
 * KS X 1001: 2,350 syllables in B0 … C8) and a second level of rare ones. Real text hardly leaves the first.
 */
function firstLevel(encoding: EncodingName, firstLead: number, lastLead: number): ReadonlySet<number> {
  const bytes: number[] = [];
  for (let lead = firstLead; lead <= lastLead; lead++) {
    if (encoding === 'big5') for (let trail = 0x40; trail <= 0x7e; trail++) bytes.push(lead, trail);
    for (let trail = 0xa1; trail <= 0xfe; trail++) bytes.push(lead, trail);
  }
  const level = new Set<number>();
  for (const character of new TextDecoder(encoding).decode(Uint8Array.from(bytes))) {
    const code = character.charCodeAt(0);
    if (code !== 0xfffd) level.add(code);
  }
  return level;
}

const gbFirstLevel = firstLevel('gb18030', 0xb0, 0xd7);
const big5FirstLevel = firstLevel('big5', 0xa4, 0xc6);
const none: ReadonlySet<number> = new Set();

interface Candidate {
  readonly encoding: EncodingName;
  readonly common: ReadonlySet<number>;
  readonly familiar: ReadonlySet<number>;
}

const candidates: readonly Candidate[] = [
  { encoding: 'gb18030', common: commonCharacters.chinese, familiar: gbFirstLevel },
  { encoding: 'big5', common: commonCharacters.chinese, familiar: big5FirstLevel },
  { encoding: 'shift_jis', common: commonCharacters.japanese, familiar: none },
  { encoding: 'euc-jp', common: commonCharacters.japanese, familiar: none },
  { encoding: 'euc-kr', common: commonCharacters.korean, familiar: firstLevel('euc-kr', 0xb0, 0xc8) },
  { encoding: 'windows-1251', common: commonCharacters.russian, familiar: none },
];

/** How common the characters beyond ASCII are, 0 … 1, less a heavy price for undecodable bytes. */
function commonShare(sample: Uint8Array, { encoding, common, familiar }: Candidate): number {
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  let beyond = 0;
  let score = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    beyond++;
    if (common.has(code)) score++;
    else if (familiar.has(code)) score += familiarWorth;
    else if (code === 0xfffd) score -= 4;
    else if (code >= 0xe000 && code < 0xf900) score--; // private use: unassigned in the legacy standard
  }
  return beyond === 0 ? 0 : score / beyond;
}

/** How many of the characters beyond ASCII could not be decoded, as a share. */
function brokenShare(sample: Uint8Array, encoding: EncodingName): number {
  if (encoding === 'windows-1252') return 0;
  const text = new TextDecoder(encoding).decode(sample, { stream: true });
  let beyond = 0;
  let broken = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    beyond++;
    if (code === 0xfffd) broken++;
  }
  return beyond === 0 ? 1 : broken / beyond; // nothing but a character cut in two
}

/**
 * The share of bytes beyond ASCII that make sense in windows-1252: signs and quotation marks, and letters in runs of at
 * most two, in lower case or before one, beside a letter of ASCII. Chinese read this way is one long run of capitals
 * and signs.
 */
function westernShare(sample: Uint8Array): number {
  let beyond = 0;
  let plausible = 0;
  for (let i = 0; i < sample.length;) {
    if (sample[i]! < 0x80) {
      i++;
      continue;
    }
    let end = i;
    while (end < sample.length && sample[end]! >= 0x80) end++;
    beyond += end - i;
    plausible += plausibleInRun(sample, i, end);
    i = end;
  }
  return beyond === 0 ? 0 : plausible / beyond;
}

function plausibleInRun(sample: Uint8Array, start: number, end: number): number {
  let signs = 0;
  let lower = 0;
  let upper = 0;
  for (let i = start; i < end; i++) {
    const byte = sample[i]!;
    if (westernSigns.has(byte)) signs++;
    else if (byte >= 0xdf && byte !== 0xf7) lower++;
    else if (byte >= 0xc0 && byte !== 0xd7) upper++;
  }
  const letters = lower + upper;
  if (signs + letters < end - start || letters > 2 || signs > 2) return 0;
  if (letters === 0) return signs;
  const besideLetter = isAsciiLetter(sample[start - 1]) || isAsciiLetter(sample[end]);
  const alone = letters === 1 && end - start === 1; // 'à', 'É' as words
  return (besideLetter || alone) && upper < 2 ? end - start : 0;
}

/** € … – — ' ' " " • ™ no-break space ¡ £ § © « ® ° ² ³ ´ · º » ½ ¿ as bytes. */
const westernSigns: ReadonlySet<number> = new Set([
  0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0xa0, 0xa1, 0xa3, 0xa7, 0xa9, 0xab, 0xae, 0xb0, 0xb2,
  0xb3, 0xb4, 0xb7, 0xba, 0xbb, 0xbd, 0xbf,
]);

function isAsciiLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122));
}

/** UTF-16 without a byte order mark, in the byte order that gives sensible text; undefined where neither does. */
function detectUtf16(sample: Uint8Array): EncodingName | undefined {
  const even = sample.subarray(0, sample.length & ~1);
  if (even.length < 4) return undefined;
  const little = utf16Plausibility(even, 'utf-16le');
  const big = utf16Plausibility(even, 'utf-16be');
  if (Math.max(little, big) < 0.6) return undefined;
  return little >= big ? 'utf-16le' : 'utf-16be';
}

/** The share of characters that are printable ASCII, Latin letters or common in another script, less broken ones. */
function utf16Plausibility(bytes: Uint8Array, encoding: EncodingName): number {
  const text = new TextDecoder(encoding).decode(bytes, { stream: true });
  let score = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 32 && code < 127) || (code >= 9 && code <= 13)) score++;
    else if (code < 32 || code === 0xfffd || (code >= 0xe000 && code < 0xf900) || code >= 0xfffe) score -= 4;
    else if ((code >= 0xa0 && code < 0x500) || allCommonCharacters.has(code)) score++;
    else if (gbFirstLevel.has(code) || big5FirstLevel.has(code)) score += familiarWorth * 1.5; // no rival here
  }
  return score / text.length;
}

/** Unicode for the bytes 0x80 … 0x9f of windows-1252; the WHATWG Encoding Standard keeps the five unassigned as they are. */
const windows1252High = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Own table: TextDecoder of some Node versions reads windows-1252 as Latin-1, without quotation marks and the euro. */
function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return latin1.replace(/[\0\u0080-\u009f]/g, (character) => windows1252High[character.charCodeAt(0) - 0x80] ?? '');
}

/** The encoding that a label such as 'GB2312' or 'iso-8859-1' stands for, where it is one that Grove reads. */
function encodingNamed(label: string): EncodingName | undefined {
  let name: string;
  try {
    name = new TextDecoder(label.trim()).encoding;
  } catch {
    return undefined; // an unknown label is no more than a hint less
  }
  if (name === 'gbk') return 'gb18030';
  const known: readonly string[] = ['windows-1252', 'utf-8', ...candidates.map(({ encoding }) => encoding)];
  return known.includes(name) ? (name as EncodingName) : undefined;
}
