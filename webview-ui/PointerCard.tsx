import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Size } from './canvas';

const gapPx = 14;

interface PointerCardProps {
  /** The pointer, in CSS pixels of the picture. */
  readonly x: number;
  readonly y: number;
  /** Of the picture, which the card stays within. */
  readonly size: Size;
  readonly children: ComponentChildren;
}

/** Something told beside the pointer. */
export function PointerCard({ x, y, size, children }: PointerCardProps) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { offsetWidth: width, offsetHeight: height, style } = card.current!;
    const left = x + gapPx + width > size.width ? x - gapPx - width : x + gapPx;
    const top = y + gapPx + height > size.height ? y - gapPx - height : y + gapPx;
    style.left = `${Math.max(4, left)}px`;
    style.top = `${Math.max(4, top)}px`;
  });
  return (
    <div class="hover-card" ref={card} role="presentation">
      {children}
    </div>
  );
}
