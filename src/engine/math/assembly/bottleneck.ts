// The inner loop of the sequential information bottleneck. src/engine/clustering/bottleneckState.ts has its twin in plain
// JavaScript, with the formula and the names.

// Places of the fields of a state, each 4 bytes: sizes, then byte offsets.
const K = 0, K_PADDED = 4, COLUMNS = 8, CANDIDATES = 12;
const OFFSETS = 16, INDICES = 20, WORD_SHARES = 24, WORD_SUMS = 28, WORD_TERMS = 32, VECTORS = 36, SUMS = 40;
const SQUARED_NORMS = 44, SHARES = 48, SIZES = 52, LABELS = 56, GAINS = 60, CLOSENESS = 64, COSTS = 68, CHOSEN = 72, EXACT_SUMS = 76, JOINED_TERMS = 80;

const NEGLIGIBLE: f64 = 1e-13;

@inline function doubleAt(base: usize, index: i32): usize {
  return base + ((<usize>index) << 3);
}

@inline function wordAt(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

/** ln of two positive normal numbers: x = 2^e m with √½ ≤ m < √2, and ln m = 2 artanh((m − 1) / (m + 1)) as its series. */
@inline function logLanes(x: v128): v128 {
  const e = i64x2.shr_s(i64x2.sub(x, i64x2.splat(0x3fe6a09e667f3bcd)), 52);
  const m = i64x2.sub(x, i64x2.shl(e, 52));
  const exponent = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(e, e, 0, 2, 0, 2));
  const s = f64x2.div(f64x2.sub(m, f64x2.splat(1)), f64x2.add(m, f64x2.splat(1)));
  const z = f64x2.mul(s, s);
  let p = f64x2.splat(2.0 / 21.0);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 19.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 17.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 15.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 13.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 11.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 9.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 7.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 5.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 3.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0));
  return f64x2.add(f64x2.mul(exponent, f64x2.splat(0.6931471805599453)), f64x2.mul(s, p));
}

/** v ln v, continued by 0. */
@inline function entropyTerm(v: f64): f64 {
  return v > 0 ? v * f64x2.extract_lane(logLanes(f64x2.splat(v)), 0) : 0;
}

@inline function dot(a: usize, b: usize, bytes: usize): f32 {
  let s0 = f32x4.splat(0), s1 = s0;
  let at: usize = 0;
  for (; at + 32 <= bytes; at += 32) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a + at), v128.load(b + at)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a + at, 16), v128.load(b + at, 16)));
  }
  if (at < bytes) s0 = f32x4.add(s0, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  const s = f32x4.add(s0, s1);
  return f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3);
}

