// Processor seconds and trustworthiness of the projections, against umap-learn and scikit-learn's TSNE where a Python that has
// them is given: processor time, because it says something on a loaded machine too. Rows are of unit length, around topics
// that lie on planes of eight dimensions, or those of an analysis: --vectors FOLDER/vectors.npy.
//   node test/bench/projection.mjs [--python PATH] [--only WORD] [--vectors FILE.npy] [--layouts FOLDER]
import { execFileSync, fork } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'dist', 'bench-projection.cjs'); // beside dist/, where the kernels are looked for
const columns = 228;
const neighbours = 15;
/** Rows whose neighbours on the map are looked at. */
const sampled = 2000;

const theirs = {
  umap: `umap.UMAP(random_state=1).fit_transform(x)`,
  tsne: `TSNE(random_state=1, n_jobs=1).fit_transform(x)`,
};

const script = `
import os, sys, time, json, numpy as np
import umap
from sklearn.manifold import TSNE
x = np.fromfile(sys.argv[1], '<f4').reshape(-1, int(sys.argv[2]))
warm = umap.UMAP(random_state=1, n_epochs=11).fit_transform(x[:5000])
t = time.process_time(); layout = WORK
seconds = time.process_time() - t
layout.astype('<f4').tofile(sys.argv[1] + '.layout')
print(json.dumps(seconds))
`;

/** Unit rows: a topic's centre, a place on its plane, and noise. */
function topics(m, rows) {
  const [topicCount, flat] = [60, 8];
  const random = m.seededRandom(1);
  const draw = (length, scale) => Float64Array.from({ length }, () => scale * m.normal(random));
  const topic = Array.from({ length: topicCount }, () => ({
    centre: draw(columns, 1),
    plane: draw(flat * columns, 0.35),
  }));
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const { centre, plane } = topic[Math.floor(topicCount * random() ** 1.5)];
    const place = draw(flat, 1);
    for (let t = 0; t < columns; t++) {
      let value = centre[t] + 0.25 * m.normal(random);
      for (let f = 0; f < flat; f++) value += place[f] * plane[f * columns + t];
      values[i * columns + t] = value;
    }
  }
  return m.normalizeRows({ rows, columns, values });
}

/** scikit-learn's formula on a sample of the rows, by Euclidean distance. */
function trustworthiness(m, x, layout) {
  const n = x.rows;
  const some = m.permutation(n, m.seededRandom(1)).subarray(0, sampled);
  const squares = (a, i, out) => {
    for (let j = 0, at = 0; j < n; j++) {
      let sum = 0;
      for (let t = i * a.columns; t < (i + 1) * a.columns; t++, at++) sum += (a.values[t] - a.values[at]) ** 2;
      out[j] = j === i ? Infinity : sum;
    }
  };
  const [far, near] = [new Float64Array(n), new Float64Array(n)];
  let penalty = 0;
  for (const i of some) {
    squares(x, i, far);
    squares(layout, i, near);
    const limit = near.slice().sort()[neighbours - 1];
    for (let j = 0; j < n; j++) {
      if (near[j] > limit) continue;
      let rank = 1;
      for (let other = 0; other < n; other++) if (far[other] < far[j]) rank++;
      penalty += Math.max(0, rank - neighbours);
    }
  }
  return 1 - (2 * penalty) / (some.length * neighbours * (2 * n - 3 * neighbours - 1));
}

function readVectors(file) {
  const bytes = fs.readFileSync(file);
  const header = bytes.subarray(10, 10 + bytes.readUInt16LE(8)).toString('latin1');
  const [rows, width] = /\((\d+), (\d+)\)/.exec(header).slice(1).map(Number);
  return {
    rows,
    columns: width,
    values: new Float32Array(bytes.buffer.slice(bytes.byteOffset + bytes.length - rows * width * 4)),
  };
}

