import { useEffect, useRef } from 'preact/hooks';
import type { ClusterTimeline, Timeline, Trend } from '../../src/shared/timeline';
import { Swatch } from '../inspector/Inspector';
import type { Asked } from '../model/insights';
import { Notice } from '../Notice';
import { SavePicture } from '../savedPicture/SavePicture';
import { type Actions, colourOf, type Scene } from '../scene';
import { formatCount, t } from '../strings';
import { ShareCurve, TotalBars } from './ShareCurve';

/** The clusters over time: which rise and fall, when they burst, and what is hot now. */
export function TimeView({ scene, actions, asked }: { scene: Scene; actions: Actions; asked: Asked<Timeline> }) {
  const { value, failure, isPending, ask } = asked;
  useEffect(() => {
    if (value === undefined && failure === undefined && !isPending) ask?.();
  }, []);
  if (failure !== undefined) return <Notice title={t('There is no timeline')}>{failure}</Notice>;
  if (value === undefined) return <Notice busy title={t('Reading dates…')} />;
  return (
    <div class="report time" tabIndex={0} role="region" aria-label={t('Time')}>
      <Origin timeline={value} />
      <Hot scene={scene} actions={actions} timeline={value} />
      <Courses scene={scene} actions={actions} timeline={value} />
    </div>
  );
}

function Origin({ timeline: { totals, periods, dates } }: { timeline: Timeline }) {
  const dated = totals.reduce((sum, count) => sum + count, 0);
  return (
    <p class="muted">
      {t('{0} documents from {1} to {2}.', dated, periods[0]!, periods.at(-1)!)}{' '}
      {dates.sources['file-name'] > 0 && t('Dates from file names: {0}.', dates.sources['file-name'])}{' '}
      {dates.sources['file-time'] > 0 &&
        t('No document has a date: these are the times when the files were changed last, which may mean nothing.')}{' '}
      {dates.undated > 0 && t('Documents without a date that can be used: {0}.', dates.undated)}{' '}
      {dates.malformed.length > 0 &&
        t('Dates that are not understood: {0}, such as {1}.', dates.malformed.length, dates.malformed[0]!.value)}
    </p>
  );
}

interface TimelineProps {
  readonly scene: Scene;
  readonly actions: Actions;
  readonly timeline: Timeline;
}

function Hot({ scene, actions, timeline }: TimelineProps) {
  if (timeline.hot.length === 0) return null;
  return (
    <section>
      <h2>{t('Hot now')}</h2>
      <ul class="hot">
        {timeline.hot.map((id) => {
          const cluster = timeline.clusters.find((other) => other.id === id)!;
          const { share, before } = cluster.recent;
          return (
            <li key={id}>
              <ClusterName scene={scene} actions={actions} cluster={cluster} />{' '}
              <span class="muted">{t('{0} of the documents, {1} before', percent(share), percent(before))}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Courses({ scene, actions, timeline }: TimelineProps) {
  const picture = useRef<HTMLElement>(null);
  const { periods, totals } = timeline;
  const order = { rising: 0, steady: 1, falling: 2 } as const;
  const rank = ({ isHot, trend }: ClusterTimeline): number => (isHot ? -1 : order[trend.direction]);
  const clusters = [...timeline.clusters].sort((a, b) => rank(a) - rank(b));
  const greatest = Math.max(...clusters.flatMap(({ shares }) => shares.map((share) => share ?? 0)), 1e-9);
  return (
    <>
      <SavePicture name={t('Share of each cluster')} picture={picture} />
      <section ref={picture}>
        <h2>{t('Share of each cluster')}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Cluster')}</th>
              <th scope="col" class="number">
                {t('Documents')}
              </th>
              <th scope="col">{t('Trend')}</th>
              <th scope="col" class="course">
                <span class="ends">
                  <span>{periods[0]}</span>
                  <span>{periods[periods.length >> 1]}</span>
                  <span>{periods.at(-1)}</span>
                </span>
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t('All documents')}</th>
              <td class="number">{formatCount(totals.reduce((sum, count) => sum + count, 0))}</td>
              <td />
              <td class="course">
                <TotalBars totals={totals} periods={periods} />
              </td>
            </tr>
            {clusters.map((cluster) => (
              <tr key={cluster.id}>
                <th scope="row">
                  <ClusterName scene={scene} actions={actions} cluster={cluster} />
                </th>
                <td class="number">{formatCount(cluster.counts.reduce((sum, count) => sum + count, 0))}</td>
                <td class="trend">{trendText(cluster.trend)}</td>
                <td class="course">
                  <ShareCurve
                    cluster={cluster}
                    periods={periods}
                    greatest={greatest}
                    colour={colourOfCluster(scene, cluster.id)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function ClusterName({ scene, actions, cluster }: { scene: Scene; actions: Actions; cluster: ClusterTimeline }) {
  const label = scene.data.analysis.clusters.find(({ id }) => id === cluster.id)?.label ?? cluster.label;
  return (
    <>
      <Swatch colour={colourOfCluster(scene, cluster.id)} />
      <button type="button" class="link" onClick={() => actions.select({ kind: 'cluster', cluster: cluster.id })}>
        <bdi>{label}</bdi>
      </button>
    </>
  );
}

/** At another cut the clusters of the analysis have no colour. */
function colourOfCluster(scene: Scene, cluster: number): string {
  const group = scene.grouping.groups.findIndex((other) => other.cluster === cluster);
  return group < 0 ? scene.theme.accent : colourOf(scene, group);
}

function trendText({ direction, slope }: Trend): string {
  const name = { rising: t('↗ rising'), falling: t('↘ falling'), steady: t('→ steady') }[direction];
  if (slope === null || direction === 'steady') return name;
  const sign = slope >= 0 ? '+' : '−';
  return `${name} (${t('{0} % a period', sign + (100 * Math.abs(slope)).toFixed(2))})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
