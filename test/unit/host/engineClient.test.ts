import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineClient, type EngineClientOptions, type RunEars } from '../../../src/host/engine/engineClient';
import type { ClusterParams } from '../../../src/shared/engineProtocol';
import { GroveError } from '../../../src/shared/errors';
import type { StageProgress } from '../../../src/shared/progress';
import { isAlive, TestToken, until } from './support';

const module = path.resolve('test/fixtures/host/fakeEngine.cjs');

let folder: string;
let client: EngineClient;

function start(options: Partial<EngineClientOptions> = {}): EngineClient {
  client = new EngineClient({ module, log() {}, describeEnd: ({ kind, detail }) => `${kind} ${detail}`, ...options });
  return client;
}

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-engine-client-'));
});

afterEach(() => {
  client.dispose();
  fs.rmSync(folder, { recursive: true, force: true });
});

const deaf: RunEars = { onQueued() {}, onProgress() {} };

let runs = 0;
function params(name: string): ClusterParams {
  const out = path.join(folder, 'analysis');
  return { runId: `run ${++runs}`, source: folder, out, name, options: {}, sourceOptions: {} };
}

function codeAndMessage(error: unknown): string {
  return GroveError.is(error) ? `${error.code}: ${error.message}` : String(error);
}

describe('EngineClient', () => {
  it('starts its process with the first request only, and tells a run of its own progress', async () => {
    start();
    expect(client.processIds).toEqual({ runs: undefined, queries: undefined });
    const heard: StageProgress[] = [];
    const run = params('answers');
    const result = await client.cluster(
      run,
      { ...deaf, onProgress: (progress) => heard.push(progress) },
      new TestToken(),
    );
    expect(result.analysis).toBe(run.out);
    expect(heard).toEqual([{ stage: 'read', done: 3, total: 7, unit: 'documents' }]);
    expect(isAlive(client.processIds.runs!)).toBe(true);
    expect(client.processIds.queries).toBeUndefined();
  });

  it("passes the engine's own errors on with their code", async () => {
    start();
    const refused = await client.cluster(params('refuses'), deaf, new TestToken()).catch(codeAndMessage);
    expect(refused).toBe('bad-input: There is nothing to read.');
  });

  it('runs one at a time, and says how many are before', async () => {
    start();
    const first = new TestToken();
    const places: number[][] = [[], [], []];
    const ended: number[] = [];
    const tokens = [first, new TestToken(), new TestToken()];
    const all = ['waits', 'answers', 'answers'].map((name, i) =>
      client
        .cluster(params(name), { ...deaf, onQueued: (ahead) => places[i]!.push(ahead) }, tokens[i]!)
        .then(
          () => 'done',
          (error: unknown) => codeAndMessage(error).split(':')[0],
        )
        .finally(() => ended.push(i)),
    );
    await until(() => client.processIds.runs !== undefined);
    first.cancel();
    expect(await Promise.all(all)).toEqual(['cancelled', 'done', 'done']);
    expect(ended).toEqual([0, 1, 2]);
    expect(places).toEqual([[], [1, 1], [2, 1]]);
  });

  it('a run that is cancelled in the queue never starts, and those behind it move up', async () => {
    start();
    const tokens = [new TestToken(), new TestToken(), new TestToken()];
    const moved: number[] = [];
    const first = client.cluster(params('waits'), deaf, tokens[0]!).catch(codeAndMessage);
    const second = client.cluster(params('answers'), deaf, tokens[1]!).catch(codeAndMessage);
    const third = client.cluster(params('answers'), { ...deaf, onQueued: (n) => moved.push(n) }, tokens[2]!);
    tokens[1]!.cancel();
    expect(await second).toMatch(/^cancelled/);
    tokens[0]!.cancel();
    expect(await first).toMatch(/^cancelled/);
    expect(await third).toHaveProperty('analysis');
    expect(moved).toEqual([2, 1]);
  });

  it('lets an engine that hears the cancellation live', async () => {
    start({ patienceMs: 60_000 });
    const token = new TestToken();
    const run = client.cluster(params('waits'), deaf, token).catch(codeAndMessage);
    const pid = await until(() => client.processIds.runs);
    token.cancel();
    expect(await run).toMatch(/^cancelled/);
    expect(client.processIds.runs).toBe(pid);
    expect(isAlive(pid)).toBe(true);
  });

  it('ends an engine that does not hear it, and removes what that had half-written', async () => {
    start({ patienceMs: 100 });
    const token = new TestToken();
    fs.mkdirSync(path.join(folder, 'other.partial-1-abc'));
    let isSaving = false;
    const run = client
      .cluster(params('hangs'), { ...deaf, onProgress: () => (isSaving = true) }, token)
      .catch(codeAndMessage);
    await until(() => isSaving);
    const pid = client.processIds.runs!;
    expect(fs.readdirSync(folder)).toHaveLength(2);
    token.cancel();
    expect(await run).toMatch(/^cancelled/);
    await until(() => !isAlive(pid));
    expect(fs.readdirSync(folder)).toEqual(['other.partial-1-abc']);
    expect(await client.cluster(params('answers'), deaf, new TestToken())).toHaveProperty('analysis');
  });

  it.each([
    ['dies', 'internal: exit 3'],
    ['is killed', 'internal: signal SIGKILL'],
    ['runs out of memory', 'internal: out-of-memory SIGABRT'],
  ])('an engine that %s is a message, leaves nothing, and works again', async (name, message) => {
    start();
    expect(await client.cluster(params(name), deaf, new TestToken()).catch(codeAndMessage)).toBe(message);
    expect(fs.readdirSync(folder)).toEqual([]);
    expect(client.processIds.runs).toBeUndefined();
    expect(await client.cluster(params('answers'), deaf, new TestToken())).toHaveProperty('analysis');
  });

  it('answers questions in another process while a run is under way', async () => {
    start();
    const token = new TestToken();
    const run = client.cluster(params('waits'), deaf, token).catch(codeAndMessage);
    await client.similar({ analysis: folder, document: 'a', top: 1 });
    const { runs: ofRuns, queries } = client.processIds;
    expect(ofRuns).toBeDefined();
    expect(queries).toBeDefined();
    expect(queries).not.toBe(ofRuns);
    token.cancel();
    await run;
  });

  it('ends a process that has had nothing to do, but not one at work', async () => {
    start({ idleMs: 50 });
    const token = new TestToken();
    const run = client.cluster(params('waits'), deaf, token).catch(codeAndMessage);
    await client.similar({ analysis: folder, document: 'a', top: 1 });
    const { runs: working, queries: idle } = client.processIds;
    await until(() => !isAlive(idle!));
    expect(isAlive(working!)).toBe(true);
    token.cancel();
    await run;
    await until(() => !isAlive(working!));
  });

  it('disposed: ends its processes and what they were doing', async () => {
    start();
    const run = client.cluster(params('waits'), deaf, new TestToken()).catch(codeAndMessage);
    const pid = await until(() => client.processIds.runs);
    client.dispose();
    expect(await run).toMatch(/^cancelled/);
    await until(() => !isAlive(pid));
  });

  it('a module that is not there is a message', async () => {
    start({ module: path.join(folder, 'nothing.js') });
    expect(await client.similar({ analysis: folder, document: 'a', top: 1 }).catch(codeAndMessage)).toBe(
      'internal: exit 1',
    );
  });
});
