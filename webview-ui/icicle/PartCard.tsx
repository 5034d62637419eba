import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Size } from '../canvas';
import { Swatch } from '../inspector/Inspector';
import { colourOf, type Scene } from '../scene';
import { t } from '../strings';
import type { Part } from './hierarchy';

const gapPx = 14;
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
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { offsetWidth: width, offsetHeight: height, style } = card.current!;
    const left = x + gapPx + width > size.width ? x - gapPx - width : x + gapPx;
    const top = y + gapPx + height > size.height ? y - gapPx - height : y + gapPx;
    style.left = `${Math.max(4, left)}px`;
    style.top = `${Math.max(4, top)}px`;
  });
  const share = t('{0} % of all', ((100 * part.size) / whole).toFixed(1));
  return (
    <div class="hover-card" ref={card} role="presentation">
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
    </div>
  );
}
