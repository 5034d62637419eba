import { type Selection, select } from 'd3-selection';
import { type D3ZoomEvent, zoom, zoomIdentity, type ZoomTransform, zoomTransform } from 'd3-zoom';

/** The door to d3-zoom and d3-selection: panning and zooming of a canvas by wheel, pinch and drag. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface ZoomOptions {
  /** A plain wheel scrolls (Ctrl, Cmd or a pinch zooms), or zooms. */
  readonly wheel: 'scroll' | 'zoom';
  onView(view: View): void;
  /** False where a pointer press at this place of the canvas is not a pan. */
  mayPan(event: PointerEvent | MouseEvent | TouchEvent | WheelEvent): boolean;
}

export interface Zoomable {
  /** @param content size in content units at scale 1; it is held within the canvas where it is larger */
  setBounds(
    content: { width: number; height: number },
    canvas: { width: number; height: number },
    scales: [number, number],
  ): void;
  zoomBy(factor: number): void;
  panBy(dx: number, dy: number): void;
  set(view: View): void;
  reset(): void;
  dispose(): void;
}

export function zoomable(canvas: HTMLCanvasElement, options: ZoomOptions): Zoomable {
  const target: Selection<HTMLCanvasElement, unknown, null, undefined> = select(canvas);
  const behaviour = zoom<HTMLCanvasElement, unknown>()
    .filter((event: WheelEvent | MouseEvent | TouchEvent) => {
      if (event.type === 'wheel') return options.wheel === 'zoom' || event.ctrlKey || event.metaKey;
      return !event.ctrlKey && (!('button' in event) || event.button === 0) && options.mayPan(event);
    })
    .on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => options.onView(viewOf(event.transform)));
  target.call(behaviour).on('dblclick.zoom', null);
  const onWheel = (event: WheelEvent): void => {
    if (options.wheel !== 'scroll' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    panBy(-event.deltaX * unit, -event.deltaY * unit);
  };
  canvas.addEventListener('wheel', onWheel, { passive: false });
  const panBy = (dx: number, dy: number): void => {
    const { k } = zoomTransform(canvas);
    behaviour.translateBy(target, dx / k, dy / k);
  };
  return {
    setBounds(content, size, scales) {
      behaviour
        .scaleExtent(scales)
        .extent([
          [0, 0],
          [size.width, size.height],
        ])
        .translateExtent([
          [0, 0],
          [Math.max(content.width, size.width), Math.max(content.height, size.height)],
        ]);
      behaviour.translateBy(target, 0, 0);
    },
    zoomBy: (factor) => behaviour.scaleBy(target, factor),
    panBy,
    set: ({ scale, x, y }) => behaviour.transform(target, zoomIdentity.translate(x, y).scale(scale)),
    reset: () => behaviour.transform(target, zoomIdentity),
    dispose() {
      target.on('.zoom', null);
      canvas.removeEventListener('wheel', onWheel);
    },
  };
}

function viewOf(transform: ZoomTransform): View {
  return { scale: transform.k, x: transform.x, y: transform.y };
}
