// Whether the options that `grove tune` finds cluster a labelled corpus better than the defaults, at the same number of clusters.
//   node test/bench/tune.mjs CORPUS.jsonl[.gz] K [--trials N] [--minutes M]      (after a build)
// Labels and ids are taken away before, and used for scoring only.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const [file, k, ...limits] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-bench-'));
const place = (name) => path.join(folder, name);
await esbuild.build({
  stdin: {
    contents: `export { permutation, seededRandom } from './src/engine/math/random';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  outfile: place('bundle.cjs'),
});
const { permutation, seededRandom } = createRequire(import.meta.url)(place('bundle.cjs'));

const bytes = fs.readFileSync(file);
const read = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
const documents = Array.from(permutation(read.length, seededRandom(0)), (at, i) => ({ id: `d${i}`, text: read[at].text, label: String(read[at].label) })); // prettier-ignore
const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
fs.writeFileSync(place('texts.jsonl'), documents.map(({ id, text }) => JSON.stringify({ id, text })).join('\n'));
fs.writeFileSync(place('labels.csv'), ['id,label', ...documents.map(({ id, label }) => `${id},${quoted(label)}`)].join('\n')); // prettier-ignore

const grove = (...args) => JSON.parse(execFileSync('node', [path.join(root, 'dist/cli.js'), ...args, '--json', '--quiet'], { maxBuffer: 1 << 30 })); // prettier-ignore
const fixed = ['--clusters', k, '--projection', 'none', '--seed', '1', '--max-file-size-mb', '4096'];

function scored(name, ...options) {
  const { seconds } = grove('cluster', place('texts.jsonl'), '--out', place(name), ...fixed, ...options);
  const { external } = grove('evaluate', place(name), '--labels', place('labels.csv'), '--resamples', '0');
  console.log(`${name.padEnd(8)}  accuracy ${external.accuracy.toFixed(3)}  NMI ${external.nmi.toFixed(3)}  ${seconds.total.toFixed(1)} s`); // prettier-ignore
}

scored('defaults');
const began = performance.now();
const { trials, best } = grove('tune', place('texts.jsonl'), ...fixed, ...limits, '--out', place('best.json'));
const seconds = (performance.now() - began) / 1000;
console.log(
  `tuned in ${seconds.toFixed(1)} s: trial ${best.number} of ${trials.length}, ${JSON.stringify(best.options)}`,
);
scored('tuned', '--options', place('best.json'));
fs.rmSync(folder, { recursive: true });
