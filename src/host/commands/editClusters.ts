import * as vscode from 'vscode';
import { documentCount, formatCount, showError } from '../notify';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import { clusterColor } from '../views/clusterColors';
import type { Drop } from '../views/clusterDrag';
import { clusterOf } from '../views/clusterItems';
import type { ClusterNode } from '../views/pagedNodes';
import type { CommandContext } from './commandContext';

const toldMs = 5000;

/** Names a cluster: the one that the menu was opened on, or else the one selected. */
export async function renameCluster(context: CommandContext, clicked?: ClusterNode): Promise<void> {
  const loaded = context.store.active;
  const [chosen] = chosenClusters(context, clicked);
  const cluster = loaded?.cluster(chosen ?? Number.NaN);
  if (loaded === undefined || cluster === undefined) {
    tellToSelect();
    return;
  }
  const label = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('New name of the cluster'),
    value: cluster.label,
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A name needs at least one letter.') : undefined),
  });
  if (label !== undefined) await context.edits.rename(loaded.id, cluster.id, label.trim());
}

/** Makes one cluster of those selected, or of one and another that is chosen. */
export async function mergeClusters(
  context: CommandContext,
  clicked?: ClusterNode,
  selected?: readonly ClusterNode[],
): Promise<void> {
  const loaded = ownClusters(context);
  if (loaded === undefined) return;
  const clusters = chosenClusters(context, clicked, selected);
  const [first] = clusters;
  if (first === undefined) {
    tellToSelect();
    return;
  }
  if (clusters.length > 1) return merge(context, loaded, clusters, first);
  const placeHolder = vscode.l10n.t('Merge “{0}” into', loaded.cluster(first)?.label ?? '');
  const into = await chooseCluster(loaded, placeHolder, (id) => id !== first);
  if (into !== undefined) await merge(context, loaded, clusters, into);
}

/** Puts the selected documents, or that of the editor, into a cluster that is chosen. */
export async function moveDocuments(
  context: CommandContext,
  clicked?: ClusterNode,
  selected?: readonly ClusterNode[],
): Promise<void> {
  const loaded = ownClusters(context);
  if (loaded === undefined) return;
  const inEditor = loaded.documentsInFile(vscode.window.activeTextEditor?.document.uri.fsPath ?? '');
  const inView = chosenNodes(context, clicked, selected).flatMap((node) =>
    node.kind === 'document' ? [node.document] : [],
  );
  const documents = inView.length > 0 || inEditor.length !== 1 ? inView : inEditor;
  if (documents.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select documents in the Clusters view first.'));
    return;
  }
  const placeHolder = vscode.l10n.t('Move {0} to', documentCount(documents.length));
  const homes = new Set(documents.map((document) => loaded.homeOf(document)));
  const to = await chooseCluster(loaded, placeHolder, (id) => homes.size > 1 || !homes.has(id));
  if (to !== undefined) await move(context, loaded, documents, to);
}

/** Merges clusters or moves documents that were dragged onto a cluster, or onto a document of one. */
export async function dropOnCluster(context: CommandContext, { dragged, target }: Drop): Promise<void> {
  try {
    const loaded = ownClusters(context);
    const to = target.kind === 'document' ? loaded?.homeOf(target.document) : clusterOf(target);
    if (loaded?.cluster(to ?? Number.NaN) === undefined || to === undefined) return;
    const documents = dragged.flatMap((node) => (node.kind === 'document' ? [node.document] : []));
    const clusters = dragged.flatMap((node) => clusterOf(node) ?? []);
    if (documents.length > 0) await move(context, loaded, documents, to);
    if (clusters.some((id) => id !== to)) await merge(context, loaded, clusters, to);
  } catch (error) {
    showError(error, context.log);
  }
}

