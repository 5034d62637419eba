import path from 'node:path';
import { expect, it } from 'vitest';
import { movedPlace } from '../../../src/host/workspace/moves';

it('a file moves with itself and with the folders that hold it, not with others of a like name', () => {
  const place = (...parts: string[]): string => path.join(path.sep, ...parts);
  const moves = [
    { from: place('notes', 'a.md'), to: place('notes', 'b.md') },
    { from: place('notes', 'old'), to: place('new') },
  ];
  expect(movedPlace(place('notes', 'a.md'), moves)).toBe(place('notes', 'b.md'));
  expect(movedPlace(place('notes', 'old', 'x', 'y.md'), moves)).toBe(place('new', 'x', 'y.md'));
  expect(movedPlace(place('notes', 'older', 'y.md'), moves)).toBeUndefined();
  expect(movedPlace(place('notes', 'a.md.bak'), moves)).toBeUndefined();
});
