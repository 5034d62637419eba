import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { FetchModelResult } from '../../shared/engineProtocol';
import type { OptionName } from '../../shared/options';
import { settingsSection } from '../contributions';
import type { CommandContext } from './commandContext';
import { overallPercent, progressMessage } from './runProgress';

/** Asks for the address of a sentence encoder, fetches it, and makes it the one that the settings name. */
export async function fetchSentenceEncoder(context: CommandContext): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Trust this workspace first: what is fetched is run on this machine.'),
    );
    return;
  }
  const address = await vscode.window.showInputBox({
    title: vscode.l10n.t('Fetch Sentence Encoder'),
    prompt: vscode.l10n.t('Address of a model’s page or folder with model.onnx and tokenizer.json'),
    placeHolder: 'https://…/organisation/model',
    ignoreFocusOut: true,
    validateInput: requireAddress,
  });
  if (address === undefined) return;
  const fetched = await fetchModel(context, address.trim());
  await useModel('model', fetched.folder);
  await offerEncoder(fetched);
}

function fetchModel({ engine }: CommandContext, address: string): Promise<FetchModelResult> {
  const title = vscode.l10n.t('Fetching the sentence encoder');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const shown = vscode.window.withProgress(options, (progress, token) => {
    let reached = 0;
    return engine.fetchModel(
      { runId: randomUUID(), model: address },
      (stage) => {
        const increment = Math.max(0, overallPercent(stage) - reached);
        reached += increment;
        progress.report({ message: progressMessage(stage), increment });
      },
      token,
    );
  });
  return Promise.resolve(shown);
}

/** A model is of use to the encoder transformer alone. */
async function offerEncoder({ model, files }: FetchModelResult): Promise<void> {
  const fetched = vscode.l10n.t('The sentence encoder {0} is fetched and set as grove.model.', model);
  const isUnchecked = files.some(({ checked }) => !checked);
  const message = isUnchecked
    ? `${fetched} ${vscode.l10n.t('The server gave no checksum for all of its files.')}`
    : fetched;
  if (vscode.workspace.getConfiguration(settingsSection).get('encoder' satisfies OptionName) === 'transformer') {
    void vscode.window.showInformationMessage(message);
    return;
  }
  const cluster = vscode.l10n.t('Cluster With It');
  if ((await vscode.window.showInformationMessage(message, cluster)) === cluster)
    await useModel('encoder', 'transformer');
}

function useModel(option: OptionName, value: string): Thenable<void> {
  return vscode.workspace.getConfiguration(settingsSection).update(option, value, vscode.ConfigurationTarget.Global);
}

function requireAddress(value: string): string | undefined {
  return URL.canParse(value.trim()) && /^https?:\/\//i.test(value.trim())
    ? undefined
    : vscode.l10n.t('An address that begins with https://');
}
