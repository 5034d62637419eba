import * as vscode from 'vscode';
import type { AnalysisStore } from '../state/analysisStore';
import type { ClusterNode } from './pagedNodes';

const nodesType = 'application/vnd.code.tree.grove.clusters';
const urisType = 'text/uri-list';

/** What is dropped on a node of the Clusters view; told to who can make an edit of it. */
export interface Drop {
  readonly dragged: readonly ClusterNode[];
  readonly target: ClusterNode;
}

/** Drags documents and clusters in the Clusters view onto each other, and documents out of it into an editor. */
export class ClusterDrag implements vscode.TreeDragAndDropController<ClusterNode>, vscode.Disposable {
  readonly dragMimeTypes = [nodesType, urisType];
  readonly dropMimeTypes = [nodesType];
  readonly #store: AnalysisStore;
  readonly #dropped = new vscode.EventEmitter<Drop>();

  readonly onDidDrop = this.#dropped.event;

  constructor(store: AnalysisStore) {
    this.#store = store;
  }

  handleDrag(source: readonly ClusterNode[], transfer: vscode.DataTransfer): void {
    const loaded = this.#store.active;
    if (loaded === undefined) return;
    transfer.set(nodesType, new vscode.DataTransferItem(source));
    const documents = source.flatMap((node) => (node.kind === 'document' ? [node.document] : []));
    const uris = documents.map((document) => vscode.Uri.file(loaded.fileOf(document)).toString());
    if (uris.length > 0) transfer.set(urisType, new vscode.DataTransferItem(uris.join('\r\n')));
  }

  handleDrop(target: ClusterNode | undefined, transfer: vscode.DataTransfer): void {
    const dragged = transfer.get(nodesType)?.value as readonly ClusterNode[] | undefined;
    if (target !== undefined && Array.isArray(dragged)) this.#dropped.fire({ dragged, target });
  }

  dispose(): void {
    this.#dropped.dispose();
  }
}
