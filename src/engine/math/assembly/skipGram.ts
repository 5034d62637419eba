@inline function sum4(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}

@inline function numberAt(list: usize, i: i32): i32 {
  return load<i32>(list + (<usize>i << 2));
}

/**
 * Learns `count` pairs: a row of input and the row of output that was seen beside it. input and output [rows × d] f32, d a
 * multiple of 4; table: mask + 1 rows of output to draw from, a power of two; sigmoid: 1,024 f32 over −6 … 6; room: d f32.
 */
export function learnPairs(pairs: usize, count: i32, input: usize, output: usize, table: usize, mask: u32, sigmoid: usize, room: usize, state: u32, rate: f32, d: i32, negatives: i32): void {
  const rowBytes: usize = (<usize>d) << 2;
  let s = state;
  for (let i = 0; i < count; i++) {
    const x = input + <usize>numberAt(pairs, 2 * i) * rowBytes;
    const seen = numberAt(pairs, 2 * i + 1);
    for (let k: usize = 0; k < rowBytes; k += 16) v128.store(room + k, f32x4.splat(0));
    for (let t = 0; t <= negatives; t++) {
      let target = seen;
      let wanted: f32 = 1;
      if (t > 0) {
        s ^= s << 13; s ^= s >> 17; s ^= s << 5;
        target = numberAt(table, <i32>(s & mask));
        if (target == seen) continue;
        wanted = 0;
      }
      const y = output + <usize>target * rowBytes;
      let dot = f32x4.splat(0);
      for (let k: usize = 0; k < rowBytes; k += 16) dot = f32x4.add(dot, f32x4.mul(v128.load(x + k), v128.load(y + k)));
      const f = sum4(dot);
      const p: f32 = f >= 6 ? 1 : f <= -6 ? 0 : load<f32>(sigmoid + (<usize>(<i32>((f + 6) * 85.25)) << 2));
      const step = f32x4.splat((wanted - p) * rate);
      for (let k: usize = 0; k < rowBytes; k += 16) {
        const before = v128.load(y + k);
        v128.store(room + k, f32x4.add(v128.load(room + k), f32x4.mul(step, before)));
        v128.store(y + k, f32x4.add(before, f32x4.mul(step, v128.load(x + k))));
      }
    }
    for (let k: usize = 0; k < rowBytes; k += 16) v128.store(x + k, f32x4.add(v128.load(x + k), v128.load(room + k)));
  }
}
