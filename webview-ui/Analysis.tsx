import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Orientation, PageData, PageState, Selection } from '../src/shared/viewProtocol';
import { CompareView } from './compare/CompareView';
import type { Comparing } from './compare/comparing';
import { ClusterMap } from './clusterMap/ClusterMap';
import { Dendrogram } from './dendrogram/Dendrogram';
import type { Editor } from './editor';
import { Header } from './header/Header';
import { Icicle } from './icicle/Icicle';
import type { Path } from './icicle/layout';
import { Inspector } from './inspector/Inspector';
import { branchesOf } from '../src/shared/tree/branches';
import { clampClusters } from '../src/shared/tree/cut';
import { analysisGrouping, cutGrouping, placesAlongTree } from '../src/shared/tree/grouping';
import { mergeTree } from '../src/shared/tree/mergeTree';
import { branchWords } from './model/branchWords';
import { type HostAnswer, useInsights } from './model/insights';
import { searchDocuments, searchTexts } from './model/search';
import { Report } from './report/Report';
import { PictureSaving, type PictureSaver } from './savedPicture/SavePicture';
import type { Actions, PageSelection, Scene } from './scene';
import { groupColours } from './theme/palette';
import { TimeView } from './time/TimeView';
import { useTheme } from './theme/theme';
import { t } from './strings';
import { type HostCut, useToldCut } from './useToldCut';

interface AnalysisViewProps {
  readonly data: PageData;
  readonly restored: PageState | undefined;
  /** What the host selected last; a new object each time. */
  readonly hostSelection: Selection | undefined;
  /** Where the host has the cut; a new object each time it moves it. */
  readonly hostCut: HostCut;
  /** What the host answered last. */
  readonly hostAnswer: HostAnswer | undefined;
  /** Undefined while no other analysis is chosen. */
  readonly comparing: Comparing | undefined;
  readonly stale: string | undefined;
  readonly editor: Editor;
}

