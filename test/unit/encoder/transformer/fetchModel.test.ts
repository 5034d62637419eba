import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchModel } from '../../../../src/engine/encoder/transformer/fetchModel';
import { SentenceEncoder } from '../../../../src/engine/encoder/transformer/sentenceEncoder';
import { type RunContext, silentContext } from '../../../../src/engine/runContext';
import type { FetchModelParams, FetchModelResult } from '../../../../src/shared/engineProtocol';
import type { StageProgress } from '../../../../src/shared/progress';
import { type FileServer, type Served, serveFiles } from '../../../support/fileServer';
import { newFolder, writeFiles } from '../../../support/folders';

const tiny = path.resolve(__dirname, '../../../fixtures/encoder/transformer/tiny');
const names = ['model.onnx', 'tokenizer.json', 'tokenizer_config.json', 'sentence_bert_config.json', '1_Pooling/config.json']; // prettier-ignore
const contents = Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(tiny, name))]));
const network = contents['model.onnx']!;
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let server: FileServer;
let cache: string;
beforeAll(async () => {
  server = await serveFiles();
});
afterAll(() => server.close());
beforeEach(() => {
  cache = newFolder();
  vi.stubEnv('XDG_CACHE_HOME', cache);
  server.files.clear();
  server.asked.length = 0;
});

/** Puts the tiny model on the server, as a hub has it or as a plain folder. */
function publish(place: string, changed: Readonly<Record<string, Served | undefined>> = {}): void {
  const files = { ...Object.fromEntries(names.map((name) => [name, { content: contents[name]! }])), ...changed };
  for (const [name, served] of Object.entries(files)) if (served) server.files.set(`${place}/${name}`, served);
}
const get = (params: Partial<FetchModelParams> = {}, context: RunContext = silentContext): Promise<FetchModelResult> =>
  fetchModel({ runId: 'test', model: `${server.address}/org/mini`, ...params }, context);
const place = (): string => path.join(cache, 'grove', 'models', 'org', 'mini');
const files = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(path.join(folder, name)).isFile())
    .sort();

