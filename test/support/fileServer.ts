import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a file of the server is given. All but the content may be left out. */
export interface Served {
  readonly content: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** After so many bytes of each answer the connection is broken off. */
  readonly breaksAfter?: number;
  /** After so many bytes the answer waits for ever. */
  readonly hangsAfter?: number;
  readonly ignoresRanges?: boolean;
  readonly refusesHead?: boolean;
  readonly status?: number;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
}

export interface FileServer {
  readonly address: string;
  /** By path, without the first '/'. */
  readonly files: Map<string, Served>;
  readonly asked: Asked[];
  close(): void;
}

/** A server of this machine with files, ranges and entity tags. Close it after use. */
export async function serveFiles(files: Readonly<Record<string, Served>> = {}): Promise<FileServer> {
  const served = new Map(Object.entries(files));
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '', 'http://localhost').pathname).slice(1);
    asked.push({ method: request.method ?? '', path, range: request.headers.range });
    const file = served.get(path);
    if (file === undefined) {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>nothing here</h1>');
      return;
    }
    answer(file, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, files: served, asked, close };
}

function answer(file: Served, request: http.IncomingMessage, response: http.ServerResponse): void {
  const whole = Buffer.from(file.content);
  const headers: Record<string, string> = { ...file.headers };
  if (file.refusesHead === true && request.method === 'HEAD') {
    response.writeHead(405).end();
    return;
  }
  if (file.status !== undefined) {
    response.writeHead(file.status, headers).end();
    return;
  }
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  const condition = request.headers['if-range'];
  const isSame = condition === undefined || condition === headers['etag'];
  const begin = from === undefined || file.ignoresRanges === true || !isSame ? 0 : Number(from);
  if (begin > 0 && begin >= whole.length) {
    response.writeHead(416).end();
    return;
  }
  if (begin > 0) headers['content-range'] = `bytes ${begin}-${whole.length - 1}/${whole.length}`;
  headers['content-length'] ??= `${whole.length - begin}`;
  response.writeHead(begin > 0 ? 206 : 200, headers);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const rest = whole.subarray(begin);
  const most = file.breaksAfter ?? file.hangsAfter;
  if (most === undefined || rest.length <= most) {
    response.end(rest);
    return;
  }
  response.write(rest.subarray(0, most), () => {
    if (file.breaksAfter !== undefined) setTimeout(() => response.destroy(), 20);
  });
}
