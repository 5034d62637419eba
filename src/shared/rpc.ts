import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type CancellationToken,
  type MessageConnection,
  ResponseError,
} from 'vscode-jsonrpc/node';
import type { ChildProcess } from 'node:child_process';
import type { EngineNotifications, EngineRequests } from './engineProtocol';
import { type ErrorCode, errorExitCodes, GroveError, messageOf } from './errors';

/** The door to vscode-jsonrpc: a typed connection between the extension host and the forked engine process. */
export type EngineConnection = MessageConnection;

/** JSON-RPC's code for an error of the application's own. */
const applicationError = -32000;

export function connect(peer: ChildProcess | NodeJS.Process): EngineConnection {
  return createMessageConnection(new IPCMessageReader(peer), new IPCMessageWriter(peer));
}

type Handler<K extends keyof EngineRequests> = (
  params: EngineRequests[K]['params'],
  token: { readonly isCancellationRequested: boolean },
) => Promise<EngineRequests[K]['result']>;

/** Answers requests of one name. A GroveError keeps its code on the other side. */
export function answer<K extends keyof EngineRequests>(
  connection: EngineConnection,
  name: K,
  handler: Handler<K>,
): void {
  connection.onRequest(name, async (params: EngineRequests[K]['params'], token: CancellationToken) => {
    try {
      return await handler(params, token);
    } catch (error) {
      const code: ErrorCode = GroveError.is(error) ? error.code : 'internal';
      const stack = error instanceof Error ? error.stack : undefined;
      throw new ResponseError(applicationError, messageOf(error), { code, stack });
    }
  });
}

/** Asks the other side. Rejects with a GroveError; `cancel` tells the other side to stop. */
export async function ask<K extends keyof EngineRequests>(
  connection: EngineConnection,
  name: K,
  params: EngineRequests[K]['params'],
  token?: CancellationToken,
): Promise<EngineRequests[K]['result']> {
  try {
    // A token that is undefined would be sent as a second parameter, and stand where the other side expects its own.
    return await (token === undefined
      ? connection.sendRequest(name, params)
      : connection.sendRequest(name, params, token));
  } catch (error) {
    throw asGroveError(error);
  }
}

export function notify<K extends keyof EngineNotifications>(
  connection: EngineConnection,
  name: K,
  params: EngineNotifications[K],
): void {
  void connection.sendNotification(name, params);
}

export function onNotification<K extends keyof EngineNotifications>(
  connection: EngineConnection,
  name: K,
  listener: (params: EngineNotifications[K]) => void,
): void {
  connection.onNotification(name, listener);
}

function asGroveError(error: unknown): GroveError {
  if (error instanceof ResponseError) {
    const data: unknown = error.data;
    const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined;
    if (typeof code === 'string' && code in errorExitCodes)
      return new GroveError(code as ErrorCode, error.message, { cause: data });
  }
  return new GroveError('internal', messageOf(error), { cause: error });
}
