/** First bytes of formats that are not text, and what to call them. */
const signatures: readonly { readonly kind: string; readonly bytes: readonly number[] }[] = [
  { kind: 'PDF', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { kind: 'RTF', bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66] },
  { kind: 'PNG image', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'JPEG image', bytes: [0xff, 0xd8, 0xff] },
  { kind: 'GIF image', bytes: [0x47, 0x49, 0x46, 0x38] },
  { kind: 'zip archive or Office document', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'gzip archive', bytes: [0x1f, 0x8b] },
  { kind: 'old Office document', bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1] },
  { kind: '7z archive', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { kind: 'RAR archive', bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { kind: 'zstd archive', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { kind: 'program', bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { kind: 'Parquet table', bytes: [0x50, 0x41, 0x52, 0x31] },
  { kind: 'SQLite database', bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66, 0x6f, 0x72] },
];

/** What a file that starts with these bytes is, where its signature says that it is not text. */
export function binarySignature(bytes: Uint8Array): string | undefined {
  for (const { kind, bytes: signature } of signatures) {
    if (bytes.length >= signature.length && signature.every((byte, i) => bytes[i] === byte)) return kind;
  }
  return undefined;
}

/** Text may hold stray control characters, but not one in fifty. */
const maxControlShare = 0.02;

/** Where all else is valid UTF-8, more of them may be: old terminal art, a pasted key. */
const maxControlShareInUtf8 = 0.1;

/**
 * Whether control characters are too frequent for text in an encoding that keeps ASCII. Tab, line breaks, form feed,
 * backspace, escape (terminal colours) and the DOS end-of-file mark do not count.
 */
export function hasTooManyControls(bytes: Uint8Array, isUtf8: boolean): boolean {
  let controls = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if ((byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 26 && byte !== 27) || byte === 127) controls++;
  }
  return controls > bytes.length * (isUtf8 ? maxControlShareInUtf8 : maxControlShare);
}
