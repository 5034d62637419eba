import * as vscode from 'vscode';
import { type BranchWords, type Branches, branchSteps, type ClusteredDocuments } from '../../shared/tree/branches';
import { analysisGrouping, placesAlongTree } from '../../shared/tree/grouping';
import { type MergeTree, mergeTree } from '../../shared/tree/mergeTree';
import { inTurns, nextTurn } from '../inTurns';
import { readLinkage } from './analysisFiles';
import type { DocumentIndex } from './documentIndex';
import type { LoadedAnalysis } from './loadedAnalysis';

/** What cuts of an analysis are made of. */
export interface ClusterTree {
  readonly loaded: LoadedAnalysis;
  readonly tree: MergeTree;
  readonly branches: Branches;
  /** [documents + 1] of `placesAlongTree` */
  readonly places: Float64Array;
}

const words: BranchWords = {
  severalClusters: (largest, others) => vscode.l10n.t('{0} + {1} more', largest, others),
  partOf: (title) => vscode.l10n.t('{0} …', title),
};

const trees = new WeakMap<DocumentIndex, Promise<MergeTree>>();
const known = new WeakMap<LoadedAnalysis, Promise<ClusterTree>>();

/** Reads the tree of an analysis, once. Throws AnalysisFaultError, or a plain Error where the linkage is no tree. */
export function clusterTree(loaded: LoadedAnalysis): Promise<ClusterTree> {
  const before = known.get(loaded);
  if (before !== undefined) return before;
  const made = makeClusterTree(loaded);
  known.set(loaded, made);
  return made;
}

async function makeClusterTree(loaded: LoadedAnalysis): Promise<ClusterTree> {
  const { rows, analysis } = loaded;
  let reading = trees.get(loaded.index);
  if (reading === undefined) {
    reading = readLinkage(loaded.folder).then(({ values }) =>
      mergeTree(
        values,
        Int32Array.from(rows, (row, i) => row.micro_cluster ?? i),
      ),
    );
    trees.set(loaded.index, reading);
  }
  const tree = await reading;
  await nextTurn();
  const documents: ClusteredDocuments = {
    analysis,
    documents: {
      title: rows.map((row) => row.title),
      cluster: Int32Array.from(rows, (row) => row.cluster),
      subcluster: Int32Array.from(rows, (row) => row.subcluster),
      confidence: Float32Array.from(rows, (row) => row.confidence),
    },
  };
  const branches = await inTurns(branchSteps(documents, tree, words));
  await nextTurn();
  return { loaded, tree, branches, places: placesAlongTree(tree, analysisGrouping(documents, branches)) };
}
