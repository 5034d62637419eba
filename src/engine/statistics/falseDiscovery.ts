/**
 * Adjusts p-values of many tests so that, of those called significant at q, a share of at most q is called so by chance.
 * Source: Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", J. R. Stat. Soc. B 57 (1995).
 *
 * @param p null where there was no test
 * @returns q-values in the same order
 */
export function falseDiscoveryRates(p: readonly (number | null)[]): (number | null)[] {
  const tested = p.flatMap((value, i) => (value === null ? [] : [{ value, i }])).sort((a, b) => b.value - a.value);
  const q: (number | null)[] = p.map(() => null);
  let least = 1;
  tested.forEach(({ value, i }, fromTop) => {
    least = Math.min(least, (value * tested.length) / (tested.length - fromTop));
    q[i] = least;
  });
  return q;
}

/** Below this q-value something is called significant. */
export const significant = 0.05;
