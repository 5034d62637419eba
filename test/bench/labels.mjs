// What true classes are called when they are given as clusters, and how well those keywords cohere.
//   node test/bench/labels.mjs CORPUS.jsonl[.gz] [EXPECTED.json] [CLUSTERS.json]
// CORPUS has "id", "text" and "label"; EXPECTED gives each class its name and evident synonyms, as keywords may have them:
// { "rec.autos": ["car", "auto"] }. With CLUSTERS, the keywords are written there for a scorer.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const [corpusFile, expectedFile, keywordFile] = process.argv.slice(2);
const bundle = path.join(root, 'dist', 'bench-labels.cjs');
await esbuild.build({
  stdin: {
    contents: `export { openCorpus } from './src/engine/corpus/openCorpus';
      export { preprocess } from './src/engine/preprocessing/preprocess';
      export { describeClusters } from './src/engine/labelling/describeClusters';
      export { defaultSourceOptions } from './src/shared/options';
      export { silentContext } from './src/engine/runContext';
      export { stopWordsOf } from './src/engine/preprocessing/stopWords';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  external: ['@tensorflow/tfjs-node'],
  outfile: bundle,
});
const { openCorpus, preprocess, describeClusters, defaultSourceOptions, silentContext, stopWordsOf } = createRequire(
  import.meta.url,
)(bundle);
fs.rmSync(bundle);

const reader = await openCorpus(
  path.resolve(corpusFile),
  { sourceOptions: defaultSourceOptions, maxFileSizeMB: 100 },
  silentContext,
);
const corpus = await preprocess(reader, { language: 'auto', stopWords: [] }, silentContext);
const classes = [...new Set(corpus.documents.map(({ label }) => label))].sort();
const labels = Int32Array.from(corpus.documents, ({ label }) => classes.indexOf(label));
const parts = new Int32Array(labels.length).fill(-1);
const none = { rows: labels.length, columns: 1, values: new Float32Array(labels.length) };
const began = performance.now();
const { clusters } = await describeClusters(corpus, none, none, { labels, parts }, silentContext);
const seconds = (performance.now() - began) / 1000;

const expected = expectedFile === undefined ? undefined : JSON.parse(fs.readFileSync(expectedFile, 'utf8'));
const stopWords = stopWordsOf(corpus.language);
let named = 0;
for (const { id, label, keywords } of clusters) {
  const terms = keywords.map(({ term }) => term);
  const words = new Set(terms.flatMap((term) => [term, ...term.split(' ')]).map((word) => word.toLowerCase()));
  const isNamed = expected?.[classes[id]]?.some((name) => [name, `${name}s`].some((form) => words.has(form)));
  if (isNamed) named++;
  const amiss = terms.filter((term) => stopWords.has(term.toLowerCase()));
  console.log(`${isNamed ? '✓' : ' '} ${classes[id]}: ${label} — ${terms.join(', ')}${amiss.length > 0 ? `  STOP WORDS ${amiss.join(', ')}` : ''}`); // prettier-ignore
}
if (expected !== undefined) console.log(`${named} of ${clusters.length} named as expected`);
console.log(`labelled in ${seconds.toFixed(1)} s`);
if (keywordFile !== undefined)
  fs.writeFileSync(keywordFile, JSON.stringify(Object.fromEntries(clusters.map(({ id, keywords }) => [classes[id], keywords.map(({ term }) => term)])))); // prettier-ignore
