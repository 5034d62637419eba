import { useMemo, useRef, useState } from 'preact/hooks';
import type { ComparedAnalysis } from '../../src/shared/comparison';
import { analysisGrouping } from '../../src/shared/tree/grouping';
import type { PageComparison } from '../../src/shared/viewProtocol';
import { Notice } from '../Notice';
import { SavePicture } from '../savedPicture/SavePicture';
import type { Actions, Scene } from '../scene';
import { formatCount, t } from '../strings';
import { groupColours } from '../theme/palette';
import { Alluvial } from './Alluvial';
import type { Comparing } from './comparing';
import { type Band, type Bar, documentsOf, type Flow, flowOf, titleOf } from './flow';
import { FlowTable } from './FlowTable';

interface CompareViewProps {
  readonly scene: Scene;
  readonly actions: Actions;
  /** Undefined while no other analysis is chosen. */
  readonly comparing: Comparing | undefined;
}

/** Where the documents of one analysis are in another one of the same source. */
export function CompareView({ scene, actions, comparing }: CompareViewProps) {
  if (comparing?.kind === 'pending') return <Notice busy title={t('Comparing…')} />;
  if (comparing?.kind === 'known')
    return <Comparison scene={scene} actions={actions} comparison={comparing.comparison} />;
  const title = comparing === undefined ? t('Compare with another analysis') : t('These can’t be compared');
  return (
    <Notice title={title} action={{ label: t('Choose an Analysis…'), run: () => actions.compare() }}>
      {comparing?.message ?? t('See which clusters two analyses of the same source share, and which documents moved.')}
    </Notice>
  );
}

/** What the pictures of a comparison show and do. */
export interface Compared {
  readonly flow: Flow;
  readonly colourOf: (subject: Bar | Band) => string;
  readonly isSelected: (subject: Bar | Band) => boolean;
  readonly select: (subject: Bar | Band) => void;
  readonly clear: () => void;
}

function Comparison({
  scene,
  actions,
  comparison,
}: {
  readonly scene: Scene;
  readonly actions: Actions;
  readonly comparison: PageComparison;
}) {
  const { data, branches, theme, selection } = scene;
  const picture = useRef<HTMLDivElement>(null);
  const [isTable, setTable] = useState(false);
  const flow = useMemo(() => flowOf(comparison), [comparison]);
  const colours = useMemo(() => {
    const { groups } = analysisGrouping(data, branches); // not those of the person's cut
    const own = groupColours(
      groups,
      data.analysis.clusters.filter(({ parent }) => parent === null),
      theme,
    );
    return new Map(groups.map(({ cluster }, g) => [cluster, own[g]!]));
  }, [data, branches, theme]);
  const barColour = ({ shownCluster }: Bar): string => colours.get(shownCluster) ?? theme.muted;
  const shownBar = ({ from, to }: Band): Bar => (comparison.shown === 'first' ? from : to);
  const otherBar = ({ from, to }: Band): Bar => (comparison.shown === 'first' ? to : from);
  /** A bar that is a cluster of the shown analysis. */
  const ownCluster = (subject: Bar | Band): number | undefined =>
    'side' in subject && subject.side === comparison.shown && subject.ids.length === 1 && subject.ids[0] !== -1
      ? subject.ids[0]
      : undefined;
  const compared: Compared = {
    flow,
    colourOf: (subject) =>
      'side' in subject
        ? barColour(subject)
        : barColour(shownBar(subject).shownCluster === null ? otherBar(subject) : shownBar(subject)),
    isSelected: (subject) =>
      selection.kind === 'documents'
        ? selection.flow === subject.key
        : selection.kind === 'cluster' && selection.cluster === ownCluster(subject),
    select: (subject) => {
      const cluster = ownCluster(subject);
      if (cluster !== undefined) actions.select({ kind: 'cluster', cluster });
      else {
        const documents = documentsOf(subject, comparison, data.documents.cluster);
        actions.select({ kind: 'documents', documents, label: titleOf(subject), flow: subject.key });
      }
    },
    clear: () => actions.select({ kind: 'none' }),
  };
  return (
    <div class="picture compare" ref={picture}>
      <Figures comparison={comparison} staying={flow.staying} />
      <div class="compare-actions actions">
        <span class="muted hint">{t('Click a band to list its documents')}</span>
        <button type="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t('Table')}
        </button>
        <button type="button" onClick={() => actions.compare()}>
          {t('Other Analysis…')}
        </button>
        <SavePicture name={t('Compare')} picture={picture} />
      </div>
      <SideNames comparison={comparison} />
      {isTable ? <FlowTable compared={compared} /> : <Alluvial compared={compared} />}
    </div>
  );
}

function Figures({ comparison: { figures }, staying }: { comparison: PageComparison; staying: number }) {
  const { common, onlyFirst, onlySecond, ari, nmi, gone, fresh } = figures;
  const counts = [
    t('{0} of {1} documents stay', staying, common),
    t('{0} moved', common - staying),
    gone.length > 0 && t('{0} clusters gone', gone.length),
    fresh.length > 0 && t('{0} clusters new', fresh.length),
    onlyFirst > 0 && t('{0} documents only in the earlier', onlyFirst),
    onlySecond > 0 && t('{0} documents only in the later', onlySecond),
  ];
  return (
    <dl class="figures">
      <div title={t('adjusted Rand index: 1 for the same clusters, 0 for chance')}>
        <dt>ARI</dt>
        <dd>{ari.toFixed(3)}</dd>
      </div>
      <div title={t('normalised mutual information: 1 for the same clusters')}>
        <dt>NMI</dt>
        <dd>{nmi.toFixed(3)}</dd>
      </div>
      <div>
        <dt class="visually-hidden">{t('Documents')}</dt>
        <dd class="muted">{counts.filter((text) => text !== false).join(' · ')}</dd>
      </div>
    </dl>
  );
}

function SideNames({ comparison: { figures, shown } }: { comparison: PageComparison }) {
  const name = (side: 'first' | 'second', { name: text, created, clusters }: ComparedAnalysis) => (
    <div class={side}>
      <strong dir="auto">{text}</strong>{' '}
      <span class="muted">
        {new Date(created).toLocaleString()} · {t('{0} clusters', formatCount(clusters.length))}
        {side === shown && ` · ${t('shown in the other tabs')}`}
      </span>
    </div>
  );
  return (
    <div class="side-names">
      {name('first', figures.first)}
      {name('second', figures.second)}
    </div>
  );
}
