// How long the evaluation of 20,000 × 64 with 20 resamples takes.
//   node test/bench/evaluation.mjs [ROWS] [COLUMNS] [CLUSTERS]
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const [rows = 20_000, columns = 64, k = 20] = process.argv.slice(2).map(Number);
const bundle = path.join(root, 'dist', 'bench-evaluation.cjs');
await esbuild.build({
  stdin: {
    contents: `export { internalMetrics, thoroughSilhouetteSample } from './src/engine/evaluation/internalMetrics';
      export { bootstrapStability } from './src/engine/evaluation/stability';
      export { normal, seededRandom } from './src/engine/math/random';
      export { silentContext } from './src/engine/runContext';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  outfile: bundle,
});
const engine = createRequire(import.meta.url)(bundle);
fs.rmSync(bundle);

const random = engine.seededRandom(1);
const labels = Int32Array.from({ length: rows }, (_, i) => i % k);
const centres = Float64Array.from({ length: k * columns }, () => engine.normal(random));
const values = Float32Array.from({ length: rows * columns }, (_, p) => {
  return centres[(Math.floor(p / columns) % k) * columns + (p % columns)] + 2.5 * engine.normal(random);
});
const x = { rows, columns, values };
const time = async (name, work) => {
  const began = performance.now();
  const result = await work();
  console.log(`${name.padEnd(24)} ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
};
await time('internal measures', () =>
  engine.internalMetrics(x, labels, random, engine.silentContext, engine.thoroughSilhouetteSample),
);
await time('20 resamples', () => engine.bootstrapStability(x, labels, k, 20, random, engine.silentContext));
