import { describe, expect, it } from 'vitest';
import { newickLeaf, newickName, newickOfLinkage } from '../../../src/engine/storage/newick';

describe('newickOfLinkage', () => {
  it('writes nested groups with branch lengths', () => {
    // leaves 0 and 2 merge at 1, then 1 joins at 3
    const z = Float64Array.of(0, 2, 1, 2, 1, 3, 3, 3);
    expect(newickOfLinkage(z, ["'a'", "'b'", "'c'"])).toBe("('b':3,('a':1,'c':1):2);");
  });

  it('writes one leaf, and none', () => {
    expect(newickOfLinkage(new Float64Array(), ["'only'"])).toBe("'only';");
    expect(newickOfLinkage(new Float64Array(), [])).toBe(';');
  });

  it('quotes names', () => {
    expect(newickName("it's (a) [name], really:\n;")).toBe("'it''s (a) [name], really: ;'");
    expect(newickLeaf(['x', 'y'])).toBe("('x':0,'y':0)");
  });

  it('survives a chain of 50,000 merges', () => {
    const n = 50_000;
    const z = new Float64Array((n - 1) * 4);
    for (let m = 0; m < n - 1; m++) z.set([m === 0 ? 0 : n + m - 1, m + 1, m + 1, m + 2], m * 4);
    const text = newickOfLinkage(
      z,
      Array.from({ length: n }, (_, i) => `'${i}'`),
    );
    expect(text.match(/\(/g)).toHaveLength(n - 1);
    expect(text.endsWith(';')).toBe(true);
  });
});
