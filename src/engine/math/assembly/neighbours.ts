// Lists of nearest rows: values f32 and indices i32, k each a row, best first; of equal values the lower index is better.

@inline function addTerm(sum: v128, x: v128, y: v128, isEuclidean: bool): v128 {
  if (isEuclidean) {
    const difference = f32x4.sub(x, y);
    return f32x4.sub(sum, f32x4.mul(difference, difference));
  }
  return f32x4.add(sum, f32x4.mul(x, y));
}

/** Puts a candidate into a list of k, unless it is there already. */
function insert(values: usize, indices: usize, k: i32, value: f32, index: i32): void {
  const last: usize = (<usize>(k - 1)) << 2;
  const lowest = load<f32>(values + last);
  if (value < lowest || (value == lowest && index >= load<i32>(indices + last))) return;
  let place = last;
  for (; place > 0; place -= 4) {
    const above = load<f32>(values + place - 4);
    if (above > value) break;
    if (above == value) {
      const other = load<i32>(indices + place - 4);
      if (other == index) return;
      if (other < index) break;
    }
  }
  for (let p = last; p > place; p -= 4) {
    store<f32>(values + p, load<f32>(values + p - 4));
    store<i32>(indices + p, load<i32>(indices + p - 4));
  }
  store<f32>(values + place, value);
  store<i32>(indices + place, index);
}

@inline function reaches(s: v128, t: v128, columns: v128): bool {
  return v128.any_true(v128.or(f32x4.ge(s, t), f32x4.ge(s, columns)));
}

/** Offers 8 columns to a row's list and the row to the columns' lists; s0, s1 are their similarities. */
function offer(s0: v128, s1: v128, room: usize, row: i32, column: i32, end: i32, k: i32, rowValues: usize, rowIndices: usize, columnValues: usize, columnIndices: usize, worst: usize): void {
  v128.store(room, s0);
  v128.store(room, s1, 16);
  const listBytes: usize = (<usize>k) << 2;
  for (let lane = 0; lane < 8; lane++) {
    const j = column + lane;
    if (j >= end) return;
    if (j <= row) continue;
    const value = load<f32>(room + (<usize>lane << 2));
    insert(rowValues, rowIndices, k, value, j);
    const values = columnValues + <usize>lane * listBytes;
    insert(values, columnIndices + <usize>lane * listBytes, k, value, row);
    store<f32>(worst + (<usize>lane << 2), load<f32>(values + listBytes - 4));
  }
}

/**
 * Offers every pair of a row of a and a row of b with the lower number in a to the lists of both. Similarity is the
 * product of the rows, or minus their squared distance. Both tiles are parts of one matrix: a holds its rows aFirst …,
 * b its rows bFirst ≥ aFirst …, transposed in blocks of 8: block c holds b[(c * d + t) * 8 + lane]. a [aRows × d], aRows
 * rounded up to a multiple of 4 (the rest zero). Lists: values f32, indices i32, k each, best first; worst: the last value
 * of each list of b, padded to a multiple of 8 with infinity. room: 32 bytes.
 */
