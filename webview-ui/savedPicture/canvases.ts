import type { Pen } from './pen';

/** Draws what a canvas shows once more. Returns false where that would be too much: then its pixels are taken. */
export type Drawing = (pen: Pen) => boolean;

const drawings = new WeakMap<HTMLCanvasElement, Drawing>();

/** Remembers how what is on a canvas is drawn, for a picture that is no grid of pixels. */
export function rememberDrawing(canvas: HTMLCanvasElement | null, drawing: Drawing): void {
  if (canvas !== null) drawings.set(canvas, drawing);
}

export function drawingOf(canvas: HTMLCanvasElement): Drawing | undefined {
  return drawings.get(canvas);
}
