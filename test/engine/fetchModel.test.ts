import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FetchModelResult } from '../../src/shared/engineProtocol';
import { type Ended, grove, startGrove, type StartOptions } from '../support/commandLine';
import { type FileServer, serveFiles } from '../support/fileServer';
import { newFolder } from '../support/folders';
import { samples } from '../support/runs';

const tiny = path.resolve(import.meta.dirname, '../fixtures/encoder/transformer/tiny');
const network = fs.readFileSync(path.join(tiny, 'model.onnx'));
const etag = '"v1"';

let server: FileServer;
let cache: string;
let part: string;
beforeEach(async () => {
  server = await serveFiles();
  for (const name of ['tokenizer.json', 'tokenizer_config.json'])
    server.files.set(`org/mini/resolve/main/${name}`, { content: fs.readFileSync(path.join(tiny, name)) });
  cache = newFolder();
  part = path.join(cache, 'grove', 'models', 'org', 'mini.part', 'model.onnx.part');
});

afterEach(() => server.close());

const serve = (served: object = {}): void =>
  void server.files.set('org/mini/resolve/main/model.onnx', { content: network, headers: { etag }, ...served });
const env = (): Record<string, string> => ({ XDG_CACHE_HOME: cache });
const run = (parameters: readonly string[], options: StartOptions = {}): Promise<Ended> =>
  grove(parameters, { env: env(), ...options });

/** Linux and macOS alone have these. */
describe.skipIf(process.platform === 'win32')('grove fetch-model', () => {
  it('is stopped by Ctrl-C, goes on from there, and gives the encoder its name', async () => {
    const half = Math.floor(network.length / 2);
    serve({ hangsAfter: half });
    const started = startGrove(['fetch-model', 'org/mini', '--base-url', server.address], { env: env() });
    while (fs.statSync(part, { throwIfNoEntry: false })?.size !== half) await sleep(20);
    started.process.kill('SIGINT');
    const stopped = await started.ended;
    expect(stopped.exitCode).toBe(130);
    expect(stopped.stderr).toContain('The download was stopped. The same again goes on from there.');
    expect(fs.statSync(part).size).toBe(half);

    serve();
    const { stdout, exitCode } = await run(['fetch-model', 'org/mini', '--base-url', server.address, '--json']);
    expect(exitCode).toBe(0);
    expect(server.asked.at(-1)?.range).toBe(`bytes=${half}-`);
    const result = JSON.parse(stdout) as FetchModelResult;
    expect(result).toMatchObject({ model: 'org/mini', folder: path.join(cache, 'grove', 'models', 'org', 'mini') });
    const again = await run(['fetch-model', `${server.address}/org/mini`]);
    expect(again.stdout).toMatch(
      /is complete and undamaged\.\nNo checksum was given for .*model\.onnx; that of model\.onnx is [0-9a-f]{64}/,
    );

    const out = path.join(newFolder(), 'a.grove');
    const options = ['--encoder', 'transformer', '--model', 'org/mini', '--out', out, '--json', '--quiet'];
    const clustered = await run(['cluster', samples.survey, ...options]);
    expect(clustered.exitCode).toBe(0);
  });

  it('on a full disk says so, keeps what it has, and goes on when there is room', async () => {
    serve();
    const limit = 4; // blocks of 1,024 bytes that a file may have
    const wrapper = ['bash', '-c', `ulimit -f ${limit}; exec "$0" "$@"`];
    const { exitCode, stderr } = await run(['fetch-model', `${server.address}/org/mini`], { wrapper });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^The disk is full: .*can't be written\. Make room and run the same again/m);
    expect((await run(['fetch-model', `${server.address}/org/mini`])).exitCode).toBe(0);
    expect(fs.readFileSync(part.replaceAll('.part', '')).equals(network)).toBe(true);
  });

  it('never goes anywhere by itself', async () => {
    const { exitCode, stderr } = await run(['fetch-model', 'org/mini']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/--base-url/);
    const { stderr: missing } = await run([
      'cluster',
      samples.survey,
      '--encoder',
      'transformer',
      '--model',
      'org/none',
    ]);
    expect(missing).toMatch(/no sentence encoder called org\/none was fetched \(grove fetch-model fetches one\)/);
    expect(server.asked).toEqual([]);
  });
});
