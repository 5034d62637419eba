import { GroveError } from '../../shared/errors';
import type { Matrix } from './matrix';

/**
 * Throws GroveError('bad-input') naming the first row that holds NaN or an infinity.
 *
 * @param nameOf what a person calls a row: by default its number, counted from 0
 */
export function requireFinite(
  { columns, values }: Matrix,
  nameOf: (row: number) => string = (row) => `${row} (counted from 0)`,
): void {
  let sum = 0; // 0 · NaN and 0 · ∞ are NaN: one pass without a branch finds out whether there is anything to look for
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  if (sum === 0) return;
  const at = values.findIndex((value) => !Number.isFinite(value));
  throw new GroveError(
    'bad-input',
    `The vector of document ${nameOf(Math.floor(at / columns))} holds ${values[at]!}, which is not a finite ` +
      'number, so its distance to others is not defined. Check the encoder, or the word-vector file it reads.',
  );
}