describe('a fetched sentence encoder', () => {
  it('is complete, opens by its name, and says where it came from', async () => {
    publish('org/mini/resolve/main', { 'model.onnx': { content: network, headers: { etag: `"${digest(network)}"` } } });
    const reports: StageProgress[] = [];
    const result = await get({}, { ...silentContext, progress: (progress) => reports.push(progress) });
    expect(result).toMatchObject({ model: 'org/mini', folder: place(), wasThere: false });
    expect(files(place())).toEqual([...names, 'grove-model.json'].sort());
    expect(result.files.find(({ name }) => name === 'model.onnx')).toEqual({ name: 'model.onnx', bytes: network.length, sha256: digest(network), checked: true }); // prettier-ignore
    expect(result.files.filter(({ checked }) => checked)).toHaveLength(1);
    const total = Object.values(contents).reduce((sum, { length }) => sum + length, 0);
    expect(reports.at(-1)).toEqual({ stage: 'download', done: total, total, unit: 'bytes', detail: 'model.onnx' });
    const record = JSON.parse(fs.readFileSync(path.join(place(), 'grove-model.json'), 'utf8')) as object;
    expect(record).toMatchObject({ url: `${server.address}/org/mini/resolve/main/`, revision: 'main' });
    const encoder = await SentenceEncoder.open('org/mini', 'wasm', silentContext);
    expect((await encoder.encode(['bread'], silentContext)).rows).toBe(1);
    expect(fs.readdirSync(path.dirname(place()))).toEqual(['mini']);
  });

  it('comes from a plain folder too, and goes where the person says; with onnx/ and weights beside the network', async () => {
    publish('models/mini', { 'model.onnx': undefined, 'onnx/model.onnx': { content: network }, 'onnx/model.onnx_data': { content: 'weights' } }); // prettier-ignore
    const out = path.join(newFolder(), 'deep', 'encoder');
    const result = await get({ model: 'mini', baseUrl: `${server.address}/models/`, out });
    expect(result.model).toBe(out);
    expect(files(out)).toContain('onnx/model.onnx_data');
    expect(result.files.at(-1)!.name).toBe('onnx/model.onnx');
    expect(fs.existsSync(place())).toBe(false);
  });

  it('of another revision is asked for under that', async () => {
    publish('org/mini/resolve/v2');
    await get({ revision: 'v2' });
    await expect(get({ revision: 'v3' })).rejects.toThrow(/holds the model of .*v2\/, revision v2\. Remove it/);
  });

  it('comes from a server that knows no HEAD', async () => {
    const served = Object.entries(contents).map(([name, content]) => [name, { content, refusesHead: true }]);
    publish('org/mini', Object.fromEntries(served) as Record<string, Served>);
    await get();
    expect(files(place())).toEqual([...names, 'grove-model.json'].sort());
  });

  it('is not fetched again; a damaged one is', async () => {
    publish('org/mini/resolve/main');
    await get();
    server.asked.length = 0;
    expect((await get()).wasThere).toBe(true);
    expect(server.asked).toEqual([]);
    fs.truncateSync(path.join(place(), 'model.onnx'), 100);
    expect((await get()).wasThere).toBe(false);
    expect(fs.readFileSync(path.join(place(), 'model.onnx')).equals(network)).toBe(true);
  });

  it('is checked against a given checksum, the server’s list, and the server’s tags', async () => {
    const sums = Object.entries(contents).map(([name, bytes]) => `${digest(bytes)}  ${name}`).join('\n'); // prettier-ignore
    publish('org/mini', { SHA256SUMS: { content: sums } });
    expect((await get()).files.every(({ checked }) => checked)).toBe(true);
    publish('org/mini', { SHA256SUMS: { content: sums }, 'tokenizer.json': { content: '{}' } });
    fs.rmSync(place(), { recursive: true });
    await expect(get()).rejects.toThrow(/tokenizer\.json has the wrong checksum/);
    await expect(get({ sha256: '0'.repeat(64) })).rejects.toThrow(
      /The server's model\.onnx has the SHA-256 .* not 000/,
    );
    await expect(get({ sha256: 'abc' })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('a download that does not end', () => {
  const etag = '"v1"';
  const half = Math.floor(network.length / 2);

  it('leaves what it had in a .part folder, which the next call takes up', async () => {
    publish('org/mini', { 'model.onnx': { content: network, headers: { etag }, hangsAfter: half } });
    let cancelled = false;
    const context: RunContext = {
      ...silentContext,
      isCancelled: () => cancelled,
      progress: ({ detail, done, total }) => (cancelled ||= detail === 'model.onnx' && done >= total! - network.length + half), // prettier-ignore
    };
    await expect(get({}, context)).rejects.toMatchObject({ code: 'cancelled', message: expect.stringMatching(/goes on from there/) as string }); // prettier-ignore
    expect(fs.existsSync(place())).toBe(false);
    expect(fs.statSync(path.join(`${place()}.part`, 'model.onnx.part')).size).toBe(half);
    publish('org/mini', { 'model.onnx': { content: network, headers: { etag } } });
    server.asked.length = 0;
    await get();
    expect(server.asked.map(({ range }) => range).filter((range) => range !== undefined)).toEqual([`bytes=${half}-`]);
    expect(fs.readFileSync(path.join(place(), 'model.onnx')).equals(network)).toBe(true);
    expect(fs.readdirSync(path.dirname(place()))).toEqual(['mini']);
  });

  it('of another model is not taken up', async () => {
    publish('org/mini', {
      'model.onnx': { content: network, headers: { etag }, breaksAfter: half, ignoresRanges: true },
    });
    await expect(get()).rejects.toMatchObject({ code: 'download-failed' });
    publish('org/mini/resolve/v2', { 'model.onnx': { content: network, headers: { etag } } });
    server.asked.length = 0;
    await get({ revision: 'v2' });
    expect(server.asked.every(({ range }) => range === undefined)).toBe(true);
  });

  it('by another process at the same time is waited for', async () => {
    writeFiles(`${place()}.part`, { 'fetching.lock': `${process.ppid}` });
    publish('org/mini');
    await expect(get()).rejects.toThrow(new RegExp(`by another run of Grove \\(process ${process.ppid}\\)`));
    writeFiles(`${place()}.part`, { 'fetching.lock': '4194305' }); // no process has that id
    await get();
  });
});

describe('errors say what is not there', () => {
  it.each<[string, Readonly<Record<string, Served | undefined>>, RegExp]>([
    ['no tokenizer', { 'tokenizer.json': undefined }, /org\/mini\/resolve\/main\/tokenizer\.json is not there\. Check/],
    ['no network', { 'model.onnx': undefined }, /has a tokenizer, but no model\.onnx, onnx\/model\.onnx/],
    ['a page instead of the network', { 'model.onnx': { content: '<html>', headers: { 'content-type': 'text/html; charset=utf-8' } } }, /but no model\.onnx/], // prettier-ignore
    ['a closed model', { 'tokenizer.json': { content: '', status: 401 } }, /is not there, or not open to everyone/],
    ['a server in trouble', { 'tokenizer.json': { content: '', status: 500 } }, /the server is in trouble \(500\)/],
    ['a model of which not all is in the network', { 'modules.json': { content: '[{"type":"x.Dense"}]' } }, /modules\.json asks for the step Dense/], // prettier-ignore
  ])('%s', async (_, changed, message) => {
    publish('org/mini', changed);
    await expect(get()).rejects.toThrow(message);
    expect(fs.existsSync(place())).toBe(false);
    expect(server.asked.filter(({ method, path: asked }) => method === 'GET' && asked.endsWith('.onnx'))).toEqual([]);
  });

  it('a place that is taken by something else', async () => {
    publish('org/mini');
    const out = writeFiles(newFolder(), { 'thesis.txt': 'precious' });
    await expect(get({ out })).rejects.toThrow(/holds files that Grove did not fetch/);
    await expect(get({ out: path.join(out, 'thesis.txt') })).rejects.toThrow(/is no folder/);
    expect(fs.readFileSync(path.join(out, 'thesis.txt'), 'utf8')).toBe('precious');
  });
});
