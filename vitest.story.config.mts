import { defineConfig } from 'vitest/config';

/** What a person does, in a real VS Code; dist must have been built. */
export default defineConfig({
  test: {
    include: ['test/host/story/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000, // the first one installs VS Code
    pool: 'forks',
    fileParallelism: false,
    retry: 2, // a loaded machine drops a click now and then; a test that fails thrice has failed
  },
});
