import { useLayoutEffect, useState } from 'preact/hooks';
import type { Pen } from './savedPicture/pen';
import { isolated } from './strings';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function contains(box: Box, { x, y }: Point): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

/** The size of an element in CSS pixels, followed as it changes. */
export function useSize(element: { readonly current: HTMLElement | null }): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const target = element.current;
    if (target === null) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: target.clientWidth, height: target.clientHeight }));
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** A cleared context in CSS pixels, as sharp as the screen. Null where the browser gives no canvas. */
export function preparedContext(canvas: HTMLCanvasElement, size: Size): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(size.width * ratio);
  const height = Math.round(size.height * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  return context;
}

/** The text cut to a width, with an ellipsis; isolated, so that a right-to-left title does not reorder what is around. */
export function fittedText(context: Pick<Pen, 'measureText'>, text: string, width: number): string {
  const line = text.replace(/\s+/g, ' ');
  if (context.measureText(line).width <= width) return isolated(line);
  const characters = Array.from(line.slice(0, 400));
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(characters.slice(0, middle).join('') + '…').width <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : isolated(characters.slice(0, low).join('').trimEnd() + '…');
}
