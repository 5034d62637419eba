/**
 * c[i, j] = the least of a[i, t] + b[t, j] over t. a [m × k], b [k × n], c [m × n]; m a multiple of 4, n a multiple of 8;
 * panel: room for k × 8 floats.
 */
export function minPlus(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, panel: usize): void {
  const aRow: usize = (<usize>k) << 2;
  const cRow: usize = (<usize>n) << 2;
  for (let j = 0; j < n; j += 8) {
    let from = b + (<usize>j << 2);
    let to = panel;
    for (let t = 0; t < k; t++) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += cRow;
      to += 32;
    }
    for (let i = 0; i < m; i += 4) {
      let p0 = a + <usize>i * aRow, p1 = p0 + aRow, p2 = p1 + aRow, p3 = p2 + aRow;
      let q = panel;
      let s00 = f32x4.splat(Infinity), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      for (let t = 0; t < k; t++) {
        const y0 = v128.load(q), y1 = v128.load(q, 16);
        q += 32;
        let x = v128.load32_splat(p0);
        s00 = f32x4.pmin(s00, f32x4.add(x, y0));
        s01 = f32x4.pmin(s01, f32x4.add(x, y1));
        x = v128.load32_splat(p1);
        s10 = f32x4.pmin(s10, f32x4.add(x, y0));
        s11 = f32x4.pmin(s11, f32x4.add(x, y1));
        x = v128.load32_splat(p2);
        s20 = f32x4.pmin(s20, f32x4.add(x, y0));
        s21 = f32x4.pmin(s21, f32x4.add(x, y1));
        x = v128.load32_splat(p3);
        s30 = f32x4.pmin(s30, f32x4.add(x, y0));
        s31 = f32x4.pmin(s31, f32x4.add(x, y1));
        p0 += 4; p1 += 4; p2 += 4; p3 += 4;
      }
      let at = c + <usize>i * cRow + (<usize>j << 2);
      v128.store(at, s00); v128.store(at, s01, 16); at += cRow;
      v128.store(at, s10); v128.store(at, s11, 16); at += cRow;
      v128.store(at, s20); v128.store(at, s21, 16); at += cRow;
      v128.store(at, s30); v128.store(at, s31, 16);
    }
  }
}
