import fs from 'node:fs/promises';
import path from 'node:path';
import type { FetchModelParams, FetchModelResult } from '../../../shared/engineProtocol';
import { GroveError } from '../../../shared/errors';
import { withCancelSignal } from '../../download/cancellation';
import { parseDigest } from '../../download/digests';
import { downloadFile, sha256Of, sizeOf, writing } from '../../download/downloadFile';
import { withLock } from '../../download/lock';
import type { RunContext } from '../../runContext';
import { type ModelAddress, modelAddress } from './modelAddress';
import { modelCacheFolder } from './modelCache';
import { requireSupported } from './modelFolder';
import { isIntact, type ModelRecord, readRecord, writeRecord } from './modelRecord';
import { lookUpModel, type RemoteFile, type RemoteModel } from './remoteModel';

/**
 * Fetches the folder of a sentence encoder from an address that the person gives: into the cache, or where they say. What was
 * fetched of it stays in `<folder>.part` when the download is stopped or breaks, and is taken up by the next call; the
 * folder itself is there entirely or not at all. Of the same model fetched before, only the checksums are looked at.
 *
 * @throws GroveError 'usage', 'bad-input' (a place that is taken), 'download-failed', 'write-failed', 'cancelled'
 */
export async function fetchModel(params: FetchModelParams, context: RunContext): Promise<FetchModelResult> {
  const { model, baseUrl = '', revision = 'main', sha256, out } = params;
  const address = modelAddress(model, baseUrl, revision);
  const digest = sha256 === undefined ? undefined : requireDigest(sha256);
  const folder = out ?? path.join(modelCacheFolder(), ...address.name.split('/'));
  const source = { url: address.folders[0]!.href, revision };
  const name = out === undefined ? address.name : folder;
  const known = await fetchedBefore(folder, source, digest);
  if (known !== undefined) return resultOf(name, folder, known, true);
  const staging = `${folder}.part`;
  await writing(staging, () => fs.mkdir(staging, { recursive: true }));
  const record = await withLock(staging, async () => {
    if (!isSameSource(await readRecord(staging), source)) await empty(staging);
    await writing(staging, () => writeRecord(staging, { format: 'grove-model', version: 1, ...source, files: {} }));
    return withCancelSignal(context, (signal) => fill(staging, { address, source, digest }, context, signal));
  });
  await writing(folder, async () => {
    await fs.rm(folder, { recursive: true, force: true }); // empty, or damaged
    await fs.rename(staging, folder);
  });
  return resultOf(name, folder, record, false);
}

type Source = Pick<ModelRecord, 'url' | 'revision'>;

interface Wanted {
  readonly address: ModelAddress;
  readonly source: Source;
  /** Of the network. */
  readonly digest: string | undefined;
}

/** Fetches the files that are not there yet. Small ones come first: they say whether Grove can use the large ones. */
async function fill(
  staging: string,
  { address, source, digest }: Wanted,
  context: RunContext,
  signal: AbortSignal,
): Promise<ModelRecord> {
  const remote = withDigest(await lookUpModel(address, signal), digest);
  await requireRoom(staging, remote.files);
  const sizes = remote.files.map(({ bytes }) => bytes);
  const total = sizes.every((size) => size !== undefined) ? sizes.reduce((sum, size) => sum + size, 0) : undefined;
  const files: Record<string, ModelRecord['files'][string]> = {};
  let before = 0;
  for (const { name, url, sha256 } of remote.files) {
    if (name === remote.network) await requireSupported(staging);
    const file = path.join(staging, name);
    const tell = (bytes: number): void =>
      context.progress({
        stage: 'download',
        done: before + bytes,
        ...(total !== undefined && { total: Math.max(total, before + bytes) }),
        unit: 'bytes',
        detail: name,
      });
    await writing(file, () => fs.mkdir(path.dirname(file), { recursive: true }));
    const bytes = await sizeOf(file);
    const isThere = bytes > 0 && sha256 !== undefined && (await sha256Of(file)) === sha256;
    const fetched = isThere
      ? { bytes, sha256, isChecked: true }
      : await downloadFile({ url, file, sha256 }, tell, signal);
    before += fetched.bytes;
    files[name] = { bytes: fetched.bytes, sha256: fetched.sha256, checked: fetched.isChecked };
    context.log(`Fetched ${url.href}: ${fetched.bytes} bytes, SHA-256 ${fetched.sha256}`);
  }
  const record: ModelRecord = { format: 'grove-model', version: 1, ...source, files };
  await writing(staging, () => writeRecord(staging, record));
  return record;
}

/** What the person says of the network goes before what the server says, and is refused before it is fetched for nothing. */
function withDigest({ network, files }: RemoteModel, digest: string | undefined): RemoteModel {
  if (digest === undefined) return { network, files };
  const expected = files.find(({ name }) => name === network)?.sha256;
  if (expected !== undefined && expected !== digest)
    throw new GroveError(
      'download-failed',
      `The server's ${network} has the SHA-256 ${expected}, not ${digest}. Check the revision and the checksum.`,
    );
  return { network, files: files.map((file) => (file.name === network ? { ...file, sha256: digest } : file)) };
}

async function fetchedBefore(
  folder: string,
  source: Source,
  digest: string | undefined,
): Promise<ModelRecord | undefined> {
  const names = await fs.readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new GroveError('bad-input', `${folder} is no folder. Choose another place (--out).`, { cause: error });
  });
  if (names.length === 0) return undefined;
  const record = await readRecord(folder);
  if (record === undefined)
    throw new GroveError('bad-input', `${folder} holds files that Grove did not fetch. Choose another place (--out).`);
  if (!isSameSource(record, source))
    throw new GroveError(
      'bad-input',
      `${folder} holds the model of ${record.url}, revision ${record.revision}. Remove it, or choose another place (--out).`,
    );
  const isAsked = digest === undefined || Object.values(record.files).some(({ sha256 }) => sha256 === digest);
  return isAsked && (await isIntact(folder, record)) ? record : undefined;
}

function isSameSource(record: Source | undefined, { url, revision }: Source): boolean {
  return record?.url === url && record.revision === revision;
}

async function empty(staging: string): Promise<void> {
  for (const name of await fs.readdir(staging)) {
    if (!name.endsWith('.lock')) await fs.rm(path.join(staging, name), { recursive: true, force: true });
  }
}

async function requireRoom(staging: string, files: readonly RemoteFile[]): Promise<void> {
  let needed = 0;
  for (const { name, bytes = 0 } of files) {
    const file = path.join(staging, name);
    needed += Math.max(0, bytes - Math.max(await sizeOf(file), await sizeOf(`${file}.part`)));
  }
  const { bavail, bsize } = await fs.statfs(staging);
  if (needed <= bavail * bsize) return;
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;
  throw new GroveError(
    'write-failed',
    `The model needs ${megabytes(needed)}, and there are ${megabytes(bavail * bsize)} left at ${staging}. Make room, or choose another place (--out).`,
  );
}

function requireDigest(text: string): string {
  const digest = parseDigest(text);
  if (digest === undefined)
    throw new GroveError('usage', `The checksum ${text} is no SHA-256: that is 64 digits of 0–9 and a–f.`);
  return digest;
}

function resultOf(name: string, folder: string, { files }: ModelRecord, wasThere: boolean): FetchModelResult {
  const entries = Object.entries(files).map(([file, entry]) => ({ name: file, ...entry }));
  return { model: name, folder, files: entries, wasThere };
}
