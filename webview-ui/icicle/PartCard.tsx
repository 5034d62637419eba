import type { Size } from '../canvas';
import { Swatch } from '../inspector/Inspector';
import { PointerCard } from '../PointerCard';
import { colourOf, type Scene } from '../scene';
import { t } from '../strings';
import type { Part } from './hierarchy';

const keywordsShown = 6;

interface PartCardProps {
  readonly scene: Scene;
  readonly part: Part;
  /** The number of all documents. */
  readonly whole: number;
  /** The pointer, in CSS pixels of the picture. */
  readonly x: number;
  readonly y: number;
  readonly size: Size;
}

/** What a rectangle is, beside the pointer. */
export function PartCard({ scene, part, whole, x, y, size }: PartCardProps) {
  const share = t('{0} % of all', ((100 * part.size) / whole).toFixed(1));
  return (
    <PointerCard x={x} y={y} size={size}>
      <strong dir="auto">
        {part.group >= 0 && <Swatch colour={colourOf(scene, part.group)} />} {part.label}
      </strong>
      <span class="muted">
        {part.size === 1 ? t('1 document') : t('{0} documents', part.size)} · {share}
      </span>
      {part.keywords.length > 0 && (
        <span class="keywords" dir="auto">
          {part.keywords
            .slice(0, keywordsShown)
            .map(({ term }) => term)
            .join(' · ')}
        </span>
      )}
    </PointerCard>
  );
}
