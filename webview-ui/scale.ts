import { scalePow } from 'd3-scale';

/** The door to d3-scale. */
export interface HeightAxis {
  /** Where a height stands between root and leaves, in pixels at scale 1. */
  depth(height: number): number;
  height(depth: number): number;
  /** @param magnification how much larger than at scale 1 the axis is shown: so many times more ticks */
  ticks(magnification: number): { height: number; text: string }[];
}

const tickPx = 80;

/** Heights from the depth of the root (the greatest) to that of the leaves (zero). An exponent of ½ spreads the low merges. */
export function heightAxis(greatest: number, root: number, leaves: number, exponent: 1 | 0.5): HeightAxis {
  const scale = scalePow()
    .exponent(exponent)
    .domain([greatest || 1, 0])
    .range([root, leaves]);
  return {
    depth: (height) => scale(height),
    height: (depth) => scale.invert(depth),
    ticks(magnification) {
      const wanted = Math.max(2, Math.floor(((leaves - root) / tickPx) * magnification));
      const format = scale.tickFormat(wanted);
      return scale.ticks(wanted).map((height) => ({ height, text: format(height) }));
    },
  };
}
