import { GroveError, messageOf } from '../../shared/errors';

/** A server's answer, and the headers of the answers that led to it by redirection. */
export interface Answer {
  readonly response: Response;
  readonly redirects: readonly Headers[];
}

export interface RequestOptions {
  readonly method: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const mostRedirects = 10;

/**
 * Reads an address a person gave. Only https, and http of this machine, so that nothing comes over the network unprotected.
 *
 * @throws GroveError 'usage'
 */
export function parseAddress(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new GroveError('usage', `${text} is no address. Give one that begins with https://`, { cause });
  }
  if (url.username !== '' || url.password !== '')
    throw new GroveError('usage', `The address of ${url.host} holds a user name or password. Give one without.`);
  if (!isAllowed(url, url))
    throw new GroveError('usage', `${text} is not protected. Give an address that begins with https://`);
  return url;
}

/**
 * Asks a server, following redirections, none of which may leave https. Bytes come as they are stored: a compressed answer
 * could not be taken up in its middle.
 *
 * @throws GroveError 'download-failed' naming the host where there is no answer; 'cancelled' once the signal is given
 */
export async function request(first: URL, { method, headers, signal }: RequestOptions): Promise<Answer> {
  const redirects: Headers[] = [];
  for (let url = first; ;) {
    const response = await ask(url, { method, headers: { 'accept-encoding': 'identity', ...headers }, signal });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return { response, redirects };
    await drop(response);
    redirects.push(response.headers);
    url = redirected(location, url, first);
    if (redirects.length > mostRedirects)
      throw new GroveError('download-failed', `${first.host} sends from address to address without end.`);
  }
}

async function ask(url: URL, options: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...options, redirect: 'manual' });
  } catch (error) {
    throw interrupted(url, error, options.signal);
  }
}

function redirected(location: string, from: URL, first: URL): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url === undefined || !isAllowed(url, first))
    throw new GroveError('download-failed', `${from.host} sends on to ${location}, which is not protected by https.`);
  return url;
}

function isAllowed(url: URL, first: URL): boolean {
  if (url.protocol === 'https:') return true;
  return url.protocol === 'http:' && isThisMachine(url) && isThisMachine(first) && first.protocol === 'http:';
}

function isThisMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Lets go of an answer whose content is not wanted. */
export async function drop(response: Response): Promise<void> {
  await response.body?.cancel();
}

/** What became of a connection, for a person. */
export function interrupted(url: URL, error: unknown, signal: AbortSignal | null | undefined): GroveError {
  if (signal?.aborted === true) return cancelledDownload();
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = reasons[code] ?? (code || messageOf(cause));
  return new GroveError(
    'download-failed',
    `The download from ${url.host} failed: ${reason}. Check the connection, then run the same again: it goes on where it stopped.`,
    { cause: error },
  );
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host, or no network',
  EAI_AGAIN: 'there is no network',
  ENETUNREACH: 'there is no network',
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_CONNECT_TIMEOUT: 'the server does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'the server does not answer',
  UND_ERR_BODY_TIMEOUT: 'the server sends no more',
};

export function cancelledDownload(): GroveError {
  return new GroveError('cancelled', 'The download was stopped. The same again goes on from there.');
}

/** What to say of a status that is not the content asked for. */
export function refused(url: URL, status: number): GroveError {
  const what =
    status === 404 || status === 410
      ? 'is not there'
      : status === 401 || status === 403
        ? 'is not there, or not open to everyone'
        : status >= 500
          ? `can't be had now: the server is in trouble (${status})`
          : `was refused (${status})`;
  return new GroveError('download-failed', `${url.href} ${what}. Check the address and the revision.`);
}
