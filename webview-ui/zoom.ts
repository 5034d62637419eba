import { type Selection, select } from 'd3-selection';
import { type D3ZoomEvent, zoom, zoomIdentity, type ZoomTransform, zoomTransform } from 'd3-zoom';
import type { Box, Point } from './canvas';

/** The door to d3-zoom and d3-selection: panning and zooming of a canvas by wheel, pinch and drag. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface ZoomOptions {
  /** A plain wheel scrolls, down or to the right (Ctrl, Cmd or a pinch zooms), or zooms. */
  readonly wheel: 'scroll' | 'scrollSideways' | 'zoom';
  onView(view: View): void;
  /** False where a pointer press at this place of the canvas is not a pan. */
  mayPan(event: PointerEvent | MouseEvent | TouchEvent | WheelEvent): boolean;
}

export interface Zoomable {
  /**
   * @param content all there is at scale 1, which the shown part is held to
   * @param shown the part of the canvas that shows it
   */
  setBounds(content: Box, shown: Box, scales: readonly [least: number, most: number]): void;
  /** @param around what stays where it is; the middle by default */
  zoomBy(factor: number, around?: Point): void;
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
    if (options.wheel === 'zoom' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    const [dx, dy] = [-event.deltaX * unit, -event.deltaY * unit];
    if (options.wheel === 'scrollSideways') panBy(dx + dy, 0);
    else panBy(dx, dy);
  };
  canvas.addEventListener('wheel', onWheel, { passive: false });
  const panBy = (dx: number, dy: number): void => {
    const { k } = zoomTransform(canvas);
    behaviour.translateBy(target, dx / k, dy / k);
  };
  return {
    setBounds(content, shown, [least, most]) {
      behaviour.scaleExtent([least, most]).extent(cornersOf(shown)).translateExtent(cornersOf(content));
      behaviour.translateBy(target, 0, 0);
    },
    zoomBy: (factor, around) => behaviour.scaleBy(target, factor, around && [around.x, around.y]),
    panBy,
    set: ({ scale, x, y }) => behaviour.transform(target, zoomIdentity.translate(x, y).scale(scale)),
    reset: () => behaviour.transform(target, zoomIdentity),
    dispose() {
      target.on('.zoom', null);
      canvas.removeEventListener('wheel', onWheel);
    },
  };
}

function cornersOf({ left, top, right, bottom }: Box): [[number, number], [number, number]] {
  return [
    [left, top],
    [right, bottom],
  ];
}

function viewOf(transform: ZoomTransform): View {
  return { scale: transform.k, x: transform.x, y: transform.y };
}
