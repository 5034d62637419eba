import { useRef, useState } from 'preact/hooks';
import { clampClusters, clustersAtHeight, heightOfCut } from '../../src/shared/tree/cut';
import type { MergeTree } from '../../src/shared/tree/mergeTree';
import { t } from '../strings';
import type { Placement } from './projection';

interface CutLineProps {
  readonly tree: MergeTree;
  readonly placement: Placement;
  readonly clusters: number;
  readonly isMoved: boolean;
  readonly onCut: (clusters: number | undefined) => void;
}

/** The line that cuts the tree, or the circle: dragged across the heights, or moved by arrow keys one cluster at a time. */
export function CutLine({ tree, placement, clusters, isMoved, onCut }: CutLineProps) {
  const [draggedDepth, setDraggedDepth] = useState<number | null>(null);
  const line = useRef<HTMLDivElement>(null);
  const { axis, orientation, depthPx } = placement;
  const least = axis.depth(tree.height[tree.nodes - 1]!) - 10 / depthPx;
  const most = placement.leafDepth - 1 / depthPx;
  const atRest = axis.depth(heightOfCut(tree, clusters));
  const depth = draggedDepth ?? Math.max(least, Math.min(most, atRest));
  const count = placement.tick(depth);

  const drag = (event: PointerEvent): void => {
    const box = line.current!.getBoundingClientRect();
    const pointed = placement.place(event.clientX - box.left, event.clientY - box.top).depth;
    const kept = Math.max(least, Math.min(most, pointed));
    setDraggedDepth(kept);
    onCut(clustersAtHeight(tree, axis.height(kept)));
  };
  const move = (wanted: number): void => onCut(clampClusters(tree, wanted));
  const page = Math.max(2, Math.round(clusters * 0.25));
  const keys: Partial<Record<string, () => void>> = {
    ArrowRight: () => move(clusters + 1),
    ArrowUp: () => move(clusters + 1),
    ArrowLeft: () => move(clusters - 1),
    ArrowDown: () => move(clusters - 1),
    PageUp: () => move(clusters + page),
    PageDown: () => move(clusters - page),
    Home: () => move(1),
    End: () => move(tree.leaves),
    Escape: () => onCut(undefined),
  };
  return (
    <>
      <div
        ref={line}
        class={`cut-line ${orientation}${draggedDepth === null ? '' : ' dragged'}`}
        role="slider"
        tabIndex={0}
        aria-label={t('Cut of the tree')}
        aria-orientation={orientation === 'vertical' ? 'vertical' : 'horizontal'}
        aria-valuemin={1}
        aria-valuemax={tree.leaves}
        aria-valuenow={clusters}
        aria-valuetext={t('{0} clusters', clusters)}
        title={t('Drag to cut the tree into more or fewer clusters. Double-click for the clusters of the analysis.')}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDraggedDepth(depth);
        }}
        onPointerMove={(event) => {
          if (draggedDepth !== null) drag(event);
        }}
        onPointerUp={() => setDraggedDepth(null)}
        onPointerCancel={() => setDraggedDepth(null)}
        onDblClick={() => onCut(undefined)}
        onKeyDown={(event) => {
          const action = keys[event.key];
          if (action === undefined) return;
          event.preventDefault();
          action();
        }}
      >
        <svg aria-hidden="true">
          <path class="cut-grip" d={placement.line(depth)} />
          <path class="cut-path" d={placement.line(depth)} />
        </svg>
        <span class="cut-count" style={{ left: `${count.x}px`, top: `${count.y}px` }}>
          {t(clusters === 1 ? '{0} cluster' : '{0} clusters', clusters)}
        </span>
      </div>
      {isMoved && draggedDepth === null && (
        <button
          type="button"
          class={`cut-reset ${orientation}`}
          tabIndex={-1}
          aria-hidden="true"
          style={{ left: `${count.x}px`, top: `${count.y}px` }}
          onClick={() => onCut(undefined)}
        >
          {t('Reset')}
        </button>
      )}
    </>
  );
}