@inline function offerTiles(a: usize, aRows: i32, aFirst: i32, b: usize, bRows: i32, bFirst: i32, d: i32, k: i32, aValues: usize, aIndices: usize, bValues: usize, bIndices: usize, worst: usize, room: usize, isEuclidean: bool): void {
  const rowBytes: usize = (<usize>d) << 2;
  const listBytes: usize = (<usize>k) << 2;
  const end = bFirst + bRows;
  for (let i = 0; i < aRows; i += 4) {
    const row = aFirst + i;
    const last = min(i + 4, aRows) - i;
    // Blocks wholly at or left of the diagonal hold no pair.
    const firstBlock = row + 1 > bFirst ? (row + 1 - bFirst) >> 3 : 0;
    const v0 = aValues + <usize>i * listBytes, n0 = aIndices + <usize>i * listBytes;
    for (let j = firstBlock << 3; j < bRows; j += 8) {
      let p0 = a + <usize>i * rowBytes, p1 = p0 + rowBytes, p2 = p1 + rowBytes, p3 = p2 + rowBytes;
      let q = b + <usize>j * rowBytes;
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      for (let t = 0; t < d; t++) {
        const y0 = v128.load(q), y1 = v128.load(q, 16);
        q += 32;
        let x = v128.load32_splat(p0);
        s00 = addTerm(s00, x, y0, isEuclidean);
        s01 = addTerm(s01, x, y1, isEuclidean);
        x = v128.load32_splat(p1);
        s10 = addTerm(s10, x, y0, isEuclidean);
        s11 = addTerm(s11, x, y1, isEuclidean);
        x = v128.load32_splat(p2);
        s20 = addTerm(s20, x, y0, isEuclidean);
        s21 = addTerm(s21, x, y1, isEuclidean);
        x = v128.load32_splat(p3);
        s30 = addTerm(s30, x, y0, isEuclidean);
        s31 = addTerm(s31, x, y1, isEuclidean);
        p0 += 4; p1 += 4; p2 += 4; p3 += 4;
      }
      const w = worst + (<usize>j << 2);
      const bv = bValues + <usize>j * listBytes, bi = bIndices + <usize>j * listBytes;
      const column = bFirst + j;
      let t = v128.load32_splat(v0 + listBytes - 4);
      if (reaches(s00, t, v128.load(w)) || reaches(s01, t, v128.load(w, 16)))
        offer(s00, s01, room, row, column, end, k, v0, n0, bv, bi, w);
      if (last < 2) continue;
      t = v128.load32_splat(v0 + 2 * listBytes - 4);
      if (reaches(s10, t, v128.load(w)) || reaches(s11, t, v128.load(w, 16)))
        offer(s10, s11, room, row + 1, column, end, k, v0 + listBytes, n0 + listBytes, bv, bi, w);
      if (last < 3) continue;
      t = v128.load32_splat(v0 + 3 * listBytes - 4);
      if (reaches(s20, t, v128.load(w)) || reaches(s21, t, v128.load(w, 16)))
        offer(s20, s21, room, row + 2, column, end, k, v0 + 2 * listBytes, n0 + 2 * listBytes, bv, bi, w);
      if (last < 4) continue;
      t = v128.load32_splat(v0 + 4 * listBytes - 4);
      if (reaches(s30, t, v128.load(w)) || reaches(s31, t, v128.load(w, 16)))
        offer(s30, s31, room, row + 3, column, end, k, v0 + 3 * listBytes, n0 + 3 * listBytes, bv, bi, w);
    }
  }
}

/** `offerTiles` by product. */
export function offerProducts(a: usize, aRows: i32, aFirst: i32, b: usize, bRows: i32, bFirst: i32, d: i32, k: i32, aValues: usize, aIndices: usize, bValues: usize, bIndices: usize, worst: usize, room: usize): void {
  offerTiles(a, aRows, aFirst, b, bRows, bFirst, d, k, aValues, aIndices, bValues, bIndices, worst, room, false);
}

/** `offerTiles` by minus the squared distance. */
export function offerDistances(a: usize, aRows: i32, aFirst: i32, b: usize, bRows: i32, bFirst: i32, d: i32, k: i32, aValues: usize, aIndices: usize, bValues: usize, bIndices: usize, worst: usize, room: usize): void {
  offerTiles(a, aRows, aFirst, b, bRows, bFirst, d, k, aValues, aIndices, bValues, bIndices, worst, room, true);
}

/** Offers 8 rows of b to the list of a row of a and, where b has lists, that row to theirs. */
function offerNamed(s0: v128, s1: v128, room: usize, name: i32, names: usize, count: i32, k: i32, rowValues: usize, rowIndices: usize, columnValues: usize, columnIndices: usize, worst: usize): void {
  v128.store(room, s0);
  v128.store(room, s1, 16);
  const listBytes: usize = (<usize>k) << 2;
  for (let lane = 0; lane < count; lane++) {
    const other = load<i32>(names + (<usize>lane << 2));
    if (other == name) continue;
    const value = load<f32>(room + (<usize>lane << 2));
    insert(rowValues, rowIndices, k, value, other);
    if (columnValues == 0) continue;
    const values = columnValues + <usize>lane * listBytes;
    insert(values, columnIndices + <usize>lane * listBytes, k, value, name);
    store<f32>(worst + (<usize>lane << 2), load<f32>(values + listBytes - 4));
  }
}

