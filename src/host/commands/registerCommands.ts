import * as vscode from 'vscode';
import { commands } from '../contributions';
import { showError } from '../notify';
import type { StoredAnalysis } from '../state/analysisStore';
import type { ClusterNode } from '../views/pagedNodes';
import { type DocumentPlace, openDocument } from '../workspace/documents';
import { deleteAnalysis, exportAnalysis, openAnalysis, renameAnalysis } from './analysisCommands';
import { compareAnalyses } from './compareAnalyses';
import { clearFilter, filterClusters, sortClusters } from './arrangeClusters';
import { compareDocuments, copyLink, type DocumentItem, insertLink, placeOfItem } from './documentLinks';
import { cancelRuns, clusterFolder, rerunAnalysis } from './clusterFolder';
import type { CommandContext } from './commandContext';
import { cutTree, resetCut } from './cutTree';
import { fetchSentenceEncoder } from './fetchSentenceEncoder';
import {
  dropOnCluster,
  markClusters,
  mergeClusters,
  moveDocuments,
  redoEdit,
  renameCluster,
  undoEdit,
} from './editClusters';
import { nameClusters } from './nameClusters';
import { splitCluster } from './splitCluster';
import { learnFromTags } from './learnFromTags';
import { reveal, type RevealTarget, revealTargetOf } from './reveal';
import { searchByMeaning } from './searchDocuments';
import { showConcordance } from './showConcordance';
import { compareBy, goToSimilar, similarDocuments } from './similarCommands';
import { showChangedFiles } from './showChangedFiles';
import { tagFiles, untagFiles } from './tagFiles';
import { tune } from './tune';

/** Registers every command. This is their edge: what a command throws becomes a message here. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  // Arguments come from package.json's menus and our own tree items, which decide their types.
  const register = (id: string, run: (argument: never, selected: never) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (argument: never, selected: never) => {
      try {
        return await run(argument, selected);
      } catch (error) {
        showError(error, context.log);
        return undefined;
      }
    });
  /** From a tree's menu: the node it was opened on, and all that are selected. */
  const registerOnNodes = (
    id: string,
    run: (clicked?: ClusterNode, selected?: readonly ClusterNode[]) => unknown,
  ): vscode.Disposable => register(id, run);
  const cluster = (uri?: vscode.Uri): unknown => clusterFolder(context, uri);
  return vscode.Disposable.from(
    register(commands.clusterFolder, cluster),
    register(commands.clusterFile, cluster),
    register(commands.cancelRun, cancelRuns),
    register(commands.tune, (clicked?: vscode.Uri | StoredAnalysis) => tune(context, clicked)),
    register(commands.openAnalysis, (stored?: StoredAnalysis) => openAnalysis(context, stored)),
    register(commands.rerunAnalysis, (stored?: StoredAnalysis) => {
      const chosen = stored ?? context.store.find(context.store.active?.id ?? '');
      return chosen && rerunAnalysis(context, chosen);
    }),
    register(commands.renameAnalysis, (stored?: StoredAnalysis) => renameAnalysis(context, stored)),
    register(commands.deleteAnalysis, (stored?: StoredAnalysis) => deleteAnalysis(context, stored)),
    register(commands.exportAnalysis, (stored?: StoredAnalysis) => exportAnalysis(context, stored)),
    register(commands.compareAnalyses, (stored?: StoredAnalysis) => compareAnalyses(context, stored)),
    register(commands.renameCluster, (node?: ClusterNode) => renameCluster(context, node)),
    registerOnNodes(commands.nameClusters, (node, selected) => nameClusters(context, node, selected)),
    registerOnNodes(commands.mergeClusters, (node, selected) => mergeClusters(context, node, selected)),
    registerOnNodes(commands.moveDocuments, (node, selected) => moveDocuments(context, node, selected)),
    registerOnNodes(commands.pinCluster, (node, selected) => markClusters(context, 'pin', true, node, selected)),
    registerOnNodes(commands.unpinCluster, (node, selected) => markClusters(context, 'pin', false, node, selected)),
    registerOnNodes(commands.ignoreCluster, (node, selected) => markClusters(context, 'ignore', true, node, selected)),
    registerOnNodes(commands.restoreCluster, (node, selected) =>
      markClusters(context, 'ignore', false, node, selected),
    ),
    register(commands.splitCluster, (node?: ClusterNode, parts?: unknown) =>
      splitCluster(context, node, typeof parts === 'number' ? parts : undefined),
    ),
    register(commands.undoEdit, () => undoEdit(context)),
    register(commands.redoEdit, () => redoEdit(context)),
    register(commands.filterClusters, () => filterClusters(context)),
    register(commands.clearFilter, () => clearFilter(context)),
    register(commands.sortClusters, (order?: unknown) => sortClusters(context, order)),
    context.drag.onDidDrop((drop) => void dropOnCluster(context, drop)),
    register(commands.showMore, (under?: ClusterNode) => context.clusters.showMore(under)),
    register(commands.reveal, (target?: RevealTarget) => reveal(context, target)),
    vscode.window.registerUriHandler({
      handleUri: (uri) => {
        const target = revealTargetOf(uri);
        if (target !== undefined) void vscode.commands.executeCommand(commands.reveal, target);
      },
    }),
    register(commands.cutTree, () => cutTree(context)),
    register(commands.resetCut, () => resetCut(context)),
    register(commands.openDocument, (place: DocumentPlace) => openDocument(place, false)),
    register(commands.openDocumentToSide, (item: DocumentItem) => {
      const place = placeOfItem(context, item);
      return place && openDocument(place, true);
    }),
    register(commands.similarDocuments, (uri?: vscode.Uri) => similarDocuments(context, uri)),
    register(commands.goToSimilar, () => goToSimilar(context)),
    register(commands.similarToDocument, () => compareBy('document')),
    register(commands.similarToPassage, () => compareBy('passage')),
    register(commands.similarSettings, () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${context.extension.extension.id} similar`),
    ),
    register(commands.search, () => searchByMeaning(context)),
    register(commands.searchInCluster, (node?: ClusterNode) => searchByMeaning(context, node)),
    register(commands.wordInContext, (term?: unknown) => showConcordance(context, term)),
    register(commands.copyLink, (item?: DocumentItem) => copyLink(context, item)),
    register(commands.insertLink, (item?: DocumentItem) => insertLink(context, item)),
    register(commands.compareDocuments, (item?: DocumentItem) => compareDocuments(context, item)),
    register(commands.tagFiles, () => tagFiles(context)),
    register(commands.learnFromTags, () => learnFromTags(context)),
    register(commands.fetchModel, () => fetchSentenceEncoder(context)),
    register(commands.untagFiles, () => untagFiles(context)),
    register(commands.showChangedFiles, () => showChangedFiles(context)),
    register(commands.showLog, () => context.log.show()),
  );
}
