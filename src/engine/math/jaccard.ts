/** The Jaccard index of two sets of these sizes that share `both` members; 0 where both are empty. */
export function jaccardIndex(both: number, sizeA: number, sizeB: number): number {
  const either = sizeA + sizeB - both;
  return either === 0 ? 0 : both / either;
}

export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const each of a) if (b.has(each)) both++;
  return jaccardIndex(both, a.size, b.size);
}
