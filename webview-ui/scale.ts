import { scalePow } from 'd3-scale';

/** The door to d3-scale. */
export interface HeightAxis {
  /** Canvas x of a height. */
  x(height: number): number;
  height(x: number): number;
  ticks(): { height: number; text: string }[];
}

/** Heights from `left` (the greatest) to `right` (zero). An exponent of ½ spreads the low merges. */
export function heightAxis(greatest: number, left: number, right: number, exponent: 1 | 0.5): HeightAxis {
  const scale = scalePow()
    .exponent(exponent)
    .domain([greatest || 1, 0])
    .range([left, right]);
  const wanted = Math.max(2, Math.floor((right - left) / 80));
  const format = scale.tickFormat(wanted);
  return {
    x: (height) => scale(height),
    height: (x) => scale.invert(x),
    ticks: () => scale.ticks(wanted).map((height) => ({ height, text: format(height) })),
  };
}
