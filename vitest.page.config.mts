import { defineConfig } from 'vitest/config';

/** Tests of the page in a real browser; dist/webview must have been built. */
export default defineConfig({
  test: {
    include: ['test/page/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    retry: 1, // a machine that stands still for seconds; the report says which needed it
    expect: { poll: { timeout: 30_000 } }, // on a busy machine
    pool: 'forks',
    fileParallelism: false,
  },
});
