import type { PageColumn } from '../../src/shared/viewProtocol';
import { Swatch } from '../inspector/Inspector';
import { t } from '../strings';
import type { Colouring } from './colouring';

/** What the colours stand for, with their legend, and whether lines of equal density are drawn. */
export function MapOptions({
  columns,
  colouring,
  colourBy,
  onColourBy,
  hasContours,
  onContours,
}: {
  readonly columns: readonly PageColumn[];
  readonly colouring: Colouring;
  readonly colourBy: string;
  readonly onColourBy: (name: string) => void;
  readonly hasContours: boolean;
  readonly onContours: (shown: boolean) => void;
}) {
  return (
    <div class="map-options">
      {columns.length > 0 && (
        <label>
          {t('Colour')}{' '}
          <select value={colourBy} onChange={(event) => onColourBy(event.currentTarget.value)}>
            <option value="cluster">{t('cluster')}</option>
            {columns.map(({ name }) => (
              <option key={name} value={name}>
                {t(name)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        <input type="checkbox" checked={hasContours} onChange={(event) => onContours(event.currentTarget.checked)} />{' '}
        {t('Density')}
      </label>
      {colouring.legend.length > 0 && (
        <ul class="legend" aria-label={t('Legend')}>
          {colouring.legend.map(({ name, colour }) => (
            <li key={name}>
              <Swatch colour={colour} /> <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
