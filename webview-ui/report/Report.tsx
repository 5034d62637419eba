import type { Analysis } from '../../src/shared/analysis';
import { stages } from '../../src/shared/progress';
import { Swatch } from '../inspector/Inspector';
import { type Actions, colourOf, type Scene } from '../scene';
import { formatCount, t } from '../strings';
import type { AskedInsights } from '../model/insights';
import { Duplicates } from './Duplicates';
import { LossCurve } from './LossCurve';
import { Part } from './Part';
import { Sentiment } from './Sentiment';
import { Separation } from './Separation';

const shownSkips = 200;

/** The analysis in words and numbers, and the picture as a table. */
export function Report({
  scene,
  actions,
  insights,
}: {
  readonly scene: Scene;
  readonly actions: Actions;
  readonly insights: AskedInsights;
}) {
  const { analysis } = scene.data;
  return (
    <div class="report" tabIndex={0} role="region" aria-label={t('Report')}>
      <Facts scene={scene} />
      <ClusterTable scene={scene} actions={actions} />
      <Quality analysis={analysis} isOwnCut={!scene.grouping.isAnalysis} />
      <Separation asked={insights.separation} documents={analysis.documents} />
      <Sentiment asked={insights.sentiment} />
      <Duplicates scene={scene} actions={actions} asked={insights.duplicates} />
      <Choices analysis={analysis} />
      {analysis.training?.map(({ name, loss }) => (
        <Part key={name} title={t('Training of {0}', name)}>
          <LossCurve name={name} loss={loss} theme={scene.theme} />
        </Part>
      ))}
      <Timing analysis={analysis} />
      <Boilerplate analysis={analysis} />
      <Skipped analysis={analysis} />
    </div>
  );
}

