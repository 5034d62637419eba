import type { Size } from '../canvas';
import { isLeaf } from '../../src/shared/tree/mergeTree';
import { PointerCard } from '../PointerCard';
import type { Scene } from '../scene';
import { t } from '../strings';
import { branchCount } from './branchCount';

/** What a branch is, beside the pointer. */
export function BranchCard({
  scene,
  node,
  x,
  y,
  size,
}: {
  readonly scene: Scene;
  readonly node: number;
  /** The pointer, in CSS pixels of the picture. */
  readonly x: number;
  readonly y: number;
  readonly size: Size;
}) {
  const { label, keywords } = scene.branches.describe(node);
  const { documents: count, inTree } = branchCount(scene, node);
  const height = scene.tree.height[node]!;
  return (
    <PointerCard x={x} y={y} size={size}>
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
    </PointerCard>
  );
}
