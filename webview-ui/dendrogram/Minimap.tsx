import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type Box, contains, type Point, preparedContext, type Size } from '../canvas';
import { type BranchPicture, drawBranches } from './draw';
import { type Placement, projectionOf, type TreeShape } from './projection';

interface MinimapProps {
  readonly branches: Omit<BranchPicture, 'placement' | 'selected' | 'hovered'>;
  readonly shape: TreeShape;
  /** What the canvas shows. */
  readonly placement: Placement;
  readonly onPan: (dx: number, dy: number) => void;
}

const sizes: Record<Placement['orientation'], Size> = {
  horizontal: { width: 84, height: 132 },
  vertical: { width: 180, height: 76 },
  radial: { width: 116, height: 116 },
};
const unmoved = { scale: 1, x: 0, y: 0 };
const leastWindowPx = 8;

/**
 * The whole tree, with what the canvas shows of it as a rectangle to be dragged. Drawn anew only when the tree is, not
 * as the view moves. Keys move the view by moving the focus, so nothing here is for a screen reader.
 */
export function Minimap({ branches, shape, placement, onPan }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const grip = useRef<Point | null>(null);
  const { orientation } = placement;
  const size = sizes[orientation];
  const mini = useMemo(
    () => projectionOf(orientation, shape, size, true).at(unmoved),
    [orientation, shape.rows, shape.greatest, shape.exponent],
  );
  const { scene, folding, layout, coloursFrom, groupOf } = branches;
  useLayoutEffect(() => {
    const context = canvas.current === null ? null : preparedContext(canvas.current, size);
    if (context === null) return;
    drawBranches(context, { ...branches, placement: mini, selected: -1, hovered: -1 }, 1);
  }, [
    mini,
    scene.tree,
    scene.grouping,
    scene.colours,
    scene.theme,
    scene.matches,
    folding,
    layout,
    coloursFrom,
    groupOf,
  ]);

  const window = windowOf(placement, mini, size);
  const pointer = (event: PointerEvent): Point => {
    const box = canvas.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  /** Pans until the middle of the window is here. */
  const pan = (x: number, y: number): void => {
    const { box, plot } = placement;
    const across = (box.right - box.left) / (mini.box.right - mini.box.left);
    const down = (box.bottom - box.top) / (mini.box.bottom - mini.box.top);
    onPan(
      placement.pans === 'y' ? 0 : (plot.left + plot.right) / 2 - box.left - (x - mini.box.left) * across,
      placement.pans === 'x' ? 0 : (plot.top + plot.bottom) / 2 - box.top - (y - mini.box.top) * down,
    );
  };
  return (
    <div
      class={`minimap ${orientation}`}
      aria-hidden="true"
      style={{ width: `${size.width}px`, height: `${size.height}px` }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = pointer(event);
        const middle = { x: (window.left + window.right) / 2, y: (window.top + window.bottom) / 2 };
        const isOnWindow = contains(window, at);
        grip.current = isOnWindow ? { x: at.x - middle.x, y: at.y - middle.y } : { x: 0, y: 0 };
        if (!isOnWindow) pan(at.x, at.y);
      }}
      onPointerMove={(event) => {
        if (grip.current === null) return;
        const at = pointer(event);
        pan(at.x - grip.current.x, at.y - grip.current.y);
      }}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
    >
      <canvas ref={canvas} />
      <div
        class="window"
        style={{
          left: `${window.left}px`,
          top: `${window.top}px`,
          width: `${window.right - window.left}px`,
          height: `${window.bottom - window.top}px`,
        }}
      />
    </div>
  );
}

/** What the canvas shows, on the minimap. */
function windowOf({ box, plot }: Placement, mini: Placement, { width, height }: Size): Box {
  const across = (mini.box.right - mini.box.left) / (box.right - box.left);
  const down = (mini.box.bottom - mini.box.top) / (box.bottom - box.top);
  const [left, right] = within(
    mini.box.left + (plot.left - box.left) * across,
    mini.box.left + (plot.right - box.left) * across,
    width,
  );
  const [top, bottom] = within(
    mini.box.top + (plot.top - box.top) * down,
    mini.box.top + (plot.bottom - box.top) * down,
    height,
  );
  return { left, top, right, bottom };
}

/** Two ends kept within a length, and far enough apart to be seen. */
function within(from: number, to: number, length: number): [number, number] {
  const widened = Math.max(0, leastWindowPx - (to - from)) / 2;
  return [
    Math.max(0, Math.min(length - leastWindowPx, from - widened)),
    Math.min(length, Math.max(leastWindowPx, to + widened)),
  ];
}
