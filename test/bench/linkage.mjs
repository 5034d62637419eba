// Times linkage and k-means, ours against SciPy's and scikit-learn's where a Python is given, on blobs in 64 dimensions.
//   node test/bench/linkage.mjs [--python PATH] [ROWS …]
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const args = process.argv.slice(2);
const pythonAt = args.indexOf('--python');
const python = pythonAt < 0 ? undefined : args.splice(pythonAt, 2)[1];
const sizes = args.length > 0 ? args.map(Number) : [1000, 2000, 4000];
const columns = 64;
const methods = ['ward', 'average', 'complete', 'single'];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-bench-'));

// Beside dist/, where the kernels are looked for.
const bundle = path.join(root, 'dist', 'bench-linkage.cjs');
await esbuild.build({
  stdin: {
    contents: `export { linkage } from './src/engine/clustering/linkage'; export { kMeans } from './src/engine/clustering/kMeans';
      export { clusterTree } from './src/engine/clustering/microClusters'; export { kernels } from './src/engine/math/kernels';
      export { normal, seededRandom } from './src/engine/math/random'; export { silentContext } from './src/engine/runContext';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  outfile: bundle,
  logLevel: 'error',
});
const { linkage, kMeans, clusterTree, kernels, normal, seededRandom, silentContext } = createRequire(import.meta.url)(
  bundle,
);

function blobs(rows) {
  const random = seededRandom(1);
  const centres = Float64Array.from({ length: 20 * columns }, () => normal(random));
  const values = Float32Array.from({ length: rows * columns }, (_, at) => {
    const group = Math.floor(at / columns) % 20;
    return centres[group * columns + (at % columns)] + normal(random);
  });
  return { rows, columns, values };
}

async function seconds(work) {
  const start = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

const script = `
import sys, time, json, numpy as np
from scipy.cluster.hierarchy import linkage
from sklearn.cluster import KMeans
x = np.fromfile(sys.argv[1], '<f4').reshape(-1, ${columns}).astype(float)
out = {}
for m in ${JSON.stringify(methods)}:
    t = time.perf_counter(); z = linkage(x, m); out[m] = [time.perf_counter() - t, z[:, 2].tolist()]
t = time.perf_counter(); k = KMeans(20, n_init=5, random_state=0).fit(x); out['k-means, k = 20'] = [time.perf_counter() - t, k.inertia_]
print(json.dumps(out))
`;

try {
  console.log(`kernels: ${kernels().name}`);
  await linkage(blobs(300), 'ward', silentContext); // warm
  for (const rows of sizes) {
    const x = blobs(rows);
    const file = path.join(folder, 'x.f32');
    fs.writeFileSync(file, x.values);
    const theirs = python && JSON.parse(execFileSync(python, ['-c', script, file], { maxBuffer: 1 << 28 }).toString());
    for (const method of methods) {
      const { result: z, seconds: own } = await seconds(() => linkage(x, method, silentContext));
      const [time, heights] = theirs?.[method] ?? [];
      const error = heights && Math.max(...heights.map((height, row) => Math.abs(z[row * 4 + 2] / height - 1)));
      print(
        `${rows} rows, ${method}`,
        own,
        time,
        error === undefined ? '' : `heights differ by ${error.toExponential(1)}`,
      );
    }
    const { result, seconds: own } = await seconds(() =>
      kMeans(x, 20, { random: seededRandom(1), context: silentContext }),
    );
    const [time, inertia] = theirs?.['k-means, k = 20'] ?? [];
    print(
      `${rows} rows, k-means, k = 20`,
      own,
      time,
      inertia === undefined ? '' : `inertia ratio ${(result.inertia / inertia).toFixed(4)}`,
    );
  }
  const { result, seconds: own } = await seconds(() =>
    clusterTree(blobs(20_000), 'ward', seededRandom(1), silentContext),
  );
  print(`20000 rows, tree over ${result.leaves} micro-clusters`, own);
} finally {
  fs.rmSync(bundle, { force: true });
  fs.rmSync(folder, { recursive: true, force: true });
}

function print(what, own, theirs, note = '') {
  console.log(
    `${what.padEnd(44)} ${own.toFixed(2)} s${theirs === undefined ? '' : `, Python ${theirs.toFixed(2)} s`}  ${note}`,
  );
}
