import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { downloadFile, type Downloaded } from '../../../src/engine/download/downloadFile';
import { newFolder } from '../../support/folders';
import { type FileServer, type Served, serveFiles } from '../../support/fileServer';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) & 255));
const sha256 = createHash('sha256').update(content).digest('hex');
const never = new AbortController().signal;

let server: FileServer;
let file: string;
beforeAll(async () => {
  server = await serveFiles();
});
afterAll(() => server.close());
beforeEach(() => {
  file = path.join(newFolder(), 'model.onnx');
  server.asked.length = 0;
});

const serve = (served: Omit<Served, 'content'> = {}): void => void server.files.set('m', { content, ...served });
const url = (): URL => new URL(`${server.address}/m`);
const get = (expected?: string, signal = never): Promise<Downloaded> =>
  downloadFile({ url: url(), file, sha256: expected }, () => {}, signal);
const partly = (bytes: Uint8Array, tag: string): void => {
  fs.writeFileSync(`${file}.part`, bytes);
  fs.writeFileSync(`${file}.part.tag`, tag);
};
const expectWhole = (): void => {
  expect(fs.readFileSync(file).equals(content)).toBe(true);
  expect(fs.readdirSync(path.dirname(file))).toEqual(['model.onnx']);
};
const ranges = (): (string | undefined)[] => server.asked.map(({ range }) => range);

describe('a download', () => {
  it('is there whole, with its checksum, and tells how far it is', async () => {
    serve();
    const heard: number[] = [];
    const found = await downloadFile({ url: url(), file }, (bytes) => heard.push(bytes), never);
    expect(found).toEqual({ bytes: content.length, sha256, isChecked: false });
    expectWhole();
    expect(heard.at(-1)).toBe(content.length);
    expect([...heard].sort((a, b) => a - b)).toEqual(heard);
  });

  it('is held against the checksum that was given, or that the server gives as its tag', async () => {
    serve({ headers: { etag: `"${sha256}"` } });
    expect((await get()).isChecked).toBe(true);
    serve();
    expect((await get(sha256)).isChecked).toBe(true);
    expectWhole();
  });

  it('takes up what is there, with a range, if it is of the same version', async () => {
    serve({ headers: { etag: '"v1"' } });
    partly(content.subarray(0, 1000), '"v1"');
    await get();
    expectWhole();
    partly(content.subarray(0, 1000), '"v0"');
    await get(); // the server sends all of it
    expectWhole();
    expect(ranges()).toEqual(['bytes=1000-', 'bytes=1000-']);
  });

  it('begins anew where nothing tells which version a part is of', async () => {
    serve();
    partly(content.subarray(0, 1000), '');
    await get();
    expectWhole();
    expect(ranges()).toEqual([undefined]);
  });

  it('goes on at once where the connection breaks, as long as that brings bytes', async () => {
    serve({ headers: { etag: '"v1"' }, breaksAfter: 100_000 });
    await get(sha256);
    expectWhole();
    expect(ranges()).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
  });

  it('gives up where a broken connection can’t be taken up, and keeps what there is', async () => {
    serve({ breaksAfter: 100_000, ignoresRanges: true });
    await expect(get()).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringMatching(/127\.0\.0\.1:\d+ failed: the connection broke off.*goes on where it stopped/) as string, // prettier-ignore
    });
    expect(fs.existsSync(file)).toBe(false);
    expect(fs.statSync(`${file}.part`).size).toBe(100_000);
  });

  it('fetches all again where a part turns out to be damaged', async () => {
    serve({ headers: { etag: '"v1"' } });
    partly(Buffer.alloc(1000, 7), '"v1"');
    await get(sha256);
    expectWhole();
    expect(ranges()).toEqual(['bytes=1000-', undefined]);
  });

  it('fetches all again where more is there than there should be', async () => {
    serve({ headers: { etag: '"v1"' } });
    partly(Buffer.concat([content, content]), '"v1"');
    await get(sha256);
    expectWhole();
  });

  it('refuses a wrong checksum, and keeps nothing', async () => {
    serve();
    const wrong = '0'.repeat(64);
    await expect(get(wrong)).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringMatching(/\/m has the wrong checksum: SHA-256 .* instead of 0000/) as string,
    });
    expect(fs.readdirSync(path.dirname(file))).toEqual([]);
  });

  it('stops when it is told to, and goes on from there', async () => {
    serve({ headers: { etag: '"v1"' }, hangsAfter: 120_000 });
    const controller = new AbortController();
    const stopped = downloadFile({ url: url(), file }, (bytes) => bytes >= 120_000 && controller.abort(), controller.signal); // prettier-ignore
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(fs.statSync(`${file}.part`).size).toBe(120_000);
    serve({ headers: { etag: '"v1"' } });
    await get(sha256);
    expectWhole();
    expect(ranges()).toEqual([undefined, 'bytes=120000-']);
  });

  it('names what could not be had', async () => {
    serve({ status: 404 });
    await expect(get()).rejects.toThrow(/\/m is not there\. Check the address/);
    serve({ status: 503 });
    await expect(get()).rejects.toThrow(/the server is in trouble \(503\)/);
    serve();
    const nowhere = path.join(path.dirname(file), 'none', 'model.onnx');
    await expect(downloadFile({ url: url(), file: nowhere }, () => {}, never)).rejects.toMatchObject({
      code: 'write-failed',
      message: expect.stringContaining(nowhere) as string,
    });
  });
});
