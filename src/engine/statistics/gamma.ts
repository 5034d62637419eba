const coefficients = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0: C. Lanczos' approximation with g = 7 and nine terms; off by about 1e-13 of itself. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const at = x - 1;
  let sum = 0.99999999999980993;
  coefficients.forEach((c, i) => (sum += c / (at + i + 1)));
  const t = at + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * The chance of a χ² of at least x with so many degrees of freedom: the regularised upper incomplete gamma function, by its
 * series below a + 1 and by its continued fraction above. Source: NIST Digital Library of Mathematical Functions, 8.7.1 and 8.9.2.
 */
export function chiSquareTail(x: number, freedom: number): number {
  const a = freedom / 2;
  const y = x / 2;
  if (!(y > 0) || !(a > 0)) return 1;
  const front = Math.exp(a * Math.log(y) - y - logGamma(a));
  if (y < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10_000 && term > sum * 1e-16; n++) {
      term *= y / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - front * sum);
  }
  let b = y + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 10_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * h;
}

/**
 * Twice the lesser tail of the hypergeometric distribution (at most 1): how surprising it is to find `both` among `drawn`
 * of `total`, of which `marked` are marked. Fisher's exact test of a 2 × 2 table.
 */
export function hypergeometricTwoSided(both: number, drawn: number, marked: number, total: number): number {
  const least = Math.max(0, drawn + marked - total);
  const most = Math.min(drawn, marked);
  const choose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const chance = (k: number): number => Math.exp(choose(marked, k) + choose(total - marked, drawn - k) - choose(total, drawn)); // prettier-ignore
  let below = 0;
  let above = 0;
  for (let k = least; k <= both; k++) below += chance(k);
  for (let k = both; k <= most; k++) above += chance(k);
  return Math.min(1, 2 * Math.min(below, above));
}
