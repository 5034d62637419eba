import { defineConfig } from 'vitest/config';

/** Tests of the page in a real browser; dist/webview must have been built. */
export default defineConfig({
  test: {
    include: ['test/page/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false,
    retry: 2, // a loaded machine drops a click now and then; a test that fails thrice has failed
  },
});
