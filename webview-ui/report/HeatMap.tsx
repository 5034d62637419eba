import { useRef } from 'preact/hooks';
import { SavePicture } from '../savedPicture/SavePicture';
import { t } from '../strings';

interface Heading {
  readonly label: string;
  readonly number: number;
}

interface HeatMapProps {
  readonly rows: readonly Heading[];
  readonly columns: readonly Heading[];
  /** A cell a row and column, row by row. */
  readonly values: readonly (readonly number[])[];
  /** Whether the cells from the upper left to the lower right say nothing. */
  readonly isDiagonalEmpty: boolean;
  /** How strong a cell's colour is, 0 … 1. */
  readonly strength: (value: number, row: number) => number;
  readonly format: (value: number) => string;
  readonly caption: string;
  /** Short, for the file that it is saved as. */
  readonly name: string;
}

/** A table whose cells are coloured instead of written; the numbers are for the pointer and for screen readers. */
export function HeatMap({ rows, columns, values, isDiagonalEmpty, strength, format, caption, name }: HeatMapProps) {
  const picture = useRef<HTMLElement>(null);
  return (
    <>
      <SavePicture name={name} picture={picture} />
      <figure class="heat" ref={picture}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Cluster')}</th>
              {columns.map(({ label, number }) => (
                <th key={number} scope="col" title={label}>
                  {number}
                  <span class="visually-hidden"> {label}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, a) => (
              <tr key={row.number}>
                <th scope="row" dir="auto">
                  {row.number}. {row.label}
                </th>
                {columns.map((column, b) => {
                  if (isDiagonalEmpty && a === b) return <td key={b} class="own" />;
                  const value = values[a]![b]!;
                  return (
                    <td
                      key={b}
                      title={t('{0} – {1}: {2}', row.label, column.label, format(value))}
                      style={{ '--strength': `${Math.round(100 * strength(value, a))}%` }}
                    >
                      <span class="visually-hidden">{format(value)}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        <figcaption class="muted">{caption}</figcaption>
      </figure>
    </>
  );
}
