import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/engine/**/*.test.ts'],
    globalSetup: ['test/support/compileKernels.ts'],
    testTimeout: 60_000,
    pool: 'forks',
  },
});
