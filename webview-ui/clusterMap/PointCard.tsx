import type { Size } from '../canvas';
import { Swatch } from '../inspector/Inspector';
import { PointerCard } from '../PointerCard';
import type { Scene } from '../scene';
import { t } from '../strings';

/** What is under the pointer: title, beginning and cluster of a document, with a ring around its point. */
export function PointCard({
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
  return (
    <>
      <span
        class="ring"
        style={{ left: `${x - radius}px`, top: `${y - radius}px`, width: diameter, height: diameter }}
      />
      <PointerCard x={x} y={y} size={size}>
        <strong dir="auto">{documents.title[document]}</strong>
        <span class="snippet" dir="auto">
          {documents.snippet[document]}
        </span>
        <span class="muted" dir="auto">
          <Swatch colour={colour} /> {group?.label ?? t('No cluster')}
        </span>
      </PointerCard>
    </>
  );
}