/** Pins or unpins, ignores or restores the selected clusters. */
export async function markClusters(
  context: CommandContext,
  mark: 'pin' | 'ignore',
  isMarked: boolean,
  clicked?: ClusterNode,
  selected?: readonly ClusterNode[],
): Promise<void> {
  const loaded = ownClusters(context);
  if (loaded === undefined) return;
  const clusters = chosenClusters(context, clicked, selected);
  if (clusters.length === 0) {
    tellToSelect();
    return;
  }
  await context.edits[mark](loaded.id, clusters, isMarked);
}

export async function undoEdit({ store }: CommandContext): Promise<void> {
  if (store.active !== undefined) await store.undo(store.active.id);
}

export async function redoEdit({ store }: CommandContext): Promise<void> {
  if (store.active !== undefined) await store.redo(store.active.id);
}

async function merge(
  { store, edits, selection }: CommandContext,
  loaded: LoadedAnalysis,
  clusters: readonly number[],
  into: number,
): Promise<void> {
  await edits.merge(loaded.id, clusters, into);
  selection.set(loaded, { kind: 'cluster', cluster: into }, 'command');
  const cluster = store.loaded(loaded.id)?.cluster(into);
  if (cluster !== undefined) tell(vscode.l10n.t('Merged into “{0}”: {1}.', cluster.label, documentCount(cluster.size)));
}

async function move(
  { store, edits }: CommandContext,
  { id }: LoadedAnalysis,
  documents: readonly number[],
  to: number,
): Promise<void> {
  await edits.move(id, documents, to);
  const label = store.loaded(id)?.cluster(to)?.label ?? '';
  tell(vscode.l10n.t('Moved {0} to “{1}”.', documentCount(documents.length), label));
}

/** What happened, and that it can be undone. */
export function tell(message: string): void {
  vscode.window.setStatusBarMessage(message, toldMs);
}

function tellToSelect(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('Select a cluster in the Clusters view first.'));
}

/**
 * The active analysis where its own clusters are shown. Under the person's own cut, branches of the tree are, and those are
 * what they are: there it offers to go back.
 */
export function ownClusters({ store, cut }: CommandContext): LoadedAnalysis | undefined {
  const loaded = store.active;
  if (loaded === undefined || cut.of(loaded) === undefined) return loaded;
  const goBack = vscode.l10n.t('Go Back');
  const message = vscode.l10n.t('Clusters can be changed where the tree is cut as the analysis was made.');
  void vscode.window.showInformationMessage(message, goBack).then((choice) => {
    if (choice === goBack) cut.set(loaded, undefined, 'command');
  });
  return undefined;
}

/** What a command is about: all that is selected where the menu was opened on one of these, else the one it was opened on. */
function chosenNodes(
  { clusters }: CommandContext,
  clicked?: ClusterNode,
  selected?: readonly ClusterNode[],
): readonly ClusterNode[] {
  if (clicked === undefined) return clusters.selectedNodes;
  return selected?.includes(clicked) === true ? [clicked, ...selected.filter((node) => node !== clicked)] : [clicked];
}

export function chosenClusters(
  context: CommandContext,
  clicked?: ClusterNode,
  selected?: readonly ClusterNode[],
): readonly number[] {
  return chosenNodes(context, clicked, selected).flatMap((node) => clusterOf(node) ?? []);
}

async function chooseCluster(
  loaded: LoadedAnalysis,
  placeHolder: string,
  isOffered: (id: number) => boolean,
): Promise<number | undefined> {
  const items: (vscode.QuickPickItem & { readonly id: number })[] = [];
  const add = (parent: number | null, depth: number): void => {
    for (const { id, label, size } of loaded.childrenOf(parent)) {
      if (isOffered(id))
        items.push({
          ...{ id, label: `${'\u2003'.repeat(depth)}${label}`, description: formatCount(size) },
          iconPath: new vscode.ThemeIcon(depth === 0 ? 'circle-filled' : 'circle-outline', clusterColor(loaded, id)),
        });
      add(id, depth + 1);
    }
  };
  add(null, 0);
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: false }))?.id;
}
