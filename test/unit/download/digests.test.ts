import { expect, it } from 'vitest';
import { digestOf, parseDigest, parseDigests } from '../../../src/engine/download/digests';

const a = 'a1'.repeat(32);

it('a SHA-256 is 64 hexadecimal digits', () => {
  expect(parseDigest(` ${a.toUpperCase()}\n`)).toBe(a);
  for (const text of ['', a.slice(1), `${a}0`, `g${a.slice(1)}`]) expect(parseDigest(text)).toBeUndefined();
});

it('a server’s tag counts only where it is one, a hub’s own first', () => {
  const of = (headers: Record<string, string>): string | undefined => digestOf(new Headers(headers));
  expect(of({ etag: `"${a}"` })).toBe(a);
  expect(of({ etag: '"5f3c"', 'x-linked-etag': `"${a}"` })).toBe(a);
  expect(of({ etag: `W/"${a}"` })).toBeUndefined();
  expect(of({ etag: '"40-hex-digits-of-git"' })).toBeUndefined();
});

it('SHA256SUMS is read as sha256sum writes it', () => {
  const text = `${a}  model.onnx\r\n${a} *./onnx/model.onnx\n# ${a}  no\nabc  short\n\n`;
  expect([...parseDigests(text)]).toEqual([['model.onnx', a], ['onnx/model.onnx', a]]); // prettier-ignore
});