@inline function squaredNorm(a: usize, columns: i32): f64 {
  let sum = f64x2.splat(0);
  for (let d = 0; d < columns; d += 2) {
    const value = f64x2.promote_low_f32x4(v128.load64_zero(wordAt(a, d)));
    sum = f64x2.add(sum, f64x2.mul(value, value));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** h(W) of all words and clusters. count a multiple of 2. */
export function entropyTerms(sums: usize, terms: usize, count: i32): void {
  for (let i = 0; i < count; i++) f64.store(doubleAt(terms, i), entropyTerm(f64.load(doubleAt(sums, i))));
}

/** Squared norms of the clusters' sums. */
export function squaredNorms(state: usize): void {
  const k = load<i32>(state, K), columns = load<i32>(state, COLUMNS);
  const sums = <usize>load<u32>(state, SUMS), norms = <usize>load<u32>(state, SQUARED_NORMS);
  for (let c = 0; c < k; c++) f64.store(doubleAt(norms, c), squaredNorm(wordAt(sums, c * columns), columns));
}

/** Takes the words of entries [first, last) out of a cluster, two at a time. */
@inline function takeWords(state: usize, cluster: i32, first: i32, last: i32): void {
  const padded = load<i32>(state, K_PADDED);
  const indices = <usize>load<u32>(state, INDICES), wordShares = <usize>load<u32>(state, WORD_SHARES);
  const wordSums = <usize>load<u32>(state, WORD_SUMS), wordTerms = <usize>load<u32>(state, WORD_TERMS);
  for (let e = first; e < last; e += 2) {
    const isPair = e + 1 < last;
    const left = load<i32>(wordAt(indices, e)) * padded + cluster;
    const right = isPair ? load<i32>(wordAt(indices, e + 1)) * padded + cluster : left;
    const rest = f64x2.sub(gather(wordSums, left, right), gather(wordShares, e, isPair ? e + 1 : e));
    const isNothing = f64x2.lt(rest, f64x2.splat(NEGLIGIBLE));
    const sums = v128.andnot(rest, isNothing);
    const terms = v128.andnot(f64x2.mul(rest, logLanes(rest)), isNothing);
    v128.store64_lane(doubleAt(wordSums, left), sums, 0);
    v128.store64_lane(doubleAt(wordTerms, left), terms, 0);
    v128.store64_lane(doubleAt(wordSums, right), sums, 1);
    v128.store64_lane(doubleAt(wordTerms, right), terms, 1);
  }
}

/** Puts the words of entries [first, last) into a cluster, whose terms with them `cheapest` has at `place`. */
@inline function putWords(state: usize, cluster: i32, place: i32, first: i32, last: i32): void {
  const padded = load<i32>(state, K_PADDED), width = (load<i32>(state, CANDIDATES) + 1) & ~1;
  const indices = <usize>load<u32>(state, INDICES), wordShares = <usize>load<u32>(state, WORD_SHARES);
  const wordSums = <usize>load<u32>(state, WORD_SUMS), wordTerms = <usize>load<u32>(state, WORD_TERMS);
  const joinedTerms = <usize>load<u32>(state, JOINED_TERMS);
  for (let e = first; e < last; e++) {
    const at = load<i32>(wordAt(indices, e)) * padded + cluster;
    const sum = f64.load(doubleAt(wordSums, at)) + f64.load(doubleAt(wordShares, e));
    const isNothing = sum < NEGLIGIBLE;
    f64.store(doubleAt(wordSums, at), isNothing ? 0 : sum);
    f64.store(doubleAt(wordTerms, at), isNothing ? 0 : f64.load(doubleAt(joinedTerms, (e - first) * width + place)));
  }
}

@inline function compareVectors(state: usize, vector: usize, own: i32): void {
  const k = load<i32>(state, K);
  const bytes = (<usize>load<u32>(state, COLUMNS)) << 2;
  const sums = <usize>load<u32>(state, SUMS), norms = <usize>load<u32>(state, SQUARED_NORMS);
  const gains = <usize>load<u32>(state, GAINS), closeness = <usize>load<u32>(state, CLOSENESS);
  const squaredLength = <f64>dot(vector, vector, bytes);
  for (let c = 0; c < k; c++) {
    let product = <f64>dot(vector, sums + <usize>c * bytes, bytes);
    let squared = f64.load(doubleAt(norms, c));
    if (c == own) {
      squared += squaredLength - 2 * product;
      product -= squaredLength;
    }
    const norm = Math.sqrt(Math.max(0, squared));
    f64.store(doubleAt(gains, c), Math.sqrt(Math.max(0, squared + 2 * product + squaredLength)) - norm);
    f64.store(doubleAt(closeness, c), norm > 1e-6 ? product / norm : 0);
  }
}

/** Its own cluster first, then the nearest; all of them, in order, where there are no more than looked at. */
@inline function chooseCandidates(state: usize, own: i32): void {
  const k = load<i32>(state, K), count = load<i32>(state, CANDIDATES);
  const closeness = <usize>load<u32>(state, CLOSENESS), chosen = <usize>load<u32>(state, CHOSEN);
  if (count == k) return;
  i32.store(chosen, own);
  let filled = 1;
  for (let c = 0; c < k; c++) {
    if (c == own) continue;
    const near = f64.load(doubleAt(closeness, c));
    let place = filled;
    while (place > 1 && near > f64.load(doubleAt(closeness, load<i32>(wordAt(chosen, place - 1))))) place--;
    if (place == count) continue;
    if (filled < count) filled++;
    for (let p = filled - 1; p > place; p--) i32.store(wordAt(chosen, p), load<i32>(wordAt(chosen, p - 1)));
    i32.store(wordAt(chosen, place), c);
  }
}

/** What two clusters (lanes of `cost`) cost more by a word. Keeps their terms with it. */
@inline function addWord(cost: v128, sums: v128, terms: v128, share: v128, kept: usize): v128 {
  const joined = f64x2.add(sums, share);
  const joinedTerms = f64x2.mul(joined, logLanes(joined));
  v128.store(kept, joinedTerms);
  return f64x2.add(cost, f64x2.sub(terms, joinedTerms));
}

@inline function gather(base: usize, first: i32, second: i32): v128 {
  return v128.load64_lane(doubleAt(base, second), v128.load64_zero(doubleAt(base, first)), 1);
}

/** The place among the candidates of the cluster where a document costs least. */
@inline function cheapest(state: usize, first: i32, last: i32, documentShare: f64, vectorWeight: f64, evenness: f64): i32 {
  const k = load<i32>(state, K), count = load<i32>(state, CANDIDATES), padded = load<i32>(state, K_PADDED);
  const indices = <usize>load<u32>(state, INDICES), wordShares = <usize>load<u32>(state, WORD_SHARES);
  const wordSums = <usize>load<u32>(state, WORD_SUMS), wordTerms = <usize>load<u32>(state, WORD_TERMS);
  const shares = <usize>load<u32>(state, SHARES), gains = <usize>load<u32>(state, GAINS);
  const costs = <usize>load<u32>(state, COSTS), chosen = <usize>load<u32>(state, CHOSEN);
  const joinedTerms = <usize>load<u32>(state, JOINED_TERMS), width = (count + 1) & ~1;
  const takesAll = count == k;
  for (let c = 0; c < count; c += 2) {
    const left = load<i32>(wordAt(chosen, c));
    const right = c + 1 < count ? load<i32>(wordAt(chosen, c + 1)) : left;
    let cost = f64x2.splat(0);
    if (takesAll) {
      for (let e = first; e < last; e++) {
        const at = load<i32>(wordAt(indices, e)) * padded + c;
        const share = v128.load64_splat(doubleAt(wordShares, e));
        const kept = doubleAt(joinedTerms, (e - first) * width + c);
        cost = addWord(cost, v128.load(doubleAt(wordSums, at)), v128.load(doubleAt(wordTerms, at)), share, kept);
      }
    } else {
      for (let e = first; e < last; e++) {
        const row = load<i32>(wordAt(indices, e)) * padded;
        const share = v128.load64_splat(doubleAt(wordShares, e));
        const kept = doubleAt(joinedTerms, (e - first) * width + c);
        cost = addWord(cost, gather(wordSums, row + left, row + right), gather(wordTerms, row + left, row + right), share, kept);
      }
    }
    const weighed = f64x2.mul(gather(gains, left, right), f64x2.splat(vectorWeight * documentShare));
    v128.store(doubleAt(costs, c), f64x2.sub(cost, weighed));
  }
  let best = -1, place = 0;
  let least: f64 = Infinity;
  for (let c = 0; c < count; c++) {
    const cluster = load<i32>(wordAt(chosen, c));
    const share = f64.load(doubleAt(shares, cluster));
    const cost = f64.load(doubleAt(costs, c)) + evenness * (entropyTerm(share + documentShare) - entropyTerm(share));
    if (cost < least || (cost == least && cluster < best)) {
      least = cost;
      best = cluster;
      place = c;
    }
  }
  return place;
}

/** Adds a vector to a cluster's sum (sign 1) or takes it away. The sum is kept in double precision, so that rounding doesn't add up. */
@inline function moveVector(state: usize, cluster: i32, vector: usize, sign: f64): void {
  const columns = load<i32>(state, COLUMNS), first = cluster * columns;
  const exact = doubleAt(<usize>load<u32>(state, EXACT_SUMS), first), rounded = wordAt(<usize>load<u32>(state, SUMS), first);
  for (let d = 0; d < columns; d += 2) {
    const value = f64x2.promote_low_f32x4(v128.load64_zero(wordAt(vector, d)));
    const sum = f64x2.add(v128.load(doubleAt(exact, d)), f64x2.mul(f64x2.splat(sign), value));
    v128.store(doubleAt(exact, d), sum);
    v128.store64_lane(wordAt(rounded, d), f32x4.demote_f64x2_zero(sum), 0);
  }
}

/** Puts each of the documents order[0 … count), whose vectors stand in this order, where it costs least; returns how many changed their cluster. */
export function reassign(state: usize, order: usize, count: i32, documentShare: f64, vectorWeight: f64, evenness: f64): i32 {
  const columns = load<i32>(state, COLUMNS);
  const bytes = (<usize>columns) << 2;
  const offsets = <usize>load<u32>(state, OFFSETS), vectors = <usize>load<u32>(state, VECTORS);
  const sums = <usize>load<u32>(state, SUMS), norms = <usize>load<u32>(state, SQUARED_NORMS);
  const shares = <usize>load<u32>(state, SHARES), sizes = <usize>load<u32>(state, SIZES);
  const labels = <usize>load<u32>(state, LABELS), chosen = <usize>load<u32>(state, CHOSEN);
  let moved = 0;
  for (let i = 0; i < count; i++) {
    const document = load<i32>(wordAt(order, i));
    const own = load<i32>(wordAt(labels, document));
    if (load<i32>(wordAt(sizes, own)) <= 1) continue;
    const first = load<i32>(wordAt(offsets, document)), last = load<i32>(wordAt(offsets, document + 1));
    const vector = vectors + <usize>i * bytes;
    i32.store(wordAt(sizes, own), load<i32>(wordAt(sizes, own)) - 1);
    f64.store(doubleAt(shares, own), f64.load(doubleAt(shares, own)) - documentShare);
    takeWords(state, own, first, last);
    compareVectors(state, vector, own);
    chooseCandidates(state, own);
    const place = cheapest(state, first, last, documentShare, vectorWeight, evenness);
    const best = load<i32>(wordAt(chosen, place));
    i32.store(wordAt(sizes, best), load<i32>(wordAt(sizes, best)) + 1);
    f64.store(doubleAt(shares, best), f64.load(doubleAt(shares, best)) + documentShare);
    putWords(state, best, place, first, last);
    if (best == own) continue;
    moved++;
    i32.store(wordAt(labels, document), best);
    moveVector(state, own, vector, -1);
    moveVector(state, best, vector, 1);
    f64.store(doubleAt(norms, own), squaredNorm(sums + <usize>own * bytes, columns));
    f64.store(doubleAt(norms, best), squaredNorm(sums + <usize>best * bytes, columns));
  }
  return moved;
}