/** One analysis on the page: owns the tab, the cut, the selection and the search. */
export function AnalysisView({
  data,
  restored,
  hostSelection,
  hostCut,
  hostAnswer,
  comparing,
  stale,
  editor,
}: AnalysisViewProps) {
  const theme = useTheme();
  const [tab, setTab] = useState<PageState['tab']>(restored?.tab ?? 'dendrogram');
  const [cut, setCut] = useToldCut(editor, hostCut);
  const [selection, setSelection] = useState<PageSelection>(() => validSelection(data, restored?.selection));
  const [query, setQuery] = useState('');
  const [orientation, setOrientation] = useState<Orientation>(restored?.orientation ?? 'horizontal');
  const [iciclePath, setIciclePath] = useState<Path>(restored?.icicle ?? []);

  const insights = useInsights(data, hostAnswer, editor);
  const tree = useMemo(() => mergeTree(data.linkage, data.leafOfDocument), [data.linkage, data.leafOfDocument]);
  const branches = useMemo(() => branchesOf(data, tree, branchWords), [data, tree]);
  const ofAnalysis = useMemo(() => analysisGrouping(data, branches), [data, branches]);
  const places = useMemo(() => placesAlongTree(tree, ofAnalysis), [tree, ofAnalysis]);
  const grouping = useMemo(
    () => (cut === undefined ? ofAnalysis : cutGrouping(tree, cut, branches, places)),
    [cut, tree, branches, ofAnalysis, places],
  );
  const colours = useMemo(() => {
    const clusters = data.analysis.clusters.filter(({ parent }) => parent === null);
    return groupColours(grouping.groups, clusters, theme);
  }, [data, grouping, theme]);
  const texts = useMemo(() => searchTexts(data), [data.documents.title]);
  const matches = useMemo(() => searchDocuments(texts, tree, query), [texts, tree, query]);
  const scene: Scene = { data, tree, branches, grouping, colours, theme, selection, matches };
  const clusters = clampClusters(tree, cut ?? Math.max(1, ofAnalysis.groups.length));

  useEffect(() => {
    if (hostSelection !== undefined) setSelection(validSelection(data, hostSelection));
  }, [hostSelection]);

  useEffect(() => {
    if (comparing?.kind === 'pending' && comparing.isAsked) setTab('compare');
  }, [comparing]);

  useEffect(() => {
    const icicle = iciclePath.length > 0 ? { icicle: iciclePath } : {};
    const lying = orientation === 'horizontal' ? {} : { orientation };
    editor.saveState({ tab, selection: toldSelection(selection), ...icicle, ...lying });
  }, [tab, selection, iciclePath, orientation]);

  const select = useCallback((next: PageSelection) => {
    setSelection(next);
    editor.post({ type: 'select', selection: toldSelection(next) });
  }, []);
  const actions = useMemo<Actions>(
    () => ({
      select,
      openDocument: (document, toSide) => editor.post({ type: 'openDocument', document, toSide }),
      openDocuments: (documents) =>
        documents.forEach((document) => editor.post({ type: 'openDocument', document, toSide: false, isKept: true })),
      rename: (cluster, label) => editor.post({ type: 'rename', cluster, label }),
      cut: setCut,
      compare: () => editor.post({ type: 'compare' }),
      ignoreFiles: (paths) => editor.post({ type: 'ignoreFiles', paths }),
    }),
    [select],
  );

  const saver = useMemo<PictureSaver>(
    () => ({
      analysis: data.analysis.name,
      save: (name, bytes) => editor.post({ type: 'savePicture', name, bytes }),
    }),
    [data.analysis.name],
  );
  return (
    <div class="page">
      <Header
        scene={scene}
        actions={actions}
        tab={tab}
        query={query}
        onTab={setTab}
        onQuery={setQuery}
        onExport={() => editor.post({ type: 'export' })}
      />
      {stale !== undefined && (
        <p class="stale" role="status">
          <span>
            <strong>{t('Out of date')}</strong> {stale}
          </span>
          <button type="button" class="link" onClick={() => editor.post({ type: 'rerun' })}>
            {t('Run Again')}
          </button>
        </p>
      )}
      <main class="body">
        <div id="picture" class="pane" role="tabpanel" aria-labelledby={`tab-${tab}`}>
          <PictureSaving.Provider value={saver}>
            {tab === 'dendrogram' && (
              <Dendrogram
                scene={scene}
                actions={actions}
                clusters={clusters}
                orientation={orientation}
                onOrientation={setOrientation}
              />
            )}
            {tab === 'icicle' && <Icicle scene={scene} actions={actions} path={iciclePath} onPath={setIciclePath} />}
            {tab === 'map' && <ClusterMap scene={scene} actions={actions} />}
            {tab === 'time' && <TimeView scene={scene} actions={actions} asked={insights.timeline} />}
            {tab === 'compare' && <CompareView scene={scene} actions={actions} comparing={comparing} />}
            {tab === 'report' && <Report scene={scene} actions={actions} insights={insights} />}
          </PictureSaving.Provider>
        </div>
        <Inspector scene={scene} actions={actions} distinctive={insights.distinctive} />
      </main>
    </div>
  );
}

/** What the host is told of a selection: of a lasso nothing. */
function toldSelection(selection: PageSelection): Selection {
  return selection.kind === 'documents' ? { kind: 'none' } : selection;
}

/** The selection where it still exists in this analysis, else none. */
function validSelection(data: PageData, selection: Selection | undefined): Selection {
  if (selection?.kind === 'document' && selection.document in data.documents.id) return selection;
  if (selection?.kind === 'cluster' && data.analysis.clusters.some(({ id }) => id === selection.cluster))
    return selection;
  if (selection?.kind === 'branch' && selection.node >= 0 && selection.node <= data.linkage.length / 2)
    return selection;
  return { kind: 'none' };
}
