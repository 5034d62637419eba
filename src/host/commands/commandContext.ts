import type * as vscode from 'vscode';
import type { EngineClient } from '../engine/engineClient';
import type { Log } from '../log';
import type { AnalysisStore } from '../state/analysisStore';
import type { ClusterEdits } from '../state/clusterEdits';
import type { SharedSelection } from '../state/selection';
import type { SharedCut } from '../state/sharedCut';
import type { AnalysisPanels } from '../views/analysisPanels';
import type { ClusterDrag } from '../views/clusterDrag';
import type { ClustersView } from '../views/clustersView';
import type { SimilarView } from '../views/similarView';
import type { StatusItem } from '../views/statusItem';
import type { TrialsDocument } from '../views/trialsDocument';
import type { AssignedFiles } from '../workspace/assignedFiles';
import type { ChangedFiles } from '../workspace/changedFiles';
import type { FrontMatterRecords } from '../workspace/frontMatterRecords';
import type { Tagger } from '../workspace/tagger';

/** What commands work on: the parts that `activate` put together. */
export interface CommandContext {
  readonly extension: vscode.ExtensionContext;
  readonly log: Log;
  readonly engine: EngineClient;
  readonly store: AnalysisStore;
  readonly selection: SharedSelection;
  readonly cut: SharedCut;
  readonly edits: ClusterEdits;
  readonly panels: AnalysisPanels;
  readonly clusters: ClustersView;
  readonly drag: ClusterDrag;
  readonly similar: SimilarView;
  readonly changed: ChangedFiles;
  readonly assigned: AssignedFiles;
  readonly tagger: Tagger;
  readonly frontMatter: FrontMatterRecords;
  readonly status: StatusItem;
  readonly trials: TrialsDocument;
}
