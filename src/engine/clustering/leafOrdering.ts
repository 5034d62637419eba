import { kernels, tileRows } from '../math/kernels';
import { type Matrix, zeros } from '../math/matrix';
import { type Breather, breather, type RunContext } from '../runContext';
import { comparable, type Metric } from './linkage';

/** More leaves take seconds: the time grows with their cube, the memory with their square. */
export const optimalUpTo = 3000;

/**
 * Swaps the branches of merges so that leaves side by side are alike. Up to `optimalUpTo` leaves the sum of distances between
 * neighbours is the least that any swapping gives; beyond, each merge puts those ends of its branches together that are
 * nearest. Rows, heights and sizes stay as they are.
 *
 * Sources: Bar-Joseph, Gifford and Jaakkola, "Fast optimal leaf ordering for hierarchical clustering", 2001; Gruvaeus and
 * Wainer, "Two additions to hierarchical cluster analysis", 1972.
 *
 * @param z SciPy's convention [leaves − 1, 4]
 * @param x the leaves' vectors [leaves × columns]
 */
export async function orderedLeaves(
  z: Float64Array,
  x: Matrix,
  metric: Metric,
  context: RunContext,
): Promise<Float64Array> {
  if (x.rows < 3) return z;
  const breathe = breather(context);
  const isSwapped =
    x.rows <= optimalUpTo ? await optimalSwaps(z, x, metric, breathe) : greedySwaps(z, comparable(x, metric));
  const ordered = z.slice();
  isSwapped.forEach((swapped, row) => {
    if (swapped === 1) ordered.set([z[row * 4 + 1]!, z[row * 4]!], row * 4);
  });
  return ordered;
}

/** Where the leaves of each node stand, from left to right: node v holds the places [start[v], end[v]). */
interface Places {
  readonly start: Int32Array; // [nodes]
  readonly end: Int32Array; // [nodes]
  readonly leafAt: Int32Array; // [leaves]
}

function placesOf(z: Float64Array, leaves: number): Places {
  const start = new Int32Array(2 * leaves - 1);
  const end = new Int32Array(2 * leaves - 1);
  const sizeOf = (node: number): number => (node < leaves ? 1 : z[(node - leaves) * 4 + 3]!);
  end[2 * leaves - 2] = leaves;
  for (let row = leaves - 2; row >= 0; row--) {
    const [left, right] = [z[row * 4]!, z[row * 4 + 1]!];
    start[left] = start[leaves + row]!;
    end[left] = start[right] = start[left] + sizeOf(left);
    end[right] = end[leaves + row]!;
  }
  const leafAt = new Int32Array(leaves);
  for (let leaf = 0; leaf < leaves; leaf++) leafAt[start[leaf]!] = leaf;
  return { start, end, leafAt };
}

type Range = readonly [from: number, to: number];

/**
 * best[u, w] is the least sum of distances between neighbours over all orders of the smallest branch that holds both u and w in
 * which one is the first and the other the last; u and w are places.
 */
async function optimalSwaps(z: Float64Array, x: Matrix, metric: Metric, breathe: Breather): Promise<Uint8Array> {
  const leaves = x.rows;
  const places = placesOf(z, leaves);
  const { start, end } = places;
  const between = await distancesInOrder(x, places.leafAt, metric, breathe);
  const best = zeros(leaves, leaves);
  const rangeOf = (node: number): Range => [start[node]!, end[node]!];
  /** The two branches of a node, each of which is at the other end when one is at this; a leaf is at both ends. */
  const ends = (node: number): (readonly [Range, Range])[] => {
    if (node < leaves) return [[rangeOf(node), rangeOf(node)]];
    const [a, b] = [rangeOf(z[(node - leaves) * 4]!), rangeOf(z[(node - leaves) * 4 + 1]!)];
    return [
      [a, b],
      [b, a],
    ];
  };
  for (let row = 0; row < leaves - 1; row++) {
    const [left, right] = [z[row * 4]!, z[row * 4 + 1]!];
    for (const [outerLeft, innerLeft] of ends(left)) {
      const toInner = part(best, outerLeft, innerLeft);
      const toRight = await leastSums(toInner, part(between, innerLeft, rangeOf(right)), breathe);
      for (const [outerRight, innerRight] of ends(right)) {
        const offset = start[right]!;
        const inner = part(toRight, [0, toRight.rows], [innerRight[0] - offset, innerRight[1] - offset]);
        store(best, await leastSums(inner, part(best, innerRight, outerRight), breathe), outerLeft, outerRight);
      }
    }
    if (breathe.due()) await breathe();
  }
  return swapsOf(z, places, best, between);
}

/** Goes down from the best ends of the whole to the order that has them. */
function swapsOf(z: Float64Array, { start, end }: Places, best: Matrix, between: Matrix): Uint8Array {
  const leaves = best.rows;
  const isSwapped = new Uint8Array(leaves - 1);
  const root = 2 * leaves - 2;
  const pending: { readonly node: number; readonly first: number; readonly last: number }[] = [
    { node: root, ...bestEnds(best, z[(leaves - 2) * 4]!, z[(leaves - 2) * 4 + 1]!, { start, end }) },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, first, last } = next;
    if (node < leaves) continue;
    const row = node - leaves;
    let [left, right] = [z[row * 4]!, z[row * 4 + 1]!];
    if (first < start[left]! || first >= end[left]!) {
      isSwapped[row] = 1;
      [left, right] = [right, left];
    }
    const { inner, other } = junction(first, last, left, right);
    pending.push({ node: left, first, last: inner }, { node: right, first: other, last });
  }
  return isSwapped;

  /** The places that meet between two branches whose outer ends are these. */
  function junction(first: number, last: number, left: number, right: number): { inner: number; other: number } {
    const [aFrom, aTo] = opposite(left, first);
    const [bFrom, bTo] = opposite(right, last);
    let found = { inner: aFrom, other: bFrom };
    let least = Infinity;
    for (let a = aFrom; a < aTo; a++) {
      const own = best.values[first * leaves + a]!;
      for (let b = bFrom; b < bTo; b++) {
        const sum = own + between.values[a * leaves + b]! + best.values[b * leaves + last]!;
        if (sum < least) {
          least = sum;
          found = { inner: a, other: b };
        }
      }
    }
    return found;
  }

  /** The branch of a node that does not hold the place; a leaf itself. */
  function opposite(node: number, place: number): Range {
    if (node < leaves) return [start[node]!, end[node]!];
    const [a, b] = [z[(node - leaves) * 4]!, z[(node - leaves) * 4 + 1]!];
    const other = place >= start[a]! && place < end[a]! ? b : a;
    return [start[other]!, end[other]!];
  }
}

