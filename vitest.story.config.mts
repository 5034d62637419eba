import { defineConfig } from 'vitest/config';

/** What a person does, in a real VS Code; dist must have been built. */
export default defineConfig({
  test: {
    include: ['test/host/story/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000, // the first one installs VS Code
    retry: 1, // a machine that stands still for seconds; the report says which needed it
    expect: { poll: { timeout: 30_000 } }, // on a busy machine
    pool: 'forks',
    fileParallelism: false,
  },
});
