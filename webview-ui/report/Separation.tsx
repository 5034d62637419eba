import { useRef } from 'preact/hooks';
import type { ClusterSilhouettes, Separation as Measured } from '../../src/shared/evaluation';
import type { Asked } from '../model/insights';
import { SavePicture } from '../savedPicture/SavePicture';
import { formatCount, t } from '../strings';
import { HeatMap } from './HeatMap';
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
        {(separation) => <Found separation={separation} documents={documents} />}
      </Wanted>
    </Part>
  );
}

function Found({ separation, documents }: { separation: Measured; documents: number }) {
  const { clusters, measured, tables, confusion } = separation;
  const headings = clusters.map(({ label }, i) => ({ label, number: i + 1 }));
  const isDrawn = tables !== undefined && clusters.length <= mostCells;
  return (
    <>
      <p class="muted">
        {t(
          'Silhouette: how much nearer documents are to their own cluster than to the next; 1 is clear, below 0 another fits better. Stability: how much of a cluster is found again when documents are drawn anew, 0 … 1. Coherence: how often its keywords stand together (NPMI, −1 … 1).',
        )}{' '}
        {measured < documents &&
          t('Silhouettes of {0} of {1} documents.', formatCount(measured), formatCount(documents))}
      </p>
      <Silhouettes clusters={clusters} />
      {!isDrawn && <p class="muted">{t('There are too many clusters for a map of their distances.')}</p>}
      {isDrawn && clusters.length > 1 && (
        <>
          <Distances headings={headings} distances={tables.centreDistances} />
          <HeatMap
            rows={headings}
            columns={headings}
            values={tables.keywordOverlap}
            isDiagonalEmpty
            strength={(overlap) => overlap}
            format={(overlap) => overlap.toFixed(2)}
            name={t('Shared keywords')}
            caption={t('Keywords that clusters share (Jaccard): the stronger the colour, the more.')}
          />
        </>
      )}
      {confusion !== undefined && confusion.clusters.length <= mostCells && confusion.classes.length <= mostCells && (
        <HeatMap
          rows={confusion.clusters.map((id) => ({ label: labelOf(clusters, id), number: 1 + indexOf(clusters, id) }))}
          columns={confusion.classes.map((label, i) => ({ label, number: i + 1 }))}
          values={confusion.counts}
          isDiagonalEmpty={false}
          strength={(count, row) => count / Math.max(1, ...confusion.counts[row]!)}
          format={formatCount}
          name={t('True labels')}
          caption={t(
            'True labels of each cluster’s documents. Columns: {0}',
            confusion.classes.map((label, i) => `${i + 1} ${label}`).join(', '),
          )}
        />
      )}
    </>
  );
}

const indexOf = (clusters: readonly ClusterSilhouettes[], id: number): number =>
  clusters.findIndex((cluster) => cluster.id === id);

const labelOf = (clusters: readonly ClusterSilhouettes[], id: number): string =>
  clusters[indexOf(clusters, id)]?.label ?? t('No cluster');

function Distances({
  headings,
  distances,
}: {
  readonly headings: readonly { readonly label: string; readonly number: number }[];
  readonly distances: readonly (readonly number[])[];
}) {
  const between = distances.flatMap((row, a) => row.filter((_, b) => a !== b));
  const [least, most] = [Math.min(...between), Math.max(...between)];
  return (
    <HeatMap
      rows={headings}
      columns={headings}
      values={distances}
      isDiagonalEmpty
      strength={(distance) => (most > least ? (most - distance) / (most - least) : 1)}
      format={(distance) => distance.toFixed(2)}
      name={t('Distances of clusters')}
      caption={t(
        'Distances between the clusters’ centres, {0} to {1}: the stronger the colour, the nearer.',
        least.toFixed(2),
        most.toFixed(2),
      )}
    />
  );
}

/** A silhouette plot (Rousseeuw 1987) with a row a cluster. */
function Silhouettes({ clusters }: { clusters: readonly ClusterSilhouettes[] }) {
  const measures = (['mean', 'stability', 'npmi'] as const).filter((name) =>
    clusters.some((cluster) => cluster[name] !== null),
  );
  const headings = { mean: t('Silhouette'), stability: t('Stability'), npmi: t('Coherence') };
  const picture = useRef<HTMLDivElement>(null);
  return (
    <>
      <SavePicture name={t('Silhouettes')} picture={picture} />
      <div ref={picture}>
        <table class="silhouettes">
          <thead>
            <tr>
              <th scope="col">{t('Cluster')}</th>
              <th scope="col" class="number">
                {t('Documents')}
              </th>
              {measures.map((name) => (
                <th key={name} scope="col" class="number">
                  {headings[name]}
                </th>
              ))}
              <th aria-hidden="true">
                <span>−1</span>
                <span>0</span>
                <span>1</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {clusters.map((cluster, i) => (
              <tr key={i}>
                <th scope="row" dir="auto">
                  {i + 1}. {cluster.label}
                </th>
                <td class="number">{formatCount(cluster.size)}</td>
                {measures.map((name) => (
                  <td key={name} class="number">
                    {cluster[name]?.toFixed(2) ?? '–'}
                  </td>
                ))}
                <td aria-hidden="true">
                  <svg viewBox="-1 0 2 1" preserveAspectRatio="none">
                    <polygon points={outline(cluster.silhouettes)} />
                    <line x1="0" x2="0" y1="0" y2="1" />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** From the zero line along falling silhouettes and back, in a square from −1 to 1 by 0 to 1. */
function outline(silhouettes: readonly number[]): string {
  const last = Math.max(1, silhouettes.length - 1);
  const along = silhouettes.length === 1 ? [silhouettes[0]!, silhouettes[0]!] : silhouettes;
  return ['0,0', ...along.map((value, i) => `${value},${i / last}`), '0,1'].join(' ');
}
