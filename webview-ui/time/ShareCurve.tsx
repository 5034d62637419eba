import type { ClusterTimeline } from '../../src/shared/timeline';
import { formatCount, t } from '../strings';

/** Height of a picture in its own units; the width is a unit a period. */
const height = 24;

/** The share of a cluster in each period as an area, with its bursts underlined. */
export function ShareCurve({
  cluster,
  periods,
  greatest,
  colour,
}: {
  readonly cluster: ClusterTimeline;
  readonly periods: readonly string[];
  /** The share that is as high as the picture. */
  readonly greatest: number;
  readonly colour: string;
}) {
  const { shares, bursts, label } = cluster;
  const top = (share: number | null): number => height - 3 - ((share ?? 0) / greatest) * (height - 4);
  const steps = shares.map((share, i) => `L${i} ${top(share).toFixed(2)}H${i + 1}`).join('');
  const told = bursts.map(({ from, to }) => t('{0} to {1}', periods[from]!, periods[to]!)).join('; ');
  const peak = shares.reduce<number>((best, share, i) => ((share ?? 0) > (shares[best] ?? 0) ? i : best), 0);
  const text =
    t('{0}: at most {1} %, in {2}.', label, (100 * (shares[peak] ?? 0)).toFixed(1), periods[peak]!) +
    (told === '' ? '' : ` ${t('Bursts: {0}', told)}`);
  return (
    <svg viewBox={`0 0 ${shares.length} ${height}`} preserveAspectRatio="none" role="img" aria-label={text}>
      <title>{text}</title>
      <path d={`M0 ${height - 3}${steps}V${height - 3}Z`} fill={colour} />
      {bursts.map(({ from, to }) => (
        <rect key={from} class="burst" x={from} y={height - 2} width={to - from + 1} height={2} />
      ))}
    </svg>
  );
}

/** All documents of each period, as bars. */
export function TotalBars({ totals, periods }: { totals: readonly number[]; periods: readonly string[] }) {
  const most = Math.max(...totals, 1);
  const peak = totals.indexOf(most);
  const text = t('At most {0} documents, in {1}.', formatCount(most), periods[Math.max(0, peak)]!);
  const bars = totals.map(
    (count, i) => `M${i} ${height}V${(height - (count / most) * height).toFixed(2)}H${i + 1}V${height}Z`,
  );
  return (
    <svg
      viewBox={`0 0 ${totals.length} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={text}
      class="totals"
    >
      <title>{text}</title>
      <path d={bars.join('')} />
    </svg>
  );
}
