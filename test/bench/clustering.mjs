// Processor seconds and memory of the clustering engine, against SciPy, scikit-learn and hdbscan where a Python that has them
// is given: processor time, because it says something on a loaded machine too.
//   node test/bench/clustering.mjs [--python PATH] [--only WORD]
import { execFileSync, fork } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'dist', 'bench-clustering.cjs'); // beside dist/, where the kernels are looked for

/** rows, columns, our work, and theirs in Python on x; what they give is compared as a ratio (inertia, clusters). */
const works = {
  'ward 10,000 × 64': [10_000, 64, (m, x) => m.linkage(x, 'ward', m.silentContext), `linkage(x.astype(float), 'ward')`],
  'ward 20,000 × 64': [20_000, 64, (m, x) => m.linkage(x, 'ward', m.silentContext), `linkage(x.astype(float), 'ward')`],
  'average 10,000 × 64': [10_000, 64, (m, x) => m.linkage(x, 'average', m.silentContext), `linkage(x.astype(float), 'average')`],
  'complete 10,000 × 64': [10_000, 64, (m, x) => m.linkage(x, 'complete', m.silentContext), `linkage(x.astype(float), 'complete')`],
  'single 10,000 × 64': [10_000, 64, (m, x) => m.linkage(x, 'single', m.silentContext), `linkage(x.astype(float), 'single')`],
  'centroid 5,000 × 64': [5000, 64, (m, x) => m.linkage(x, 'centroid', m.silentContext), `linkage(x.astype(float), 'centroid')`],
  'k-means 20,000 × 64, k = 20, 10 starts': [20_000, 64, async (m, x) => (await m.kMeans(x, 20, { nInit: 10, random: m.seededRandom(1), context: m.silentContext })).inertia, `KMeans(20, n_init=10, random_state=0).fit(x).inertia_`],
  'mini-batch k-means 1,000,000 × 64, k = 100': [1_000_000, 64, async (m, x) => {
    const random = m.seededRandom(1);
    const starts = [await m.miniBatchCentroids(x, 100, { random, context: m.silentContext })];
    return (await m.kMeans(x, 100, { nInit: 0, starts, maxIterations: 0, random, context: m.silentContext })).inertia;
  }, `MiniBatchKMeans(100, n_init=1, random_state=0).fit(x).inertia_`],
  'HDBSCAN 20,000 × 16, 15 a cluster': [20_000, 16, async (m, x) => new Set((await m.hdbscan(x, { minClusterSize: 15 }, m.silentContext)).labels).size, `len(set(hdbscan.HDBSCAN(min_cluster_size=15, min_samples=14, approx_min_span_tree=False, core_dist_n_jobs=1).fit(x).labels_))`],
  'DBSCAN 20,000 × 16': [20_000, 16, async (m, x) => new Set(await m.dbscan(x, { epsilon: 3.5, minSamples: 10 }, m.silentContext)).size, `len(set(DBSCAN(eps=3.5, min_samples=10).fit(x).labels_))`],
  '15 neighbours, exact, 20,000 × 228': [20_000, 228, async (m, x) => (await m.nearestNeighbours(x, 15, m.silentContext)).similarities.reduce((a, b) => a + b, 0), `NearestNeighbors(n_neighbors=15, metric='cosine', algorithm='brute').fit(x).kneighbors(x)[0].size`],
}; // prettier-ignore

const script = `
import os, sys, time, resource, json, numpy as np
from scipy.cluster.hierarchy import linkage
from sklearn.cluster import DBSCAN, KMeans, MiniBatchKMeans
from sklearn.neighbors import NearestNeighbors
try:
    import hdbscan
except ImportError:
    hdbscan = None
x = np.fromfile(sys.argv[1], '<f4').reshape(-1, int(sys.argv[2]))
t = time.process_time(); result = WORK
seconds = time.process_time() - t
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, float(np.ravel(result)[-2] if np.ndim(result) else result)]))
`;

function blobs(m, rows, columns) {
  const random = m.seededRandom(1);
  const centres = Float64Array.from({ length: 20 * columns }, () => m.normal(random));
  const values = new Float32Array(rows * columns);
  for (let at = 0; at < values.length; at++) {
    const group = Math.floor(at / columns) % 20;
    values[at] = centres[group * columns + (at % columns)] + m.normal(random);
  }
  return { rows, columns, values };
}

const worker = process.argv.indexOf('--run');
if (worker > 0) await runOne(process.argv[worker + 1]);
else await runAll();

/** In a process of its own, so that its memory is its own. */
async function runOne(name) {
  const m = createRequire(import.meta.url)(bundle);
  const [rows, columns, work] = works[name];
  const x = blobs(m, rows, columns);
  if (process.env.BENCH_MATRIX) fs.writeFileSync(process.env.BENCH_MATRIX, x.values);
  const before = process.cpuUsage();
  const result = await work(m, x);
  const { user, system } = process.cpuUsage(before);
  const value = ArrayBuffer.isView(result) ? result.at(-2) : result;
  process.send([(user + system) / 1e6, process.resourceUsage().maxRSS / 1e3, value], () => process.exit(0));
}

async function runAll() {
  const option = (flag) => (process.argv.includes(flag) ? process.argv[process.argv.indexOf(flag) + 1] : undefined);
  const python = option('--python');
  const only = option('--only') ?? '';
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-bench-'));
  await esbuild.build({
    stdin: {
      contents: [
        'clustering/linkage',
        'clustering/kMeans',
        'clustering/miniBatchKMeans',
        'clustering/density/hdbscan',
        'clustering/density/dbscan',
        'math/nearestNeighbours',
        'math/random',
        'runContext',
      ]
        .map((file) => `export * from './src/engine/${file}';`)
        .join('\n'),
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    outfile: bundle,
    logLevel: 'error',
  });
  try {
    console.log('| work | processor s | MB | theirs: s | MB | ratio | result, theirs |\n|---|---|---|---|---|---|---|');
    for (const [name, [, columns, , theirs]] of Object.entries(works)) {
      if (!name.includes(only)) continue;
      const file = path.join(folder, 'x.f32');
      const [own, ownMB, value] = await new Promise((resolve, reject) => {
        const env = { ...process.env, BENCH_MATRIX: python === undefined ? '' : file };
        const child = fork(import.meta.filename, ['--run', name], { env });
        child.once('message', resolve).once('exit', () => reject(new Error(`${name} ended early`)));
      });
      const [peer, peerMB, peerValue] =
        python === undefined
          ? []
          : JSON.parse(
              execFileSync(python, ['-W', 'ignore', '-c', script.replace('WORK', theirs), file, String(columns)]),
            );
      const cells = [name, own.toFixed(2), ownMB.toFixed(0), peer?.toFixed(2), peerMB?.toFixed(0), peer && (own / peer).toFixed(2), `${value.toPrecision(6)}, ${peerValue?.toPrecision(6)}`]; // prettier-ignore
      console.log(`| ${cells.map((cell) => cell ?? '–').join(' | ')} |`);
    }
  } finally {
    fs.rmSync(bundle, { force: true });
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
