import { expect, it } from 'vitest';
import { sourceOrder } from '../../../src/engine/assign/sourceOrder';

it('puts rows by their numbers, files by their paths', () => {
  const documents = [
    { path: 'b.csv', row: 10 },
    { path: 'b.csv', row: 2 },
    { path: 'c.md' },
    { path: 'a.txt' },
    { path: 'b.csv', row: 1 },
  ];
  expect(sourceOrder(documents)).toEqual([3, 4, 1, 0, 2]);
});
