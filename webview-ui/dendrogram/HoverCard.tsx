import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Size } from '../canvas';
import { isLeaf } from '../../src/shared/tree/mergeTree';
import type { Scene } from '../scene';
import { t } from '../strings';
import { branchCount } from './branchCount';

/** What a branch is, beside the pointer. */
export function HoverCard({
  scene,
  node,
  x,
  y,
  size,
}: {
  scene: Scene;
  node: number;
  x: number;
  y: number;
  size: Size;
}) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = card.current;
    if (element === null) return;
    const gap = 14;
    const left = x + gap + element.offsetWidth > size.width ? x - gap - element.offsetWidth : x + gap;
    const top = y + gap + element.offsetHeight > size.height ? y - gap - element.offsetHeight : y + gap;
    element.style.left = `${Math.max(4, left)}px`;
    element.style.top = `${Math.max(4, top)}px`;
  });
  const { label, keywords } = scene.branches.describe(node);
  const { documents: count, inTree } = branchCount(scene, node);
  const height = scene.tree.height[node]!;
  return (
    <div class="hover-card" ref={card} role="presentation">
      <strong dir="auto">{label}</strong>
      <span class="muted">
        {count === 1 ? t('1 document') : t('{0} documents', count)}
        {isLeaf(scene.tree, node) ? '' : ` · ${t('merged at height {0}', Number(height.toPrecision(3)))}`}
      </span>
      {inTree !== count && (
        <span class="muted">
          {t('{0} are under this branch; after the cut, documents moved to the cluster nearest to them.', inTree)}
        </span>
      )}
      {keywords.length > 0 && (
        <span class="keywords" dir="auto">
          {keywords
            .slice(0, 6)
            .map((keyword) => keyword.term)
            .join(' · ')}
        </span>
      )}
    </div>
  );
}