/**
 * Offers every pair of a row of a and a row of b to the list of the first and, unless bValues is 0, to that of the second;
 * pairs of the same name are left out. As in `offerTiles` a [aRows × d] is rounded up to a multiple of 4 rows and b is
 * transposed in blocks of 8; names aNames, bNames i32. worst: the last value of each list of b, padded to a multiple of 8
 * with infinity; where b has no lists infinity throughout. room: 32 bytes.
 */
@inline function offerBlock(a: usize, aRows: i32, aNames: usize, b: usize, bRows: i32, bNames: usize, d: i32, k: i32, aValues: usize, aIndices: usize, bValues: usize, bIndices: usize, worst: usize, room: usize, isEuclidean: bool): void {
  const rowBytes: usize = (<usize>d) << 2;
  const listBytes: usize = (<usize>k) << 2;
  for (let i = 0; i < aRows; i += 4) {
    const last = min(i + 4, aRows) - i;
    const names = aNames + (<usize>i << 2);
    const v0 = aValues + <usize>i * listBytes, n0 = aIndices + <usize>i * listBytes;
    for (let j = 0; j < bRows; j += 8) {
      let p0 = a + <usize>i * rowBytes, p1 = p0 + rowBytes, p2 = p1 + rowBytes, p3 = p2 + rowBytes;
      let q = b + <usize>j * rowBytes;
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      for (let t = 0; t < d; t++) {
        const y0 = v128.load(q), y1 = v128.load(q, 16);
        q += 32;
        let x = v128.load32_splat(p0);
        s00 = addTerm(s00, x, y0, isEuclidean);
        s01 = addTerm(s01, x, y1, isEuclidean);
        x = v128.load32_splat(p1);
        s10 = addTerm(s10, x, y0, isEuclidean);
        s11 = addTerm(s11, x, y1, isEuclidean);
        x = v128.load32_splat(p2);
        s20 = addTerm(s20, x, y0, isEuclidean);
        s21 = addTerm(s21, x, y1, isEuclidean);
        x = v128.load32_splat(p3);
        s30 = addTerm(s30, x, y0, isEuclidean);
        s31 = addTerm(s31, x, y1, isEuclidean);
        p0 += 4; p1 += 4; p2 += 4; p3 += 4;
      }
      const w = worst + (<usize>j << 2);
      const columns = bNames + (<usize>j << 2);
      const count = min(8, bRows - j);
      const bv = bValues == 0 ? 0 : bValues + <usize>j * listBytes, bi = bIndices + <usize>j * listBytes;
      let t = v128.load32_splat(v0 + listBytes - 4);
      if (reaches(s00, t, v128.load(w)) || reaches(s01, t, v128.load(w, 16)))
        offerNamed(s00, s01, room, load<i32>(names), columns, count, k, v0, n0, bv, bi, w);
      if (last < 2) continue;
      t = v128.load32_splat(v0 + 2 * listBytes - 4);
      if (reaches(s10, t, v128.load(w)) || reaches(s11, t, v128.load(w, 16)))
        offerNamed(s10, s11, room, load<i32>(names, 4), columns, count, k, v0 + listBytes, n0 + listBytes, bv, bi, w);
      if (last < 3) continue;
      t = v128.load32_splat(v0 + 3 * listBytes - 4);
      if (reaches(s20, t, v128.load(w)) || reaches(s21, t, v128.load(w, 16)))
        offerNamed(s20, s21, room, load<i32>(names, 8), columns, count, k, v0 + 2 * listBytes, n0 + 2 * listBytes, bv, bi, w);
      if (last < 4) continue;
      t = v128.load32_splat(v0 + 4 * listBytes - 4);
      if (reaches(s30, t, v128.load(w)) || reaches(s31, t, v128.load(w, 16)))
        offerNamed(s30, s31, room, load<i32>(names, 12), columns, count, k, v0 + 3 * listBytes, n0 + 3 * listBytes, bv, bi, w);
    }
  }
}

/** `offerBlock` by product. */
export function offerBlockProducts(a: usize, aRows: i32, aNames: usize, b: usize, bRows: i32, bNames: usize, d: i32, k: i32, aValues: usize, aIndices: usize, bValues: usize, bIndices: usize, worst: usize, room: usize): void {
  offerBlock(a, aRows, aNames, b, bRows, bNames, d, k, aValues, aIndices, bValues, bIndices, worst, room, false);
}