function bestEnds(
  best: Matrix,
  left: number,
  right: number,
  { start, end }: Pick<Places, 'start' | 'end'>,
): { readonly first: number; readonly last: number } {
  let [first, last, least] = [start[left]!, start[right]!, Infinity];
  for (let u = start[left]!; u < end[left]!; u++)
    for (let w = start[right]!; w < end[right]!; w++)
      if (best.values[u * best.columns + w]! < least) [first, last, least] = [u, w, best.values[u * best.columns + w]!];
  return { first, last };
}

/** Additions a kernel call: some 30 ms. */
const sumsATime = 5e7;

async function leastSums(a: Matrix, b: Matrix, breathe: Breather): Promise<Matrix> {
  const step = Math.max(4, Math.floor(sumsATime / Math.max(1, a.columns * b.columns)));
  if (a.rows <= step) return kernels().minPlus(a, b);
  const values = new Float32Array(a.rows * b.columns);
  for (let first = 0; first < a.rows; first += step) {
    const rows = Math.min(step, a.rows - first);
    const some = { ...a, rows, values: a.values.subarray(first * a.columns, (first + rows) * a.columns) };
    values.set(kernels().minPlus(some, b).values, first * b.columns);
    if (breathe.due()) await breathe();
  }
  return { rows: a.rows, columns: b.columns, values };
}

function part({ columns, values }: Matrix, [from, to]: Range, [left, right]: Range): Matrix {
  const out = zeros(to - from, right - left);
  for (let i = from; i < to; i++)
    out.values.set(values.subarray(i * columns + left, i * columns + right), (i - from) * out.columns);
  return out;
}

/** Puts a part in its place, and transposed in the place across the diagonal. */
function store(whole: Matrix, { columns, values }: Matrix, [from, to]: Range, [left]: Range): void {
  for (let i = from; i < to; i++) {
    const at = (i - from) * columns;
    whole.values.set(values.subarray(at, at + columns), i * whole.columns + left);
    for (let j = 0; j < columns; j++) whole.values[(left + j) * whole.columns + i] = values[at + j]!;
  }
}

/** Distances between all leaves in the order of their places. */
async function distancesInOrder(x: Matrix, leafAt: Int32Array, metric: Metric, breathe: Breather): Promise<Matrix> {
  const { columns, values } = comparable(x, metric);
  const n = x.rows;
  const inOrder = zeros(n, columns);
  leafAt.forEach((leaf, i) => inOrder.values.set(values.subarray(leaf * columns, (leaf + 1) * columns), i * columns));
  const tile = kernels().distances(inOrder, inOrder);
  const out = zeros(n, n);
  for (let first = 0; first < n; first += tileRows) {
    const count = Math.min(tileRows, n - first);
    for (let from = 0; from < n; from += tileRows) {
      const width = Math.min(tileRows, n - from);
      const squared = tile.between(first, count, from, width);
      for (let i = 0; i < count; i++)
        for (let j = 0; j < width; j++) {
          const square = squared[i * width + j]!;
          out.values[(first + i) * n + from + j] = metric === 'cosine' ? square / 2 : Math.sqrt(square);
        }
      if (breathe.due()) await breathe();
    }
  }
  return out;
}

function greedySwaps(z: Float64Array, x: Matrix): Uint8Array {
  const leaves = x.rows;
  const nodes = 2 * leaves - 1;
  const first = Int32Array.from({ length: nodes }, (_, i) => i);
  const last = first.slice();
  const isReversed = new Uint8Array(nodes); // against its own order below its parent
  for (let row = 0; row < leaves - 1; row++) {
    const [left, right] = [z[row * 4]!, z[row * 4 + 1]!];
    let least = Infinity;
    let [leftReversed, rightReversed] = [0, 0];
    for (const [l, leftEnd] of [last[left]!, first[left]!].entries())
      for (const [r, rightEnd] of [first[right]!, last[right]!].entries()) {
        const distance = squaredDistance(x, leftEnd, rightEnd);
        if (distance < least) [least, leftReversed, rightReversed] = [distance, l, r];
      }
    isReversed[left] = leftReversed;
    isReversed[right] = rightReversed;
    first[leaves + row] = leftReversed === 1 ? last[left]! : first[left]!;
    last[leaves + row] = rightReversed === 1 ? first[right]! : last[right]!;
  }
  // Downwards: a reversed branch turns round all those in it.
  for (let row = leaves - 2; row >= 0; row--)
    for (const child of [z[row * 4]!, z[row * 4 + 1]!])
      isReversed[child] = isReversed[child]! ^ isReversed[leaves + row]!;
  return isReversed.slice(leaves);
}

function squaredDistance({ columns, values }: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let t = 0; t < columns; t++) sum += (values[i * columns + t]! - values[j * columns + t]!) ** 2;
  return sum;
}
