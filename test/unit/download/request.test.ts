import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAddress, request } from '../../../src/engine/download/request';
import { type FileServer, serveFiles } from '../../support/fileServer';

const never = new AbortController().signal;

it.each([
  ['plain http', 'http://example.org/m', /not protected/],
  ['a name that only begins like this machine’s', 'http://localhost.example.org/m', /not protected/],
  ['a file', 'file:///etc/passwd', /not protected/],
  ['a password', 'https://me:secret@example.org/m', /^The address of example\.org holds a user name or password/],
  ['no address', 'minilm', /is no address/],
])('an address is refused: %s', (_, address, message) => {
  expect(() => parseAddress(address)).toThrow(message);
  expect(() => parseAddress(address)).toThrow(expect.objectContaining({ code: 'usage' }));
});

it('https, and http of this machine, are taken', () => {
  for (const address of ['https://example.org/m', 'http://localhost:8000/m', 'http://127.0.0.1/m', 'http://[::1]:1/m'])
    expect(parseAddress(address).href).toBe(address);
});

describe('an answer', () => {
  let server: FileServer;
  beforeAll(async () => {
    server = await serveFiles({
      plain: { content: 'hello' },
      moved: { content: '', status: 302, headers: { location: 'plain', etag: '"first"' } },
      round: { content: '', status: 302, headers: { location: 'round' } },
      away: { content: '', status: 302, headers: { location: 'http://example.org/m' } },
    });
  });
  afterAll(() => server.close());
  const ask = (name: string): ReturnType<typeof request> =>
    request(new URL(`${server.address}/${name}`), { method: 'GET', signal: never });

  it('comes by way of redirections, whose headers are kept', async () => {
    const { response, redirects } = await ask('moved');
    expect(await response.text()).toBe('hello');
    expect(redirects.map((headers) => headers.get('etag'))).toEqual(['"first"']);
  });

  it('never comes from where it is not protected, nor round and round', async () => {
    await expect(ask('away')).rejects.toThrow(/sends on to http:\/\/example\.org\/m, which is not protected/);
    await expect(ask('round')).rejects.toThrow(/without end/);
  });

  it('that does not come is told with the host', async () => {
    const nobody = request(new URL('http://127.0.0.1:1/m'), { method: 'GET', signal: never });
    await expect(nobody).rejects.toThrow(/^The download from 127\.0\.0\.1:1 failed: /);
    const nowhere = request(new URL('https://no-such-host.invalid/m'), { method: 'GET', signal: never });
    await expect(nowhere).rejects.toThrow(/no-such-host\.invalid failed: .*network/);
  });
});
