// How many of the ten documents found share the query's true label, by words, by meaning, and by both.
//   node test/bench/search.mjs ANALYSIS LABELS.jsonl QUERIES.jsonl [COUNT]
// LABELS has "id" and "label" of the analysis' documents, QUERIES "text" and "label" of texts that are not among them.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const [analysis, labelFile, queryFile, count = '300'] = process.argv.slice(2);
const bundle = path.join(root, 'dist', 'bench-search.cjs');
await esbuild.build({
  stdin: {
    contents: `export { searchDocuments } from './src/engine/similarity/searchDocuments';
      export { silentContext } from './src/engine/runContext';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  external: ['@tensorflow/tfjs-node'],
  outfile: bundle,
});
const { searchDocuments, silentContext } = createRequire(import.meta.url)(bundle);
fs.rmSync(bundle);

const lines = (file) => fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
const labelOf = new Map(lines(labelFile).map(({ id, label }) => [id, String(label)]));
const queries = lines(queryFile).slice(0, Number(count));
const orders = { words: (found) => found.bm25, meaning: (found) => found.similarity, both: (found) => found.score };
const hits = { words: 0, meaning: 0, both: 0 };
let ms = 0;
let asked = 0;
for (const { text, label } of queries) {
  const began = performance.now();
  const result = await searchDocuments({ analysis: path.resolve(analysis), query: text, top: labelOf.size }, silentContext).catch(() => undefined); // prettier-ignore
  ms += performance.now() - began;
  if (result === undefined) continue;
  asked++;
  for (const [name, scoreOf] of Object.entries(orders)) {
    const top = [...result.found].sort((a, b) => scoreOf(b) - scoreOf(a)).slice(0, 10);
    hits[name] += top.filter(({ id }) => labelOf.get(id) === String(label)).length / 10;
  }
}
for (const [name, sum] of Object.entries(hits))
  console.log(`${name.padEnd(8)} ${(sum / asked).toFixed(3)} of the first ten`);
console.log(
  `${asked} of ${queries.length} queries understood, ${(ms / queries.length).toFixed(1)} ms each with all ranked`,
);
