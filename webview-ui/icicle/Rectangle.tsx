import { colourOf, type Scene } from '../scene';
import { formatCount, t } from '../strings';
import type { Part } from './hierarchy';
import type { Placed } from './layout';

const leastLabelPx = 17;
const leastWrappedPx = 54;

interface RectangleProps {
  readonly scene: Scene;
  readonly place: Placed;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly isExpanded: boolean;
  readonly onFocus: () => void;
  readonly onClick: (event: MouseEvent) => void;
  readonly onDblClick: (event: MouseEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
}

/** A part with as much of its name as there is room for. */
export function Rectangle({ scene, place, isActive, isSelected, isExpanded, ...handlers }: RectangleProps) {
  const { part, level, left, top, width, height } = place;
  const classes = [
    'part',
    height >= leastWrappedPx ? 'wrapped' : '',
    part.found === 0 ? 'not-found' : '',
    part.group < 0 ? 'several' : '',
  ];
  return (
    <div
      class={classes.filter(Boolean).join(' ')}
      role="treeitem"
      data-part={part.key}
      tabIndex={isActive ? 0 : -1}
      aria-level={level + 1}
      aria-selected={isSelected}
      {...(part.children.length > 0 ? { 'aria-expanded': isExpanded } : {})}
      style={{
        '--colour': colourOf(scene, part.group),
        left: `${left}px`,
        top: `${top}px`,
        width: `${width}px`,
        height: `${height}px`,
      }}
      {...handlers}
    >
      <span class="visually-hidden">{describePart(part)}</span>
      {height >= leastLabelPx && (
        <>
          <span class="part-label" dir="auto" aria-hidden="true">
            {part.label}
          </span>
          <span class="part-count" aria-hidden="true">
            {countText(part)}
          </span>
        </>
      )}
    </div>
  );
}

/** A part in words, with what the search found in it. */
export function describePart(part: Part): string {
  const found = part.found === null ? '' : ` (${t('{0} found', part.found)})`;
  return (part.document === undefined ? t('{0}, {1} documents', part.label, part.size) : part.label) + found;
}

function countText({ size, found, document }: Part): string {
  if (found !== null) return t('{0} of {1}', found, size);
  return document === undefined ? formatCount(size) : '';
}
