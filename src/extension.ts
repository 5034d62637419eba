import path from 'node:path';
import * as vscode from 'vscode';
import { registerCommands } from './host/commands/registerCommands';
import { contextKeys, settings, settingsSection } from './host/contributions';
import { describeEnd } from './host/engine/endMessages';
import { EngineClient } from './host/engine/engineClient';
import { type CorpusTools, corpusToolsOf, registerCorpusTools } from './host/languageModel/corpusTools';
import { createLog } from './host/log';
import { showError } from './host/notify';
import { AnalysisStore } from './host/state/analysisStore';
import { ClusterEdits } from './host/state/clusterEdits';
import { SharedSelection } from './host/state/selection';
import { SharedCut } from './host/state/sharedCut';
import { AnalysesView } from './host/views/analysesView';
import { AnalysisPanels } from './host/views/analysisPanels';
import { ClusterDrag } from './host/views/clusterDrag';
import { ClustersView } from './host/views/clustersView';
import { ClusterDecorations } from './host/views/fileDecorations';
import { SimilarView } from './host/views/similarView';
import { StatusItem } from './host/views/statusItem';
import { TrialsDocument } from './host/views/trialsDocument';
import { AssignedFiles } from './host/workspace/assignedFiles';
import { ChangedFiles } from './host/workspace/changedFiles';
import { FrontMatterRecords } from './host/workspace/frontMatterRecords';
import { RenamedFiles } from './host/workspace/renamedFiles';
import { storagePlaces } from './host/workspace/storagePlaces';
import { Tagger } from './host/workspace/tagger';

/** What `activate` returns: for tests, and for extensions that build on this one. */
export interface GroveApi {
  readonly store: AnalysisStore;
  readonly engine: EngineClient;
  readonly selection: SharedSelection;
  readonly cut: SharedCut;
  readonly edits: ClusterEdits;
  readonly drag: ClusterDrag;
  readonly clusters: ClustersView;
  readonly similar: SimilarView;
  readonly analyses: AnalysesView;
  readonly decorations: ClusterDecorations;
  readonly panels: AnalysisPanels;
  readonly changed: ChangedFiles;
  readonly assigned: AssignedFiles;
  readonly status: StatusItem;
  /** What language models may ask. */
  readonly tools: CorpusTools;
  /** Settles when the analyses of the last session are there again. */
  readonly restored: Promise<void>;
  /** How long `activate` took, in milliseconds. */
  readonly activationMs: number;
}

/** Puts the parts together. Nothing is read from disk before it returns. */
export function activate(context: vscode.ExtensionContext): GroveApi {
  const started = performance.now();
  const log = createLog();
  const store = new AnalysisStore(context, log, () => storagePlaces(context));
  const selection = new SharedSelection(store);
  const cut = new SharedCut(store, context.workspaceState);
  const engine = new EngineClient({
    module: path.join(context.extensionPath, 'dist', 'engineProcess.js'),
    log: (message) => log.info(message),
    describeEnd,
  });
  const edits = new ClusterEdits(store);
  const drag = new ClusterDrag(store);
  const frontMatter = new FrontMatterRecords(context);
  const changed = new ChangedFiles(store, frontMatter);
  const assigned = new AssignedFiles(store, engine, changed, log);
  const clusters = new ClustersView(store, selection, cut, drag, assigned, changed, context.workspaceState, log);
  const similar = new SimilarView(store, engine, log);
  const analyses = new AnalysesView(store);
  const panels = new AnalysisPanels({ context, store, selection, cut, changed, edits, engine, log });
  const tagger = new Tagger(context, store);
  const renamed = new RenamedFiles(tagger, frontMatter, log);
  const decorations = new ClusterDecorations(store, assigned);
  const status = new StatusItem(store, changed, assigned);
  const trials = new TrialsDocument();
  const parts = {
    extension: context,
    log,
    engine,
    store,
    selection,
    cut,
    edits,
    drag,
    panels,
    clusters,
    similar,
    tagger,
    frontMatter,
    changed,
    assigned,
    status,
    trials,
  };
  const tools = corpusToolsOf(parts);
  context.subscriptions.push(
    log,
    store,
    selection,
    cut,
    drag,
    engine,
    clusters,
    similar,
    analyses,
    renamed,
    decorations,
    panels,
    changed,
    assigned,
    status,
    trials,
    registerCommands(parts),
    registerCorpusTools(tools),
    store.onDidChange(() => updateContextKeys(store)),
    store.onDidChangeActive(() => {
      updateContextKeys(store);
      void tagger.updateContext();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void store.refresh()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(languageModelNames)) updateNamesByModel();
    }),
  );
  updateNamesByModel();
  const restored = store.restore().catch((error: unknown) => showError(error, log));
  const activationMs = performance.now() - started;
  log.info(`Activated in ${activationMs.toFixed(1)} ms`);
  return {
    store,
    engine,
    selection,
    cut,
    edits,
    drag,
    clusters,
    similar,
    analyses,
    decorations,
    panels,
    changed,
    assigned,
    status,
    tools,
    restored,
    activationMs,
  };
}

const languageModelNames = `${settingsSection}.${settings.languageModelNames}`;

function updateNamesByModel(): void {
  const isOn = vscode.workspace.getConfiguration().get<boolean>(languageModelNames) === true;
  void vscode.commands.executeCommand('setContext', contextKeys.namesByModel, isOn);
}

function updateContextKeys(store: AnalysisStore): void {
  const set = (key: string, value: unknown): void => void vscode.commands.executeCommand('setContext', key, value);
  set(contextKeys.hasAnalyses, store.analyses.length > 0);
  set(contextKeys.hasActiveAnalysis, store.active !== undefined);
  set(contextKeys.canUndo, (store.active?.history.done.length ?? 0) > 0);
  set(contextKeys.canRedo, (store.active?.history.undone.length ?? 0) > 0);
  set(contextKeys.activeKind, store.active?.analysis.source.kind);
}
