import { useRef, useState } from 'preact/hooks';
import { clampClusters, clustersAtHeight, heightOfCut } from '../../src/shared/tree/cut';
import type { MergeTree } from '../../src/shared/tree/mergeTree';
import { t } from '../strings';
import type { Geometry } from './geometry';

interface CutLineProps {
  readonly tree: MergeTree;
  readonly geometry: Geometry;
  readonly clusters: number;
  readonly isMoved: boolean;
  readonly onCut: (clusters: number | undefined) => void;
}

/** The line that cuts the tree: dragged sideways, or moved by arrow keys one cluster at a time. */
export function CutLine({ tree, geometry, clusters, isMoved, onCut }: CutLineProps) {
  const [draggedX, setDraggedX] = useState<number | null>(null);
  const line = useRef<HTMLDivElement>(null);
  const left = geometry.treeLeft + 4;
  const right = geometry.treeRight - 1;
  const atRest = geometry.axis.x(heightOfCut(tree, clusters));
  const x = draggedX ?? Math.max(left, Math.min(right, atRest));

  const drag = (event: PointerEvent): void => {
    const box = line.current!.parentElement!.getBoundingClientRect();
    const pointerX = Math.max(left, Math.min(right, event.clientX - box.left));
    setDraggedX(pointerX);
    onCut(clustersAtHeight(tree, geometry.axis.height(pointerX)));
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
    <div
      ref={line}
      class={draggedX === null ? 'cut-line' : 'cut-line dragged'}
      role="slider"
      tabIndex={0}
      aria-label={t('Cut of the tree')}
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={tree.leaves}
      aria-valuenow={clusters}
      aria-valuetext={t('{0} clusters', clusters)}
      title={t('Drag to cut the tree into more or fewer clusters. Double-click for the clusters of the analysis.')}
      style={{ left: `${x}px` }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDraggedX(x);
      }}
      onPointerMove={(event) => {
        if (draggedX !== null) drag(event);
      }}
      onPointerUp={() => setDraggedX(null)}
      onPointerCancel={() => setDraggedX(null)}
      onDblClick={() => onCut(undefined)}
      onKeyDown={(event) => {
        const action = keys[event.key];
        if (action === undefined) return;
        event.preventDefault();
        action();
      }}
    >
      <span class="cut-count">{t(clusters === 1 ? '{0} cluster' : '{0} clusters', clusters)}</span>
      {isMoved && draggedX === null && (
        <button
          type="button"
          class="cut-reset"
          tabIndex={-1}
          aria-hidden="true"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={() => onCut(undefined)}
        >
          {t('Reset')}
        </button>
      )}
    </div>
  );
}
