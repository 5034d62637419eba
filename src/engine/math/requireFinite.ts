import { GroveError } from '../../shared/errors';
import type { Matrix } from './matrix';

/** Throws GroveError('bad-input') naming the first row (counted from 0) that holds NaN or an infinity. */
export function requireFinite({ columns, values }: Matrix): void {
  let sum = 0; // 0 · NaN and 0 · ∞ are NaN: one pass without a branch finds out whether there is anything to look for
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  if (sum === 0) return;
  const at = values.findIndex((value) => !Number.isFinite(value));
  throw new GroveError(
    'bad-input',
    `The vector of document ${Math.floor(at / columns)} (counted from 0) holds ${values[at]!}, which is not a finite ` +
      'number, so its distance to others is not defined. Check the encoder, or the word-vector file it reads.',
  );
}
