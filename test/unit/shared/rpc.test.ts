import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createMessageConnection } from 'vscode-jsonrpc/node';
import { answer, ask } from '../../../src/shared/rpc';

it('who answers has a token, also where who asks gives none', async () => {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const engine = createMessageConnection(there, back);
  const host = createMessageConnection(back, there);
  answer(engine, 'search', ({ query }, token) => {
    expect(token.isCancellationRequested).toBe(false);
    return Promise.resolve({ query, found: [] });
  });
  engine.listen();
  host.listen();
  await expect(ask(host, 'search', { analysis: 'a', query: 'q', top: 1 })).resolves.toEqual({ query: 'q', found: [] });
  host.dispose();
  engine.dispose();
});