function Facts({ scene }: { scene: Scene }) {
  const { analysis } = scene.data;
  const own = analysis.clusters.filter((cluster) => cluster.parent === null).length;
  const shown = scene.grouping.groups.length;
  const facts: [string, string][] = [
    [t('Documents'), formatCount(analysis.documents)],
    [t('Clusters'), scene.grouping.isAnalysis ? formatCount(own) : t('{0} (the analysis has {1})', shown, own)],
    [t('Languages'), languagesText(analysis.languages)],
    [t('Skipped'), formatCount(analysis.skipped.length)],
    [t('Time'), t('{0} s', roundTo2(analysis.seconds['total'] ?? 0))],
    [t('Peak memory'), t('{0} MB', Math.round(analysis.peakMemoryBytes / 1e6))],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function languagesText(languages: Readonly<Record<string, number>>): string {
  return Object.entries(languages)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([code]) => code)
    .join(', ');
}

function ClusterTable({ scene, actions }: { scene: Scene; actions: Actions }) {
  const { groups } = scene.grouping;
  const documents = scene.data.analysis.documents || 1;
  const order = groups.map((_, i) => i).sort((a, b) => groups[a]!.place - groups[b]!.place);
  const namedBy = new Map(
    scene.data.analysis.clusters.flatMap(({ id, namedBy: model }) =>
      model === undefined ? [] : [[id, model] as const],
    ),
  );
  const noise = scene.grouping.groupOfDocument.reduce((count, group) => count + (group < 0 ? 1 : 0), 0);
  return (
    <Part title={scene.grouping.isAnalysis ? t('Clusters') : t('Clusters at your cut')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Cluster')}</th>
            <th scope="col" class="number">
              {t('Documents')}
            </th>
            <th scope="col" class="number">
              {t('Share')}
            </th>
            <th scope="col">{t('Keywords')}</th>
          </tr>
        </thead>
        <tbody>
          {order.map((i) => {
            const group = groups[i]!;
            const select = (): void =>
              actions.select(
                group.cluster === null
                  ? { kind: 'branch', node: group.node }
                  : { kind: 'cluster', cluster: group.cluster },
              );
            return (
              <tr key={i}>
                <th scope="row">
                  <Swatch colour={colourOf(scene, i)} />
                  <button type="button" class="link" onClick={select}>
                    <bdi>{group.label}</bdi>
                  </button>
                  {namedBy.has(group.cluster ?? -1) && (
                    <bdi class="muted named-by">{t('Named by {0}', namedBy.get(group.cluster ?? -1)!)}</bdi>
                  )}
                </th>
                <td class="number">{formatCount(group.size)}</td>
                <td class="number">{((100 * group.size) / documents).toFixed(1)} %</td>
                <td dir="auto">
                  {group.keywords
                    .slice(0, 6)
                    .map((keyword) => keyword.term)
                    .join(', ')}
                </td>
              </tr>
            );
          })}
          {noise > 0 && (
            <tr>
              <th scope="row">
                <Swatch colour={colourOf(scene, -1)} />
                <button type="button" class="link" onClick={() => actions.select({ kind: 'cluster', cluster: -1 })}>
                  {t('No cluster')}
                </button>
              </th>
              <td class="number">{formatCount(noise)}</td>
              <td class="number">{((100 * noise) / documents).toFixed(1)} %</td>
              <td />
            </tr>
          )}
        </tbody>
      </table>
    </Part>
  );
}

function Quality({ analysis, isOwnCut }: { analysis: Analysis; isOwnCut: boolean }) {
  const { internal, external } = analysis.metrics;
  const rows: [string, number | null, string][] = [
    [t('Silhouette'), internal.silhouette, t('−1 … 1, higher is better separated')],
    [t('Davies–Bouldin'), internal.daviesBouldin, t('0 and up, lower is better')],
    [t('Calinski–Harabasz'), internal.calinskiHarabasz, t('higher is better')],
    [t('Within-cluster dispersion'), internal.withinClusterDispersion, t('sum of squared distances to the centres')],
  ];
  if (external !== undefined && external.report.length > 1)
    rows.push(
      [t('Accuracy'), external.accuracy, t('against true labels, best one-to-one matching')],
      [t('NMI'), external.nmi, t('normalised mutual information with true labels')],
      [t('ARI'), external.ari, t('adjusted Rand index with true labels')],
      [t('V-measure'), external.vMeasure, t('homogeneity and completeness')],
      [t('Purity'), external.purity, t('share of each cluster’s commonest true label')],
    );
  return (
    <Part title={isOwnCut ? t('Measures of the analysis’ own clusters') : t('Measures')}>
      <table>
        <tbody>
          {rows.map(([name, value, meaning]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{value === null ? '–' : formatCount(Number(value.toPrecision(3)))}</td>
              <td class="muted">{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function Choices({ analysis }: { analysis: Analysis }) {
  const names = Object.keys(analysis.options).filter((name) => isShown(analysis.options[name]));
  return (
    <Part title={t('Options')}>
      <table>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{valueText(analysis.options[name])}</td>
              <td class="muted">{analysis.reasons[name] ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function isShown(value: unknown): boolean {
  return value !== '' && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function Timing({ analysis }: { analysis: Analysis }) {
  const timed = stages.filter((stage) => analysis.seconds[stage] !== undefined);
  const most = Math.max(...timed.map((stage) => analysis.seconds[stage]!), 1e-9);
  return (
    <Part title={t('Seconds a stage')}>
      <table class="timing">
        <tbody>
          {timed.map((stage) => (
            <tr key={stage}>
              <th scope="row">{t(stage)}</th>
              <td class="number">{analysis.seconds[stage]!.toFixed(2)}</td>
              <td class="bar">
                <span style={{ width: `${(100 * analysis.seconds[stage]!) / most}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function Boilerplate({ analysis }: { analysis: Analysis }) {
  if (analysis.boilerplate === undefined) return null;
  return (
    <Part title={t('Set aside as boilerplate')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Passage')}</th>
            <th scope="col" class="number">
              {t('Documents')}
            </th>
          </tr>
        </thead>
        <tbody>
          {analysis.boilerplate.map(({ text, documents }) => (
            <tr key={text}>
              <th scope="row" dir="auto">
                {text}
              </th>
              <td class="number">{formatCount(documents)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function Skipped({ analysis }: { analysis: Analysis }) {
  if (analysis.skipped.length === 0) return null;
  return (
    <Part title={t('Skipped')}>
      <table>
        <tbody>
          {analysis.skipped.slice(0, shownSkips).map(({ id, reason }) => (
            <tr key={id}>
              <th scope="row" dir="auto">
                {id}
              </th>
              <td class="muted">{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {analysis.skipped.length > shownSkips && (
        <p class="muted">{t('and {0} more', analysis.skipped.length - shownSkips)}</p>
      )}
    </Part>
  );
}

function roundTo2(value: number): number {
  return Math.round(value * 100) / 100;
}
