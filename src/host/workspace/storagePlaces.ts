import path from 'node:path';
import * as vscode from 'vscode';
import { settings, settingsSection } from '../contributions';

const folderInWorkspace = path.join('.grove', 'analyses');

/** Every folder that may hold analyses of this window: its own storage, and `.grove/analyses` of its folders. */
export function storagePlaces(context: vscode.ExtensionContext): readonly string[] {
  const inWorkspace = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => path.join(uri.fsPath, folderInWorkspace));
  return [privateStorage(context), ...inWorkspace];
}

/** Where a new analysis of a source goes, by the setting `grove.storage`. */
export function storageFor(context: vscode.ExtensionContext, source: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(source);
  const setting = vscode.workspace.getConfiguration(settingsSection, source).get<string>(settings.storage);
  return setting === 'workspace' && folder?.uri.scheme === 'file'
    ? path.join(folder.uri.fsPath, folderInWorkspace)
    : privateStorage(context);
}

function privateStorage(context: vscode.ExtensionContext): string {
  return path.join((context.storageUri ?? context.globalStorageUri).fsPath, 'analyses');
}
