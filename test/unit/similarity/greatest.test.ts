import fc from 'fast-check';
import { expect, it } from 'vitest';
import { greatest } from '../../../src/engine/similarity/greatest';

it('is the beginning of the sorted whole, equal ones in their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 }),
      fc.nat(70),
      fc.nat(4),
      (values, top, odd) => {
        const isAllowed = (place: number): boolean => place % 5 !== odd;
        const sorted = [...values.keys()].filter(isAllowed).sort((a, b) => values[b]! - values[a]! || a - b);
        expect(greatest(values, top, isAllowed)).toEqual(sorted.slice(0, top));
      },
    ),
  );
});
