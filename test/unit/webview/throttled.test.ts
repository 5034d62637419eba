import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttled } from '../../../webview-ui/throttled';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the first value is said at once, then the newest only, and the last is never lost', () => {
  const said: number[] = [];
  const tell = throttled((value: number) => said.push(value), 100);
  for (let i = 0; i < 25; i++) {
    tell(i);
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(200);
  expect(said).toEqual([0, 9, 19, 24]);
  tell(30);
  expect(said.at(-1)).toBe(30);
});

test('what is waiting can be said at once, and only once', () => {
  const said: (number | undefined)[] = [];
  const tell = throttled((value: number | undefined) => said.push(value), 100);
  tell(1);
  tell(undefined);
  tell.flush();
  tell.flush();
  vi.advanceTimersByTime(500);
  expect(said).toEqual([1, undefined]);
});
