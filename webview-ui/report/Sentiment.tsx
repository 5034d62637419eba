import type { Insights } from '../../src/shared/insights';
import type { SentimentCounts } from '../../src/shared/sentiment';
import type { Asked } from '../model/insights';
import { t } from '../strings';
import { Part } from './Part';
import { Wanted } from './Wanted';

/** How many documents of each cluster speak well or ill, and over time. */
export function Sentiment({ asked }: { asked: Asked<Insights['sentiment']> }) {
  if (asked.value === undefined && asked.ask === undefined) return null;
  return (
    <Part title={t('Sentiment')}>
      <Wanted asked={asked} action={t('Measure Sentiment')} busy={t('Reading documents…')}>
        {({ by, shares, unmeasured, clusters, overTime }) => (
          <>
            <p class="muted">
              {by === 'lexicon' ? t('By lexicon: a hint, not a judgement.') : t('By the trained classifier.')}{' '}
              {unmeasured > 0 &&
                t('{0} documents were not measured (only English and Chinese have a lexicon).', unmeasured)}
            </p>
            <Shares
              head={t('Cluster')}
              rows={[[t('All documents'), shares], ...clusters.map((own): Row => [own.label, own])]}
            />
            {overTime !== undefined && overTime.length > 1 && (
              <Shares head={t('Time')} rows={overTime.map((own): Row => [own.period, own])} />
            )}
          </>
        )}
      </Wanted>
    </Part>
  );
}

type Row = readonly [string, SentimentCounts];

function Shares({ head, rows }: { head: string; rows: readonly Row[] }) {
  return (
    <table class="sentiment">
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" class="number">
            {t('positive')}
          </th>
          <th scope="col" class="number">
            {t('neutral')}
          </th>
          <th scope="col" class="number">
            {t('negative')}
          </th>
          <th aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, { positive, neutral, negative }], i) => {
          const all = positive + neutral + negative || 1;
          const parts = { positive: positive / all, neutral: neutral / all, negative: negative / all };
          return (
            <tr key={i}>
              <th scope="row" dir="auto">
                {name}
              </th>
              {Object.entries(parts).map(([kind, share]) => (
                <td key={kind} class="number">
                  {(100 * share).toFixed(0)} %
                </td>
              ))}
              <td class="shares" aria-hidden="true">
                {Object.entries(parts).map(([kind, share]) => (
                  <span key={kind} class={kind} style={{ width: `${100 * share}%` }} />
                ))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
