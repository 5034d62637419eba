import fc from 'fast-check';
import { expect, test } from 'vitest';
import { notThere, type PageComparison } from '../../../src/shared/viewProtocol';
import { documentsOf, flowOf } from '../../../webview-ui/compare/flow';

/** Two clusterings of the same documents, and how one is held against the other. */
const compared = fc
  .array(fc.tuple(fc.integer({ min: -1, max: 90 }), fc.integer({ min: -1, max: 5 }), fc.boolean()), { minLength: 1, maxLength: 400 }) // prettier-ignore
  .chain((documents) => fc.record({ documents: fc.constant(documents), shown: fc.constantFrom('first' as const, 'second' as const) })); // prettier-ignore

test('every common document is in one bar a side and in one band', () => {
  fc.assert(
    fc.property(compared, ({ documents, shown }) => {
      const counts = new Map<string, number>();
      for (const [from, to, isCommon] of documents)
        if (isCommon) counts.set(`${from} ${to}`, (counts.get(`${from} ${to}`) ?? 0) + 1);
      const flows = [...counts].map(([key, count]) => {
        const [from, to] = key.split(' ').map(Number) as [number, number];
        return { from, to, documents: count };
      });
      const own = Int32Array.from(documents, ([from, to]) => (shown === 'first' ? from : to));
      const other = Int32Array.from(documents, ([from, to, isCommon]) => (!isCommon ? notThere : shown === 'first' ? to : from)); // prettier-ignore
      const side = { name: '', created: '', documents: 0, clusters: [] };
      const matches = [{ first: 0, second: 0, common: counts.get('0 0') ?? 0, jaccard: 1, keywords: [] }];
      const figures = { first: side, second: side, common: 0, onlyFirst: 0, onlySecond: 0, ari: 1, nmi: 1, matches, gone: [], fresh: [], flows }; // prettier-ignore
      const comparison: PageComparison = { figures, shown, otherCluster: other };
      const flow = flowOf(comparison);
      const common = documents.flatMap(([, , isCommon], d) => (isCommon ? [d] : []));
      expect(flow.first.length).toBeLessThanOrEqual(60);
      for (const subjects of [flow.first, flow.second, flow.bands]) {
        const held = subjects.flatMap((subject) => {
          const found = [...documentsOf(subject, comparison, own)];
          expect(found).toHaveLength(subject.documents);
          return found;
        });
        expect(held.sort((a, b) => a - b)).toEqual(common);
      }
      expect(flow.staying).toBe(counts.get('0 0') ?? 0);
      expect(flow.bands.reduce((sum, { staying }) => sum + staying, 0)).toBe(flow.staying);
    }),
  );
});
