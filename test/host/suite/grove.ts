import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { GroveApi } from '../../../src/extension';
import type { LoadedAnalysis } from '../../../src/host/state/loadedAnalysis';
import type { ClusterNode } from '../../../src/host/views/pagedNodes';
import type { ClustersView } from '../../../src/host/views/clustersView';
import type { ClusterResult } from '../../../src/shared/engineProtocol';

/** The extension under test, activated, with the analyses of the last session restored. */
export async function grove(): Promise<GroveApi> {
  const extension = vscode.extensions.getExtension<GroveApi>('grove.grove');
  assert.ok(extension, 'the extension is not installed');
  const api = await extension.activate();
  await api.restored;
  return api;
}

/** A file or folder of the opened folder. */
export function inWorkspace(...parts: string[]): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, ...parts);
}

/** Runs the command of the Explorer's menu. Undefined when the run failed or was cancelled. */
export async function cluster(place: vscode.Uri): Promise<ClusterResult | undefined> {
  return vscode.commands.executeCommand<ClusterResult | undefined>('grove.clusterFolder', place);
}

/** The analysis of the English samples, made by the first test that needs it. */
export async function englishAnalysis(): Promise<LoadedAnalysis> {
  const { store } = await grove();
  const made = store.analyses.find(({ analysis }) => analysis?.source.path === inWorkspace('english').fsPath);
  if (made === undefined) assert.ok(await cluster(inWorkspace('english')), 'the run of the English samples failed');
  else if (store.active?.id !== made.id) await store.activate(made.id);
  assert.ok(store.active, 'no analysis is active');
  return store.active;
}

/** A folder of its own in the opened folder, with a text in each file. */
export async function folderOf(
  name: string,
  texts: Readonly<Record<string, string | Uint8Array>>,
): Promise<vscode.Uri> {
  const folder = inWorkspace(name);
  await fs.mkdir(folder.fsPath, { recursive: true });
  for (const [file, text] of Object.entries(texts)) {
    await fs.mkdir(path.dirname(path.join(folder.fsPath, file)), { recursive: true });
    await fs.writeFile(path.join(folder.fsPath, file), text);
  }
  return folder;
}

/** The document files in a folder, recursively. */
export async function filesIn(folder: vscode.Uri): Promise<string[]> {
  const entries = await fs.readdir(folder.fsPath, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** Waits until `check` answers with something true, and returns that. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) assert.fail(`This never happened: ${what}`);
    await sleep(20);
  }
}

/** The sentences of errors and information that the window shows while `work` is done. */
export async function messagesOf(work: () => Promise<unknown>): Promise<string[]> {
  const said: string[] = [];
  const { window } = vscode;
  const { showErrorMessage, showInformationMessage } = window;
  const listen = (message: string): Promise<undefined> => {
    said.push(message);
    return Promise.resolve(undefined);
  };
  Object.assign(window, { showErrorMessage: listen, showInformationMessage: listen });
  try {
    await work();
  } finally {
    Object.assign(window, { showErrorMessage, showInformationMessage });
  }
  return said;
}

/** Every document below a node of the Clusters view. */
export function documentsBelow(view: ClustersView, node?: ClusterNode): Extract<ClusterNode, { kind: 'document' }>[] {
  return node?.kind === 'document' ? [node] : view.getChildren(node).flatMap((child) => documentsBelow(view, child));
}

/** Does what a click on a tree item does. */
export async function click({ command }: vscode.TreeItem): Promise<void> {
  assert.ok(command, 'the item does nothing when clicked');
  await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}
