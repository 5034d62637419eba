import { Swatch } from '../inspector/Inspector';
import { formatCount, t } from '../strings';
import type { Compared } from './CompareView';

/** The bands as rows, the widest first. */
export function FlowTable({ compared }: { compared: Compared }) {
  const { flow, colourOf, isSelected, select } = compared;
  return (
    <div class="flow-table report" tabIndex={0} role="region" aria-label={t('Flow of documents')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Earlier')}</th>
            <th scope="col">{t('Later')}</th>
            <th scope="col" class="number">
              {t('Documents')}
            </th>
            <th scope="col" class="number">
              {t('Share of the earlier')}
            </th>
            <th scope="col" class="number">
              {t('Moved')}
            </th>
          </tr>
        </thead>
        <tbody>
          {flow.bands.map((band) => (
            <tr key={band.key} class={isSelected(band) ? 'selected' : ''}>
              <th scope="row">
                <Swatch colour={colourOf(band.from)} />
                <button type="button" class="link" aria-pressed={isSelected(band)} onClick={() => select(band)}>
                  <bdi>{band.from.label}</bdi>
                </button>
              </th>
              <td dir="auto">
                <Swatch colour={colourOf(band.to)} /> {band.to.label}
              </td>
              <td class="number">{formatCount(band.documents)}</td>
              <td class="number">{((100 * band.documents) / band.from.documents).toFixed(1)} %</td>
              <td class="number">{formatCount(band.documents - band.staying)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
