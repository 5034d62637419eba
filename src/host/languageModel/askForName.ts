import * as vscode from 'vscode';
import { GroveError } from '../../shared/errors';
import { nameIn, namePrompt, type NameRequest } from './clusterName';

/** A name has a few dozen characters: a model that goes on talking is not listened to. */
const mostAnswered = 400;
const attempts = 2;

/**
 * Asks a model for a cluster's name, once more where its answer is none.
 *
 * @returns undefined where neither answer is a name
 * @throws GroveError 'cancelled' at once when the token says so; GroveError 'bad-input' where the model can't be used
 */
export async function askForName(
  model: vscode.LanguageModelChat,
  request: NameRequest,
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  const messages = namePrompt(request).map((text) => vscode.LanguageModelChatMessage.User(text));
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found = nameIn(await orCancelled(answerOf(model, messages, token), token), request.siblings);
    if ('name' in found) return found.name;
  }
  return undefined;
}

async function answerOf(
  model: vscode.LanguageModelChat,
  messages: vscode.LanguageModelChatMessage[],
  token: vscode.CancellationToken,
): Promise<string> {
  const justification = vscode.l10n.t('To name clusters of documents.');
  try {
    const { text } = await model.sendRequest(messages, { justification }, token);
    let answer = '';
    for await (const part of text) {
      answer += part;
      if (answer.length > mostAnswered) break;
    }
    return answer;
  } catch (error) {
    if (token.isCancellationRequested) throw GroveError.cancelled();
    throw new GroveError('bad-input', failure(model.name, error), { cause: error });
  }
}

function failure(model: string, error: unknown): string {
  switch (error instanceof vscode.LanguageModelError ? error.code : '') {
    case 'NoPermissions':
      return vscode.l10n.t(
        'Grove may not use “{0}”. Allow it in the window’s language model access, then try again.',
        model,
      );
    case 'Blocked':
      return vscode.l10n.t('“{0}” takes no more requests now: a limit is reached. Try again later.', model);
    case 'NotFound':
      return vscode.l10n.t('“{0}” is not there any more. Choose another language model.', model);
    default:
      return vscode.l10n.t(
        '“{0}” could not be asked: {1}. Names given so far stay.',
        model,
        error instanceof Error ? error.message : String(error),
      );
  }
}

/** Ends with the token, whatever the work is waiting for. */
function orCancelled<T>(work: Promise<T>, token: vscode.CancellationToken): Promise<T> {
  return new Promise((resolve, reject) => {
    const listening = token.onCancellationRequested(() => {
      reject(GroveError.cancelled());
    });
    if (token.isCancellationRequested) reject(GroveError.cancelled());
    void work.then(resolve, reject).finally(() => {
      listening.dispose();
    });
  });
}
