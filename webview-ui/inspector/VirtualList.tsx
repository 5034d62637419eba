import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useSize } from '../canvas';

interface VirtualListProps {
  readonly label: string;
  readonly count: number;
  readonly rowHeightPx: number;
  /** Index of the selected row, or −1. */
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (index: number, toSide: boolean) => void;
  /** A click opens a row instead of selecting it, and keys only move. */
  readonly opensOnClick?: boolean;
  readonly row: (index: number) => ComponentChildren;
}

const spareRows = 6;

/** A list box of equal rows of which only those on screen are in the DOM. */
export function VirtualList({
  label,
  count,
  rowHeightPx,
  selected,
  onSelect,
  onOpen,
  opensOnClick = false,
  row,
}: VirtualListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const [scrollTop, setScrollTop] = useState(0);
  const [active, setActive] = useState(0);
  const at = Math.max(0, Math.min(count - 1, active));
  const first = Math.max(0, Math.floor(scrollTop / rowHeightPx) - spareRows);
  const last = Math.min(count, Math.ceil((scrollTop + size.height) / rowHeightPx) + spareRows);

  const reveal = (index: number): void => {
    const element = frame.current;
    if (element === null || index < 0) return;
    const top = index * rowHeightPx;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeightPx > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeightPx - element.clientHeight;
  };
  // Before the next key, which goes on from here.
  useLayoutEffect(() => {
    if (selected < 0) return;
    setActive(selected);
    reveal(selected);
  }, [selected, size.height]);

  const go = (index: number): void => {
    const next = Math.max(0, Math.min(count - 1, index));
    setActive(next);
    reveal(next);
    if (!opensOnClick) onSelect(next);
  };
  const page = Math.max(1, Math.floor(size.height / rowHeightPx) - 1);
  const keys: Partial<Record<string, (event: KeyboardEvent) => void>> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    PageDown: () => go(at + page),
    PageUp: () => go(at - page),
    Home: () => go(0),
    End: () => go(count - 1),
    Enter: (event) => onOpen(at, event.ctrlKey || event.metaKey),
    ' ': () => go(at),
  };
  const isActiveThere = at >= first && at < last;
  return (
    <div
      ref={frame}
      class="virtual-list"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      {...(isActiveThere && count > 0 ? { 'aria-activedescendant': `row-${at}` } : {})}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onKeyDown={(event) => {
        const action = keys[event.key];
        if (action === undefined || count === 0) return;
        event.preventDefault();
        action(event);
      }}
    >
      <div role="presentation" class="virtual-space" style={{ height: `${count * rowHeightPx}px` }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i).map((index) => (
          <div
            key={index}
            id={`row-${index}`}
            role="option"
            class={index === at ? 'virtual-row active' : 'virtual-row'}
            aria-selected={index === selected}
            aria-posinset={index + 1}
            aria-setsize={count}
            style={{ top: `${index * rowHeightPx}px`, height: `${rowHeightPx}px` }}
            onClick={(event) => {
              setActive(index);
              if (!opensOnClick) onSelect(index);
              else if (event.detail < 2) onOpen(index, event.ctrlKey || event.metaKey);
            }}
            onDblClick={(event) => {
              if (!opensOnClick) onOpen(index, event.ctrlKey || event.metaKey);
            }}
          >
            {row(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
