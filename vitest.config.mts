import { defineConfig } from 'vitest/config';

/** Parts of the engine, and the engine whole on real text, in this process and as the command line. */
export default defineConfig({
  test: {
    testTimeout: 180_000, // on a busy machine
    hookTimeout: 180_000,
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          setupFiles: ['test/support/propertySeed.ts'],
          include: ['test/unit/**/*.test.ts'],
          globalSetup: ['test/support/compileKernels.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'engine', include: ['test/engine/**/*.test.ts'], globalSetup: ['test/support/buildDist.mjs'] },
      },
    ],
  },
});