const option = (flag) => (process.argv.includes(flag) ? process.argv[process.argv.indexOf(flag) + 1] : undefined);
const vectors = option('--vectors');
const works = (vectors === undefined ? [2000, 20_000, 100_000] : [0]).flatMap((rows) =>
  Object.keys(theirs)
    .filter((name) => name !== 'tsne' || rows <= 20_000)
    .map((name) => ({ name, rows })),
);

if (option('--run') !== undefined) await runOne(works[Number(option('--run'))]);
else await runAll();

/** In a process of its own, so that its memory is its own. */
async function runOne({ name, rows }) {
  const m = createRequire(import.meta.url)(bundle);
  const x = vectors === undefined ? topics(m, rows) : readVectors(vectors);
  if (process.env.BENCH_MATRIX) fs.writeFileSync(process.env.BENCH_MATRIX, x.values);
  const seconds = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const start = seconds();
  let compared = start;
  const context = { ...m.silentContext, now: () => performance.now(), progress: ({ unit }) => unit === 'documents compared' && (compared = seconds()) }; // prettier-ignore
  const { layout } = await m[name](x, m.seededRandom(1), context);
  const end = seconds();
  const folder = option('--layouts');
  if (folder) fs.writeFileSync(path.join(folder, `${name}-${x.rows}.f32`), layout.values);
  const result = { rows: x.rows, columns: x.columns, seconds: [compared - start, end - compared], MB: process.resourceUsage().maxRSS / 1e3, trust: trustworthiness(m, x, layout) }; // prettier-ignore
  const other = process.env.BENCH_MATRIX && (await theirLayout(name, process.env.BENCH_MATRIX, x.columns));
  if (other) Object.assign(result, { theirs: other.seconds, theirTrust: trustworthiness(m, x, other.layout) });
  process.send(result, () => process.exit(0));
}

async function theirLayout(name, file, width) {
  const out = execFileSync(option('--python'), ['-W', 'ignore', '-c', script.replace('WORK', theirs[name]), file, String(width)], { env: { ...process.env, NUMBA_NUM_THREADS: '1', OMP_NUM_THREADS: '1' }, maxBuffer: 1e8 }); // prettier-ignore
  const bytes = fs.readFileSync(`${file}.layout`);
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return {
    seconds: JSON.parse(out.toString().trim().split('\n').at(-1)),
    layout: { rows: values.length / 2, columns: 2, values },
  };
}

async function runAll() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-bench-'));
  const modules = ['projection/umap', 'projection/tsne', 'math/matrix', 'math/random', 'runContext'];
  await esbuild.build({
    stdin: { contents: modules.map((file) => `export * from './src/engine/${file}';`).join('\n'), resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    outfile: bundle,
    logLevel: 'error',
  }); // prettier-ignore
  try {
    console.log(
      '| work | neighbours, processor s | layout, processor s | MB | trustworthiness | theirs: s | trustworthiness |\n|---|---|---|---|---|---|---|',
    );
    for (const [number, { name, rows }] of works.entries()) {
      if (!`${name} ${rows}`.includes(option('--only') ?? '')) continue;
      const env = { ...process.env, BENCH_MATRIX: option('--python') === undefined ? '' : path.join(folder, 'x.f32') };
      const found = await new Promise((resolve, reject) => {
        const child = fork(import.meta.filename, [...process.argv.slice(2), '--run', String(number)], { env });
        child.once('message', resolve).once('exit', () => reject(new Error(`${name} ended early`)));
      });
      const cells = [`${name} ${found.rows} × ${found.columns}`, ...found.seconds.map((s) => s.toFixed(2)), found.MB.toFixed(0), found.trust.toFixed(4), found.theirs?.toFixed(1), found.theirTrust?.toFixed(4)]; // prettier-ignore
      console.log(`| ${cells.map((cell) => cell ?? '–').join(' | ')} |`);
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.rmSync(bundle, { force: true });
  }
}
