// UMAP's gradient descent. src/engine/math/layoutDescent.ts has its twin in plain JavaScript, with the formula and the names.

const NEAREST: f32 = 9.313225746154785e-10; // 2^-30
const FARTHEST: f32 = 1048576.0;

@inline function cellAt(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

@inline function placeOf(layout: usize, row: i32): usize {
  return layout + ((<usize>row) << 3);
}

@inline function sumOf(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}

/** x^power of positive normal numbers, to 10⁻⁵: 2^(power log₂ x), the logarithm as its series in (m − 1) / (m + 1), √½ ≤ m < √2. */
@inline function powerLanes(x: v128, power: v128): v128 {
  const e = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const m = i32x4.sub(x, i32x4.shl(e, 23));
  const one = f32x4.splat(1);
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const z = f32x4.mul(s, s);
  let l = f32x4.add(f32x4.mul(z, f32x4.splat(0.41219858)), f32x4.splat(0.57707802));
  l = f32x4.add(f32x4.mul(z, l), f32x4.splat(0.96179669));
  l = f32x4.add(f32x4.mul(z, l), f32x4.splat(2.8853901));
  const y = f32x4.mul(power, f32x4.add(f32x4.convert_i32x4_s(e), f32x4.mul(s, l)));
  // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the lowest bits.
  const rounder = f32x4.splat(12582912.0);
  const rounded = f32x4.add(y, rounder);
  const f = f32x4.sub(y, f32x4.sub(rounded, rounder));
  let p = f32x4.add(f32x4.mul(f, f32x4.splat(0.0013333558)), f32x4.splat(0.0096181291));
  p = f32x4.add(f32x4.mul(f, p), f32x4.splat(0.055504109));
  p = f32x4.add(f32x4.mul(f, p), f32x4.splat(0.24022651));
  p = f32x4.add(f32x4.mul(f, p), f32x4.splat(0.69314718));
  p = f32x4.add(f32x4.mul(f, p), one);
  return i32x4.add(p, i32x4.shl(rounded, 23));
}

/** The next numbers of four generators (xorshift). */
@inline function nextOf(states: v128): v128 {
  let s = v128.xor(states, i32x4.shl(states, 13));
  s = v128.xor(s, i32x4.shr_u(s, 17));
  return v128.xor(s, i32x4.shl(s, 5));
}

/** The rows that four generators draw: 0 … last. Adding 2²³ rounds to a whole number, which then stands in the lowest bits. */
@inline function drawnBy(states: v128, scale: v128, last: v128): v128 {
  const place = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(states, 8)), scale), f32x4.splat(8388608.0));
  return i32x4.min_s(v128.and(place, i32x4.splat(0x7fffff)), last);
}

@inline function loadPair(first: usize, second: usize): v128 {
  return v128.load64_lane(second, v128.load64_zero(first), 1);
}

/** What a row at a difference of (dx, dy) does: times (dx, dy) it is the step. pushes: 1 where it repels, 0 where it does nothing. */
@inline function forces(dx: v128, dy: v128, pushes: v128, isEdge: v128, power: v128, curve: v128, strength: v128): v128 {
  let squares = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
  squares = f32x4.pmin(f32x4.pmax(squares, f32x4.splat(NEAREST)), f32x4.splat(FARTHEST));
  const curved = f32x4.mul(curve, powerLanes(squares, power));
  const numerator = v128.bitselect(f32x4.neg(curved), pushes, isEdge);
  const soft = f32x4.add(squares, f32x4.splat(0.001));
  const denominator = f32x4.mul(v128.bitselect(squares, soft, isEdge), f32x4.add(curved, f32x4.splat(1)));
  return f32x4.mul(strength, f32x4.div(numerator, denominator));
}

@inline function clipped(steps: v128, longest: v128): v128 {
  return f32x4.pmax(f32x4.pmin(steps, longest), f32x4.neg(longest));
}

/**
 * Draws the edges of rows [from, to) that are due in an epoch. graph: offsets, indices, and weights as shares of the largest;
 * layout [rows × 2] f32; states: 8 generators; pushes: 8 f32, 1 where the generator's row counts. The first generator's never does: its
 * lane is the edge's own.
 */
export function descendLayout(offsets: usize, indices: usize, weights: usize, layout: usize, states: usize, pushes: usize, rows: i32, from: i32, to: i32, epoch: f64, rate: f32, longestStep: f32, a: f32, b: f32): void {
  let left = v128.load(states), right = v128.load(states, 16);
  const pushLeft = v128.load(pushes), pushRight = v128.load(pushes, 16);
  const isEdge = i32x4(-1, 0, 0, 0), noEdge = i32x4.splat(0);
  const scale = f32x4.splat(<f32>rows / 16777216.0), last = i32x4.splat(rows - 1), longest = f32x4.splat(longestStep);
  const power = f32x4.splat(b), curve = f32x4.splat(a), strength = f32x4.splat(2 * b * rate);
  for (let i = from; i < to; i++) {
    const own = placeOf(layout, i);
    const end = load<i32>(cellAt(offsets, i + 1));
    for (let e = load<i32>(cellAt(offsets, i)); e < end; e++) {
      const weight = <f64>load<f32>(cellAt(weights, e));
      if (Math.floor(weight * (epoch + 1)) == Math.floor(weight * epoch)) continue;
      const x = v128.load32_splat(own), y = v128.load32_splat(own, 4);
      left = nextOf(left);
      right = nextOf(right);
      const other = placeOf(layout, load<i32>(cellAt(indices, e)));
      let drawn = drawnBy(left, scale, last);
      let one = loadPair(other, placeOf(layout, i32x4.extract_lane(drawn, 1)));
      let two = loadPair(placeOf(layout, i32x4.extract_lane(drawn, 2)), placeOf(layout, i32x4.extract_lane(drawn, 3)));
      let dx = f32x4.sub(x, v128.shuffle<i32>(one, two, 0, 2, 4, 6));
      let dy = f32x4.sub(y, v128.shuffle<i32>(one, two, 1, 3, 5, 7));
      let force = forces(dx, dy, pushLeft, isEdge, power, curve, strength);
      const leftX = clipped(f32x4.mul(force, dx), longest), leftY = clipped(f32x4.mul(force, dy), longest);
      drawn = drawnBy(right, scale, last);
      one = loadPair(placeOf(layout, i32x4.extract_lane(drawn, 0)), placeOf(layout, i32x4.extract_lane(drawn, 1)));
      two = loadPair(placeOf(layout, i32x4.extract_lane(drawn, 2)), placeOf(layout, i32x4.extract_lane(drawn, 3)));
      dx = f32x4.sub(x, v128.shuffle<i32>(one, two, 0, 2, 4, 6));
      dy = f32x4.sub(y, v128.shuffle<i32>(one, two, 1, 3, 5, 7));
      force = forces(dx, dy, pushRight, noEdge, power, curve, strength);
      const sumX = f32x4.add(leftX, clipped(f32x4.mul(force, dx), longest));
      const sumY = f32x4.add(leftY, clipped(f32x4.mul(force, dy), longest));
      f32.store(own, f32x4.extract_lane(x, 0) + sumOf(sumX));
      f32.store(own + 4, f32x4.extract_lane(y, 0) + sumOf(sumY));
      f32.store(other, load<f32>(other) - f32x4.extract_lane(leftX, 0));
      f32.store(other + 4, load<f32>(other + 4) - f32x4.extract_lane(leftY, 0));
    }
  }
  v128.store(states, left);
  v128.store(states, right, 16);
}
