/** A closed line on the map: [points × 2], in the places' own coordinates. */
export type Lasso = readonly number[];

/** The documents whose places lie inside, by the even–odd rule. */
export function documentsInside(lasso: Lasso, places: Float32Array): Int32Array {
  if (lasso.length < 6) return new Int32Array(0);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lasso.length; i += 2) {
    left = Math.min(left, lasso[i]!);
    right = Math.max(right, lasso[i]!);
    top = Math.min(top, lasso[i + 1]!);
    bottom = Math.max(bottom, lasso[i + 1]!);
  }
  const inside: number[] = [];
  for (let d = 0; 2 * d < places.length; d++) {
    const [x, y] = [places[2 * d]!, places[2 * d + 1]!];
    if (x >= left && x <= right && y >= top && y <= bottom && isInside(lasso, x, y)) inside.push(d);
  }
  return Int32Array.from(inside);
}

function isInside(lasso: Lasso, x: number, y: number): boolean {
  let isIn = false;
  for (let i = 0, j = lasso.length - 2; i < lasso.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [lasso[i]!, lasso[i + 1]!, lasso[j]!, lasso[j + 1]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn;
  }
  return isIn;
}
