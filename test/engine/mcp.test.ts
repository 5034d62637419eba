import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newFolder } from '../support/folders';
import { cluster, samples } from '../support/runs';

const folder = newFolder();
const outside = newFolder();
let server: ChildProcess | undefined;

beforeAll(async () => {
  fs.cpSync(samples.english, path.join(folder, 'notes'), { recursive: true });
  await cluster(path.join(folder, 'notes'), path.join(folder, 'notes.grove'), { projection: 'none' });
  fs.symlinkSync(outside, path.join(folder, 'way-out'));
});

afterEach(() => void server?.kill());

interface ToolResult {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
}

/** A client of the protocol, as small as can be. */
function connect(parameters: readonly string[]) {
  const child = spawn(process.execPath, ['dist/cli.js', 'mcp', ...parameters], { stdio: ['pipe', 'pipe', 'inherit'] });
  server = child;
  const waiting = new Map<number, (message: { result?: unknown; error?: unknown }) => void>();
  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as { id?: number; result?: unknown; error?: unknown }; // nothing else is on stdout
    if (message.id !== undefined) waiting.get(message.id)?.(message);
  });
  const send = (message: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const request = (method: string, params: object): Promise<{ result?: unknown; error?: unknown }> =>
    new Promise((resolve) => {
      const id = waiting.size + 1;
      waiting.set(id, resolve);
      send({ id, method, params });
    });
  const open = async (): Promise<void> => {
    const clientInfo = { name: 'test', version: '1' };
    await request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    send({ method: 'notifications/initialized' });
  };
  const call = async (name: string, parameters: object): Promise<ToolResult> =>
    (await request('tools/call', { name, arguments: parameters })).result as ToolResult;
  const answer = async (name: string, parameters: object): Promise<Record<string, unknown>> =>
    JSON.parse((await call(name, parameters)).content[0]!.text) as Record<string, unknown>;
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { request, open, call, answer, close: () => child.stdin.end(), ended };
}

describe('grove mcp', () => {
  it('offers tools that only read, answers by them, and ends with its client', async () => {
    const client = connect([folder]);
    await client.open();
    const { tools } = (await client.request('tools/list', {})).result as { tools: { name: string }[] };
    expect(tools.map(({ name }) => name)).toEqual(['list_clusters', 'search_corpus', 'get_similar_documents']);
    expect(tools).toEqual(tools.map((tool) => ({ ...tool, annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false } }))); // prettier-ignore

    const listed = await client.answer('list_clusters', {});
    expect(listed).toMatchObject({ analysis: 'notes.grove', documents: 120 });
    const { found } = (await client.answer('search_corpus', { query: 'baking bread', top: 3 })) as {
      found: { id: string; beginning: string }[];
    };
    expect(found).toHaveLength(3);
    expect(JSON.stringify(found)).not.toContain(folder);
    expect(found[0]!.beginning).not.toBe('');
    const { similar } = await client.answer('get_similar_documents', { document: found[0]!.id, top: 2 });
    expect(similar).toHaveLength(2);
    client.close();
    expect(await client.ended).toBe(0);
  });

  it('tells a model what it did wrong', async () => {
    const client = connect([folder]);
    await client.open();
    const unknown = await client.call('get_similar_documents', { document: 'no such thing' });
    expect(unknown.isError).toBe(true);
    expect(unknown.content[0]!.text).toContain('no such thing');
    const elsewhere = await client.call('list_clusters', { analysis: '../other' });
    expect(elsewhere.content[0]!.text).toBe('Name one of the analyses: notes.grove.');
    const wrong = await client.request('tools/call', { name: 'search_corpus', arguments: { query: 7 } });
    expect(JSON.stringify(wrong)).toMatch(/query|string/);
    const forbidden = await client.request('tools/call', { name: 'cluster_folder', arguments: {} });
    expect(JSON.stringify(forbidden)).toMatch(/cluster_folder/);
  });

  it('clusters only where that was allowed, and never outside its folder', async () => {
    const client = connect([folder, '--allow-cluster']);
    await client.open();
    for (const place of ['..', 'way-out', outside, 'notes/../../..'])
      expect((await client.call('cluster_folder', { folder: place })).isError, place).toBe(true);
    const made = await client.answer('cluster_folder', { folder: 'notes', clusters: 4 });
    expect(made).toMatchObject({ analysis: 'notes/.grove/analyses/notes', documents: 120 });
    expect(fs.readdirSync(outside)).toEqual([]);
    fs.writeFileSync(path.join(outside, 'secret.txt'), 'The password of the vault is heliotrope.');
    fs.symlinkSync(path.join(outside, 'secret.txt'), path.join(folder, 'notes', 'linked.txt'));
    const again = await client.answer('cluster_folder', { folder: 'notes', clusters: 4 });
    expect(again).toMatchObject({ documents: 120 });
    const place = { analysis: 'notes/.grove/analyses/notes' };
    const leaked = await client.call('search_corpus', { query: 'the password is heliotrope', top: 50, ...place });
    expect(leaked.content[0]!.text).not.toContain('heliotrope');
    fs.rmSync(path.join(outside, 'secret.txt'));

    const both = await client.answer('list_clusters', {});
    expect(both).toEqual({ analyses: ['notes/.grove/analyses/notes', 'notes.grove'] });
    const four = (await client.answer('list_clusters', { analysis: 'notes/.grove/analyses/notes' })) as {
      clusters: { parent: number | null }[];
    };
    expect(four.clusters.filter(({ parent }) => parent === null)).toHaveLength(4);
  });

  it('writes through no link, and reads no analysis with links in it', async () => {
    const corpus = newFolder();
    fs.cpSync(samples.chinese, path.join(corpus, 'notes'), { recursive: true });
    fs.symlinkSync(outside, path.join(corpus, 'notes', '.grove'));
    fs.mkdirSync(path.join(corpus, 'forged.grove'));
    fs.cpSync(path.join(folder, 'notes.grove', 'analysis.json'), path.join(corpus, 'forged.grove', 'analysis.json'));
    const elsewhere = path.join(folder, 'notes.grove', 'documents.parquet');
    fs.symlinkSync(elsewhere, path.join(corpus, 'forged.grove', 'documents.parquet'));
    const client = connect([corpus, '--allow-cluster']);
    await client.open();
    const refused = await client.call('cluster_folder', { folder: 'notes' });
    expect([refused.isError, refused.content[0]!.text]).toEqual([
      true,
      '.grove is a link that leads out of the corpus.',
    ]);
    expect(fs.readdirSync(outside)).toEqual([]);
    expect(await client.answer('list_clusters', {})).toEqual({ analyses: [] });
  });

  it('a place that is no folder is refused with its name', async () => {
    const client = connect([path.join(folder, 'nowhere')]);
    expect(await client.ended).toBe(3);
  });
});
