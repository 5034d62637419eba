import type { Size } from '../canvas';
import { Swatch } from '../inspector/Inspector';
import type { Scene } from '../scene';
import { t } from '../strings';

const [widthPx, heightPx, distancePx] = [330, 130, 14];

/** What is under the pointer: title, beginning and cluster of a document, with a ring around its point. */
export function HoverCard({
  scene,
  document,
  place: [x, y],
  radius,
  size,
  colour,
}: {
  readonly scene: Scene;
  readonly document: number;
  /** CSS pixels in the picture. */
  readonly place: readonly [number, number];
  readonly radius: number;
  readonly size: Size;
  readonly colour: string;
}) {
  const { documents } = scene.data;
  const group = scene.grouping.groups[scene.grouping.groupOfDocument[document] ?? -1];
  const diameter = `${2 * radius}px`;
  const left = Math.max(4, Math.min(x + distancePx, size.width - widthPx));
  const top = y + distancePx + heightPx > size.height ? Math.max(4, y - distancePx - heightPx) : y + distancePx;
  return (
    <>
      <span
        class="ring"
        style={{ left: `${x - radius}px`, top: `${y - radius}px`, width: diameter, height: diameter }}
      />
      <div class="hover-card" style={{ left: `${left}px`, top: `${top}px` }}>
        <strong dir="auto">{documents.title[document]}</strong>
        <span class="snippet" dir="auto">
          {documents.snippet[document]}
        </span>
        <span class="muted" dir="auto">
          <Swatch colour={colour} /> {group?.label ?? t('No cluster')}
        </span>
      </div>
    </>
  );
}