/** `offerBlock` by minus the squared distance. */
export function offerBlockDistances(a: usize, aRows: i32, aNames: usize, b: usize, bRows: i32, bNames: usize, d: i32, k: i32, aValues: usize, aIndices: usize, bValues: usize, bIndices: usize, worst: usize, room: usize): void {
  offerBlock(a, aRows, aNames, b, bRows, bNames, d, k, aValues, aIndices, bValues, bIndices, worst, room, true);
}

/**
 * Offers to each row of x the rows of its own choice: row r of the table to row a by candidates[offsets[a]] …
 * candidates[offsets[a + 1] − 1]. Sums in the same order as `offerBlock`, so that equal pairs have equal values. x and the
 * table are rows of d, a multiple of 4; names of the table's rows i32; room: 16 bytes.
 */
@inline function offerCandidates(x: usize, rows: i32, table: usize, names: usize, offsets: usize, candidates: usize, d: i32, k: i32, values: usize, indices: usize, room: usize, isEuclidean: bool): void {
  const rowBytes: usize = (<usize>d) << 2;
  const listBytes: usize = (<usize>k) << 2;
  for (let a = 0; a < rows; a++) {
    const end = candidates + (<usize>load<i32>(offsets + (<usize>(a + 1) << 2)) << 2);
    for (let at = candidates + (<usize>load<i32>(offsets + (<usize>a << 2)) << 2); at < end; at += 16) {
      const count = min(4, <i32>((end - at) >> 2));
      const r0 = load<i32>(at), r1 = count > 1 ? load<i32>(at, 4) : r0, r2 = count > 2 ? load<i32>(at, 8) : r0, r3 = count > 3 ? load<i32>(at, 12) : r0;
      const q0 = table + <usize>r0 * rowBytes, q1 = table + <usize>r1 * rowBytes, q2 = table + <usize>r2 * rowBytes, q3 = table + <usize>r3 * rowBytes;
      let s = f32x4.splat(0);
      for (let t: usize = 0; t < rowBytes; t += 16) {
        // Four rows of four columns, transposed: a lane a row.
        const y0 = v128.load(q0 + t), y1 = v128.load(q1 + t), y2 = v128.load(q2 + t), y3 = v128.load(q3 + t);
        const low0 = v128.shuffle<i32>(y0, y1, 0, 4, 1, 5), low1 = v128.shuffle<i32>(y2, y3, 0, 4, 1, 5);
        const high0 = v128.shuffle<i32>(y0, y1, 2, 6, 3, 7), high1 = v128.shuffle<i32>(y2, y3, 2, 6, 3, 7);
        s = addTerm(s, v128.load32_splat(x + t), v128.shuffle<i64>(low0, low1, 0, 2), isEuclidean);
        s = addTerm(s, v128.load32_splat(x + t, 4), v128.shuffle<i64>(low0, low1, 1, 3), isEuclidean);
        s = addTerm(s, v128.load32_splat(x + t, 8), v128.shuffle<i64>(high0, high1, 0, 2), isEuclidean);
        s = addTerm(s, v128.load32_splat(x + t, 12), v128.shuffle<i64>(high0, high1, 1, 3), isEuclidean);
      }
      if (!v128.any_true(f32x4.ge(s, v128.load32_splat(values + listBytes - 4)))) continue;
      v128.store(room, s);
      for (let lane = 0; lane < count; lane++)
        insert(values, indices, k, load<f32>(room + (<usize>lane << 2)), load<i32>(names + (<usize>load<i32>(at + (<usize>lane << 2)) << 2)));
    }
    x += rowBytes;
    values += listBytes;
    indices += listBytes;
  }
}

/** `offerCandidates` by product. */
export function offerCandidateProducts(x: usize, rows: i32, table: usize, names: usize, offsets: usize, candidates: usize, d: i32, k: i32, values: usize, indices: usize, room: usize): void {
  offerCandidates(x, rows, table, names, offsets, candidates, d, k, values, indices, room, false);
}

/** `offerCandidates` by minus the squared distance. */
export function offerCandidateDistances(x: usize, rows: i32, table: usize, names: usize, offsets: usize, candidates: usize, d: i32, k: i32, values: usize, indices: usize, room: usize): void {
  offerCandidates(x, rows, table, names, offsets, candidates, d, k, values, indices, room, true);
}
