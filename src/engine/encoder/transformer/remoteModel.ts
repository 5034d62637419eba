import { GroveError } from '../../../shared/errors';
import { digestOf, parseDigests } from '../../download/digests';
import { drop, refused, request } from '../../download/request';
import type { ModelAddress } from './modelAddress';
import { configNames, networkNames, weightsOf } from './modelFiles';

/** A file of a model on a server. */
export interface RemoteFile {
  readonly name: string;
  readonly url: URL;
  /** Undefined where the server doesn't say. */
  readonly bytes: number | undefined;
  readonly sha256: string | undefined;
}

export interface RemoteModel {
  readonly network: string;
  /** Small ones first, the network and its weights last. */
  readonly files: readonly RemoteFile[];
}

const digestsName = 'SHA256SUMS';
const mostDigestBytes = 1 << 20;

/**
 * Asks a server which files of a sentence encoder it has, without fetching them.
 *
 * @throws GroveError 'download-failed' naming what is not there
 */
export async function lookUpModel(address: ModelAddress, signal: AbortSignal): Promise<RemoteModel> {
  const folder = await folderOf(address, signal);
  const digests = await readDigests(new URL(digestsName, folder), signal);
  const find = async (name: string): Promise<RemoteFile | undefined> => {
    const found = await probe(new URL(name, folder), signal);
    if (found.status !== 'there') return undefined;
    return { name, url: new URL(name, folder), bytes: found.bytes, sha256: digests.get(name) ?? found.sha256 };
  };
  const network = await firstOf(networkNames, find);
  if (network === undefined)
    throw new GroveError(
      'download-failed',
      `${address.url.href} has a tokenizer, but no ${networkNames.join(', ')}. Choose a model that is exported to ONNX.`,
    );
  const others: (RemoteFile | undefined)[] = [];
  for (const name of [...Object.values(configNames), ...weightsOf(network.name)]) others.push(await find(name));
  const there = others.filter((file) => file !== undefined);
  const isSmall = ({ name }: RemoteFile): boolean => !weightsOf(network.name).includes(name);
  return {
    network: network.name,
    files: [...there.filter(isSmall), ...there.filter((file) => !isSmall(file)), network],
  };
}

async function folderOf({ folders }: ModelAddress, signal: AbortSignal): Promise<URL> {
  let status = 404;
  for (const folder of folders) {
    const found = await probe(new URL(configNames.tokenizer, folder), signal);
    if (found.status === 'there') return folder;
    if (found.status !== 404) status = found.status;
  }
  throw refused(new URL(configNames.tokenizer, folders[0]), status);
}

async function firstOf<T>(
  names: readonly string[],
  find: (name: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (const name of names) {
    const found = await find(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Probed =
  | { readonly status: 'there'; readonly bytes: number | undefined; readonly sha256: string | undefined }
  | { readonly status: number };

/** Statuses of what is not there; some stores say 'forbidden' of it. */
const absent = [401, 403, 404, 410];
/** Statuses of a server that doesn't answer HEAD. */
const headless = [405, 501];

/** A page where a file should be is a server's way of saying that it has none. */
async function probe(url: URL, signal: AbortSignal): Promise<Probed> {
  let answer = await request(url, { method: 'HEAD', signal });
  if (headless.includes(answer.response.status)) {
    answer = await request(url, { method: 'GET', signal });
    await drop(answer.response);
  }
  const { response, redirects } = answer;
  if (response.ok && !/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
    const length = redirects[0]?.get('x-linked-size') ?? response.headers.get('content-length');
    const digests = [...redirects, response.headers].map(digestOf);
    return {
      status: 'there',
      bytes: length === null ? undefined : Number(length),
      sha256: digests.find((digest) => digest !== undefined),
    };
  }
  if (response.ok) return { status: 404 };
  if (absent.includes(response.status)) return { status: response.status };
  throw refused(url, response.status);
}

async function readDigests(url: URL, signal: AbortSignal): Promise<Map<string, string>> {
  const found = await probe(url, signal);
  if (found.status !== 'there' || (found.bytes ?? 0) > mostDigestBytes) return new Map();
  const { response } = await request(url, { method: 'GET', signal });
  if (response.ok) return parseDigests(await response.text());
  await drop(response);
  return new Map();
}
