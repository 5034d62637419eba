import type { Size } from '../canvas';
import type { Part } from './hierarchy';

/** A part and its rectangle, in CSS pixels. */
export interface Placed {
  readonly part: Part;
  /** 0 for the part that is gone into. */
  readonly level: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const mostLevels = 4;
const leastHeightPx = 1;
const rootShare = 0.6; // of the width of another column: its name is known

export interface IcicleLayout {
  /** Parents before children, upper before lower. */
  readonly placed: readonly Placed[];
  /** How many parts of what is drawn would be lower than a pixel: they are left out. */
  readonly tooSmall: number;
}

/** The part at the left with its whole height, what it is divided into beside it, each as high as it has documents. */
export function layoutIcicle(top: Part, size: Size): IcicleLayout {
  const spans: Span[] = [];
  const tooSmall = addSpans(spans, { part: top, level: 0, top: 0, height: size.height });
  const columns = Math.max(...spans.map(({ level }) => level)) + rootShare;
  const column = size.width / columns;
  const left = (level: number): number => (level === 0 ? 0 : (level - 1 + rootShare) * column);
  const placed = spans.map((span) => ({ ...span, left: left(span.level), width: left(span.level + 1) - left(span.level) })); // prettier-ignore
  return { placed, tooSmall };
}

type Span = Pick<Placed, 'part' | 'level' | 'top' | 'height'>;

/** Adds a part and what is below it; returns how many of these are too low. */
function addSpans(spans: Span[], span: Span): number {
  spans.push(span);
  const { part, level, top, height } = span;
  if (level + 1 === mostLevels) return 0;
  const total = part.children.reduce((sum, { size }) => sum + size, 0);
  let tooSmall = 0;
  let at = top;
  for (const child of part.children) {
    const share = (height * child.size) / total;
    if (share < leastHeightPx) tooSmall++;
    else tooSmall += addSpans(spans, { part: child, level: level + 1, top: at, height: share });
    at += share;
  }
  return tooSmall;
}

/** Where a person has gone: keys from the first below the root on. */
export type Path = readonly string[];

export function pathTo(part: Part): Path {
  return part.parent === null ? [] : [...pathTo(part.parent), part.key];
}

/** The part at a path, or the last one on the way that there still is. */
export function partAt(root: Part, path: Path): Part {
  let at = root;
  for (const key of path) {
    const next = at.children.find((child) => child.key === key);
    if (next === undefined) break;
    at = next;
  }
  return at;
}

/** From the root to the part itself. */
export function lineage(part: Part): Part[] {
  return part.parent === null ? [part] : [...lineage(part.parent), part];
}
