import type { ClusterSilhouettes, Separation as Measured } from '../../src/shared/evaluation';
import type { Asked } from '../model/insights';
import { formatCount, t } from '../strings';
import { Part } from './Part';
import { Wanted } from './Wanted';

/** Beyond so many clusters the cells of the heat map are too small to point at. */
const mostCells = 60;

/** How far clusters are apart, and how well each holds its documents. */
export function Separation({ asked, documents }: { asked: Asked<Measured>; documents: number }) {
  if (asked.value === undefined && asked.ask === undefined) return null;
  return (
    <Part title={t('Separation')}>
      <Wanted asked={asked} action={t('Measure Separation')} busy={t('Measuring distances…')}>
        {({ clusters, centreDistances, measured }) => (
          <>
            <p class="muted">
              {t(
                'How much nearer documents are to their own cluster than to the next: 1 is clear, below 0 another fits better.',
              )}{' '}
              {measured < documents &&
                t('{0} of {1} documents were measured.', formatCount(measured), formatCount(documents))}
            </p>
            <Silhouettes clusters={clusters} />
            {centreDistances === undefined || clusters.length > mostCells ? (
              <p class="muted">{t('There are too many clusters for a map of their distances.')}</p>
            ) : (
              clusters.length > 1 && <HeatMap clusters={clusters} distances={centreDistances} />
            )}
          </>
        )}
      </Wanted>
    </Part>
  );
}

/** A silhouette plot (Rousseeuw 1987) with a row a cluster. */
function Silhouettes({ clusters }: { clusters: readonly ClusterSilhouettes[] }) {
  return (
    <table class="silhouettes">
      <thead>
        <tr>
          <th scope="col">{t('Cluster')}</th>
          <th scope="col" class="number">
            {t('Documents')}
          </th>
          <th scope="col" class="number">
            {t('Silhouette')}
          </th>
          <th aria-hidden="true">
            <span>−1</span>
            <span>0</span>
            <span>1</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {clusters.map(({ label, size, mean, silhouettes }, i) => (
          <tr key={i}>
            <th scope="row" dir="auto">
              {i + 1}. {label}
            </th>
            <td class="number">{formatCount(size)}</td>
            <td class="number">{mean === null ? '–' : mean.toFixed(2)}</td>
            <td aria-hidden="true">
              <svg viewBox="-1 0 2 1" preserveAspectRatio="none">
                <polygon points={outline(silhouettes)} />
                <line x1="0" x2="0" y1="0" y2="1" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** From the zero line along falling silhouettes and back, in a square from −1 to 1 by 0 to 1. */
function outline(silhouettes: readonly number[]): string {
  const last = Math.max(1, silhouettes.length - 1);
  const along = silhouettes.length === 1 ? [silhouettes[0]!, silhouettes[0]!] : silhouettes;
  return ['0,0', ...along.map((value, i) => `${value},${i / last}`), '0,1'].join(' ');
}

/** Distances between centres: the nearer two clusters are, the stronger their cell. */
function HeatMap({
  clusters,
  distances,
}: {
  readonly clusters: readonly ClusterSilhouettes[];
  readonly distances: readonly (readonly number[])[];
}) {
  const between = distances.flatMap((row, a) => row.filter((_, b) => a !== b));
  const [least, most] = [Math.min(...between), Math.max(...between)];
  const nearness = (distance: number): number => (most > least ? (most - distance) / (most - least) : 1);
  return (
    <figure class="heat">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Cluster')}</th>
            {clusters.map(({ label }, b) => (
              <th key={b} scope="col" title={label}>
                {b + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {clusters.map(({ label }, a) => (
            <tr key={a}>
              <th scope="row" dir="auto">
                {a + 1}. {label}
              </th>
              {clusters.map((other, b) =>
                a === b ? (
                  <td key={b} class="own" />
                ) : (
                  <td
                    key={b}
                    title={t('{0} – {1}: {2}', label, other.label, distances[a]![b]!.toFixed(2))}
                    style={{ '--near': `${Math.round(100 * nearness(distances[a]![b]!))}%` }}
                  >
                    <span class="visually-hidden">{distances[a]![b]!.toFixed(2)}</span>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption class="muted">
        {t(
          'Distances between the clusters’ centres, {0} to {1}: the stronger the colour, the nearer.',
          least.toFixed(2),
          most.toFixed(2),
        )}
      </figcaption>
    </figure>
  );
}
