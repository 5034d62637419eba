// Processor seconds and recall of the search for 15 neighbours by cosine, exact and approximate, and of hnswlib's where a Python
// that has it is given (one thread, M = 16).
//   node test/bench/neighbours.mjs [--vectors FILE.npy] [--rows N] [--threads T] [--python PATH] [--ef CONSTRUCTION,QUERY]
// --vectors: float32 rows, such as vectors.npy of an analysis made with --compress pca --dimensions 100 of the texts that
// shortTexts.mjs keeps. Without it N rows of 100 columns around 20 centres.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'dist', 'bench-neighbours.cjs'); // beside dist/, where the kernels are looked for
const k = 15;

const option = (flag, usual) => (process.argv.includes(flag) ? process.argv[process.argv.indexOf(flag) + 1] : usual);
const vectors = option('--vectors');
const rows = Number(option('--rows', '100000'));
const threads = Number(option('--threads', '1'));
const python = option('--python');
const [construction, query] = option('--ef', '100,60').split(',');

const peer = `
import sys, time, numpy as np, hnswlib
x = np.fromfile(sys.argv[1], '<f4').reshape(-1, int(sys.argv[3]))
least = np.fromfile(sys.argv[2], '<f4')[:, None]
t = time.process_time()
index = hnswlib.Index('ip', x.shape[1])
index.init_index(len(x), ef_construction=int(sys.argv[4]), M=16, random_seed=1)
index.set_num_threads(1)
index.add_items(x)
index.set_ef(int(sys.argv[5]))
labels, distances = index.knn_query(x, k=${k + 1})
seconds = time.process_time() - t
hits = ((1 - distances >= least - 1e-6) & (labels != np.arange(len(x))[:, None])).sum(1).clip(max=${k})
print(f'hnswlib, ef {sys.argv[4]} and {sys.argv[5]}: {seconds:.2f} processor s, recall {hits.mean() / ${k}:.4f}')
`;

const files = ['math/approximateNeighbours', 'math/nearestNeighbours', 'math/matrix', 'math/random', 'runContext'];
await esbuild.build({
  stdin: {
    contents: files
      .map((file) => `export * from './src/engine/${file}';`)
      .concat("export { parseNpy } from './src/shared/npy';")
      .join('\n'),
    resolveDir: root,
    loader: 'ts',
  },
  ...{ bundle: true, platform: 'node', outfile: bundle, logLevel: 'error' },
});
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-bench-'));
try {
  const m = createRequire(import.meta.url)(bundle);
  const x = m.normalizeRows(vectors === undefined ? blobs(m) : stored(m));
  console.log(`${x.rows} × ${x.columns}, ${k} neighbours, ${threads} threads`);
  const exact = await timed('exact', () => m.nearestNeighbours(x, k, m.silentContext, { isExact: true, threads }));
  const found = await timed('approximate', () => m.approximateNeighbours(x, k, 'product', m.silentContext, threads));
  console.log(`recall ${recall(exact, found).toFixed(4)}, as measured on its sample ${found.recall.toFixed(4)}`);
  if (python !== undefined) {
    const [file, least] = ['x.f32', 'least.f32'].map((name) => path.join(folder, name));
    fs.writeFileSync(file, x.values);
    fs.writeFileSync(
      least,
      Float32Array.from({ length: x.rows }, (_, i) => exact.similarities[(i + 1) * k - 1]),
    );
    process.stdout.write(execFileSync(python, ['-c', peer, file, least, String(x.columns), construction, query]));
  }
} finally {
  fs.rmSync(bundle, { force: true });
  fs.rmSync(folder, { recursive: true, force: true });
}

async function timed(name, work) {
  const before = process.cpuUsage();
  const found = await work();
  const { user, system } = process.cpuUsage(before);
  console.log(`${name}: ${((user + system) / 1e6).toFixed(2)} processor s`);
  return found;
}

/** A row as near as the k-th nearest counts as one of them. */
function recall(exact, { similarities }) {
  let hits = 0;
  for (let at = 0; at < similarities.length; at++)
    if (similarities[at] >= exact.similarities[Math.floor(at / k) * k + k - 1] - 1e-6) hits++;
  return hits / similarities.length;
}

function blobs(m) {
  const columns = 100;
  const random = m.seededRandom(1);
  const centres = Float64Array.from({ length: 20 * columns }, () => m.normal(random));
  const values = new Float32Array(rows * columns);
  for (let at = 0; at < values.length; at++)
    values[at] = centres[(Math.floor(at / columns) % 20) * columns + (at % columns)] + m.normal(random);
  return { rows, columns, values };
}

function stored(m) {
  const { shape, values } = m.parseNpy(fs.readFileSync(vectors));
  const count = Math.min(rows, shape[0]);
  return { rows: count, columns: shape[1], values: values.slice(0, count * shape[1]) };
}
