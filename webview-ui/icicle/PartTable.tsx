import { Swatch } from '../inspector/Inspector';
import { colourOf, type Scene } from '../scene';
import { formatCount, t } from '../strings';
import type { Part } from './hierarchy';
import type { Placed } from './layout';

const keywordsShown = 6;

interface PartTableProps {
  readonly scene: Scene;
  /** What the picture shows. */
  readonly placed: readonly Placed[];
  readonly selected: Placed | undefined;
  /** The number of all documents. */
  readonly whole: number;
  readonly onChoose: (part: Part) => void;
}

/** The rectangles as rows, each part below what it is a part of. */
export function PartTable({ scene, placed, selected, whole, onChoose }: PartTableProps) {
  return (
    <div class="part-table report" tabIndex={0} role="region" aria-label={t('Clusters by size')}>
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
          {placed.map((place) => {
            const { part, level } = place;
            return (
              <tr key={part.key} class={place === selected ? 'selected' : ''}>
                <th scope="row">
                  <span class="indent" style={{ width: `${1.4 * level}em` }} />
                  <Swatch colour={part.group < 0 ? 'transparent' : colourOf(scene, part.group)} />{' '}
                  <button type="button" class="link" aria-pressed={place === selected} onClick={() => onChoose(part)}>
                    <bdi>{part.label}</bdi>
                  </button>
                </th>
                <td class="number">
                  {part.found === null ? formatCount(part.size) : t('{0} of {1}', part.found, part.size)}
                </td>
                <td class="number">{((100 * part.size) / whole).toFixed(1)} %</td>
                <td dir="auto">
                  {part.keywords
                    .slice(0, keywordsShown)
                    .map(({ term }) => term)
                    .join(', ')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
