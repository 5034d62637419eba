// Clusters four fifths of a labelled corpus, assigns them and the last fifth by the saved model, and prints how many got
// their own cluster back, and how well the assigned fit the labels.
//   node test/bench/assign.mjs CORPUS.jsonl[.gz] [CLUSTER OPTIONS …]      (after a build)
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const [file, ...options] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-bench-'));
const bundle = path.join(folder, 'bundle.cjs');
await esbuild.build({
  stdin: {
    contents: `export { maximumAssignment } from './src/engine/evaluation/assignment';
      export { permutation, seededRandom } from './src/engine/math/random';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  outfile: bundle,
});
const { maximumAssignment, permutation, seededRandom } = createRequire(import.meta.url)(bundle);

const bytes = fs.readFileSync(file);
const read = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
// Renamed and shuffled: neither ids nor order may carry the label.
const documents = Array.from(permutation(read.length, seededRandom(0)), (place, i) => ({ id: `d${i}`, text: read[place].text, label: String(read[place].label) })); // prettier-ignore
const cut = Math.floor(documents.length * 0.8);
const names = [...new Set(documents.map(({ label }) => label))].sort();
const truth = new Map(documents.map(({ id, label }) => [id, names.indexOf(label)]));
const write = (name, rows) => {
  fs.writeFileSync(path.join(folder, name), rows.map(({ id, text }) => JSON.stringify({ id, text })).join('\n'));
  return path.join(folder, name);
};
const grove = (...args) => JSON.parse(execFileSync('node', [path.join(root, 'dist/cli.js'), ...args, '--json', '--quiet'], { maxBuffer: 1 << 30 })); // prettier-ignore

const train = write('train.jsonl', documents.slice(0, cut));
const analysis = path.join(folder, 'analysis');
grove('cluster', train, '--out', analysis, '--clusters', String(names.length), '--projection', 'none', ...options);
const table = path.join(folder, 'rows.json');
grove('export', analysis, '--format', 'json', '--out', table);
const own = new Map(JSON.parse(fs.readFileSync(table, 'utf8')).documents.map(({ id, cluster }) => [id, cluster]));
const again = grove('assign', analysis, train).documents;
const later = grove('assign', analysis, write('later.jsonl', documents.slice(cut))).documents;

const counts = new Float64Array(names.length * names.length);
for (const [id, cluster] of own) counts[cluster * names.length + truth.get(id)]++;
const labelOf = maximumAssignment(counts, names.length, names.length);
const accuracy = (pairs) => (pairs.filter(([id, cluster]) => labelOf[cluster] === truth.get(id)).length / pairs.length).toFixed(3); // prettier-ignore
console.log(`own cluster ${again.filter(({ id, cluster }) => own.get(id) === cluster).length} of ${own.size}`);
console.log(
  `accuracy ${accuracy([...own])}, of the last fifth ${accuracy(later.map(({ id, cluster }) => [id, cluster]))}`,
);
fs.rmSync(folder, { recursive: true });
