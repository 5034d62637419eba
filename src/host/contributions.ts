/** The ids of everything the extension contributes. A test holds them against `package.json`. */

export const commands = {
  clusterFolder: 'grove.clusterFolder',
  clusterFile: 'grove.clusterFile',
  tune: 'grove.tune',
  openAnalysis: 'grove.openAnalysis',
  rerunAnalysis: 'grove.rerunAnalysis',
  renameAnalysis: 'grove.renameAnalysis',
  deleteAnalysis: 'grove.deleteAnalysis',
  exportAnalysis: 'grove.exportAnalysis',
  compareAnalyses: 'grove.compareAnalyses',
  cancelRun: 'grove.cancelRun',
  similarDocuments: 'grove.similarDocuments',
  goToSimilar: 'grove.goToSimilar',
  openDocument: 'grove.openDocument',
  openDocumentToSide: 'grove.openDocumentToSide',
  showMore: 'grove.showMore',
  reveal: 'grove.reveal',
  cutTree: 'grove.cutTree',
  resetCut: 'grove.resetCut',
  renameCluster: 'grove.renameCluster',
  nameClusters: 'grove.nameClusters',
  mergeClusters: 'grove.mergeClusters',
  moveDocuments: 'grove.moveDocuments',
  splitCluster: 'grove.splitCluster',
  pinCluster: 'grove.pinCluster',
  unpinCluster: 'grove.unpinCluster',
  ignoreCluster: 'grove.ignoreCluster',
  restoreCluster: 'grove.restoreCluster',
  undoEdit: 'grove.undoEdit',
  redoEdit: 'grove.redoEdit',
  filterClusters: 'grove.filterClusters',
  clearFilter: 'grove.clearFilter',
  sortClusters: 'grove.sortClusters',
  tagFiles: 'grove.tagFiles',
  untagFiles: 'grove.untagFiles',
  learnFromTags: 'grove.learnFromTags',
  fetchModel: 'grove.fetchModel',
  search: 'grove.search',
  searchInCluster: 'grove.searchInCluster',
  wordInContext: 'grove.wordInContext',
  copyLink: 'grove.copyLink',
  insertLink: 'grove.insertLink',
  compareDocuments: 'grove.compareDocuments',
  similarToDocument: 'grove.similarToDocument',
  similarToPassage: 'grove.similarToPassage',
  similarSettings: 'grove.similarSettings',
  showChangedFiles: 'grove.showChangedFiles',
  showLog: 'grove.showLog',
} as const;

export const views = {
  container: 'grove',
  clusters: 'grove.clusters',
  similar: 'grove.similar',
  analyses: 'grove.analyses',
} as const;

export const panels = { analysis: 'grove.analysisView' } as const;

/** Keys of `when` clauses. */
export const contextKeys = {
  hasAnalyses: 'grove.hasAnalyses',
  hasActiveAnalysis: 'grove.hasActiveAnalysis',
  /** 'folder' or 'table': what the active analysis is of. */
  activeKind: 'grove.activeKind',
  activeIsTagged: 'grove.activeIsTagged',
  isRunning: 'grove.isRunning',
  /** Whether the person has cut the tree of the active analysis elsewhere than it was made. */
  isCut: 'grove.isCut',
  isFiltered: 'grove.isFiltered',
  /** Whether an edit of the active analysis can be taken back, or made again. */
  canUndo: 'grove.canUndo',
  canRedo: 'grove.canRedo',
  /** Whether the setting lets language models name clusters. */
  namesByModel: 'grove.namesByModel',
} as const;

/** Settings that are not options of a run. Those are in `shared/options.ts`, under the same names. */
export const settings = {
  storage: 'storage',
  assignChangedFiles: 'assignChangedFiles',
  writeFrontMatter: 'writeFrontMatter',
  languageModelNames: 'languageModelNames',
  decorationsEnabled: 'decorations.enabled',
  similarOf: 'similar.of',
  similarCount: 'similar.count',
  similarSameFolder: 'similar.leaveOutSameFolder',
  similarNearDuplicates: 'similar.leaveOutNearDuplicates',
} as const;

export const settingsSection = 'grove';

/** What `TreeItem.contextValue` may be, for the menus. */
export const treeItems = {
  cluster: 'cluster',
  pinnedCluster: 'pinnedCluster',
  ignoredCluster: 'ignoredCluster',
  subcluster: 'subcluster',
  branch: 'branch',
  noise: 'noise',
  document: 'document',
  analysis: 'analysis',
  activeAnalysis: 'activeAnalysis',
  brokenAnalysis: 'brokenAnalysis',
} as const;
