const digestPattern = /^[0-9a-f]{64}$/;

/** 64 hexadecimal digits, in small letters; undefined where it is no SHA-256. */
export function parseDigest(text: string): string | undefined {
  const digest = text.trim().toLowerCase();
  return digestPattern.test(digest) ? digest : undefined;
}

/** The SHA-256 that a server gives as a file's entity tag, as hubs do for their large files. */
export function digestOf(headers: Headers): string | undefined {
  const tags = [headers.get('x-linked-etag'), headers.get('etag')];
  return tags.map((tag) => parseDigest((tag ?? '').replace(/^"|"$/g, ''))).find((digest) => digest !== undefined);
}

/** The lines of a SHA256SUMS file, as `sha256sum` writes them: a digest, and the file's name relative to it. */
export function parseDigests(text: string): Map<string, string> {
  const digests = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, hex = '', name = ''] = /^([0-9a-fA-F]{64}) [ *](.+)$/.exec(line) ?? [];
    const digest = parseDigest(hex);
    if (digest !== undefined) digests.set(name.replace(/^\.\//, ''), digest);
  }
  return digests;
}
