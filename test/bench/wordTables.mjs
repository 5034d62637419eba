// The shipped word vectors against a table distilled from a sentence encoder (each word run through it by itself, principal
// components of the outcome; Tulkens and van Dongen, "Model2Vec", 2024): word similarity, and clusters of labelled corpora.
//   node test/bench/wordTables.mjs DATA MODEL_DIR [--dimensions 100,256] [--corpora NAME:K,…] [--seeds 1,2,3]      (after a build)
// DATA holds NAME.jsonl.gz and wordsim/en-*.tsv; MODEL_DIR holds model.onnx and tokenizer.json.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { bundled, grove, inOwnFolder, shuffledDocuments, writeLabels, writeTexts } from './labelledCorpus.mjs';

const [data, model, ...flags] = process.argv.slice(2);
const option = (flag, usual) => (flags.includes(flag) ? flags[flags.indexOf(flag) + 1] : usual).split(',');
const dimensions = option('--dimensions', '100,256').map(Number);
const corpora = option('--corpora', 'agnews-8k:4,searchsnippets:8,stackoverflow:20,tweet:89');
const seeds = option('--seeds', '1,2,3');
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Places in ascending order, ties at their mean. */
function ranks(values) {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const rank = [];
  for (let first = 0, end; first < order.length; first = end) {
    end = first;
    while (end < order.length && values[order[end]] === values[order[first]]) end++;
    for (let at = first; at < end; at++) rank[order[at]] = (first + end - 1) / 2;
  }
  return rank;
}

function correlation(a, b) {
  const [meanA, meanB] = [mean(a), mean(b)];
  const products = (x, meanX, y, meanY) => x.reduce((sum, value, i) => sum + (value - meanX) * (y[i] - meanY), 0);
  return products(a, meanA, b, meanB) / Math.sqrt(products(a, meanA, a, meanA) * products(b, meanB, b, meanB));
}

/** Spearman's correlation of cosines with people's judgement, and the pairs of which both words are known. */
function similarity({ values, columns }, rowOf, file) {
  const cosine = (i, j) => {
    const [a, b] = [i, j].map((row) => values.subarray(row * columns, (row + 1) * columns));
    const product = (x, y) => x.reduce((sum, value, d) => sum + value * y[d], 0);
    return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
  };
  const pairs = fs.readFileSync(file, 'utf8').trim().split(/\r?\n/).map((line) => line.split('\t')); // prettier-ignore
  const known = pairs
    .map(([a, b, score]) => [rowOf.get(a.toLowerCase()), rowOf.get(b.toLowerCase()), Number(score)])
    .filter(([a, b]) => a !== undefined && b !== undefined);
  const judged = ranks(known.map(([, , score]) => score));
  return `${correlation(ranks(known.map(([a, b]) => cosine(a, b))), judged).toFixed(3)} (${known.length}/${pairs.length})`;
}

await inOwnFolder(async (folder) => {
  // In dist/, where the shipped vectors and WebAssembly are looked for.
  const outfile = path.resolve(import.meta.dirname, '../../dist/bench-word-tables.cjs');
  const web = createRequire(import.meta.url).resolve('onnxruntime-web');
  const { readShippedWordVectors, SentenceEncoder, pca, silentContext } = await bundled(
    `export { readShippedWordVectors } from './src/engine/encoder/shippedWordVectors';
     export { SentenceEncoder } from './src/engine/encoder/transformer/sentenceEncoder';
     export { pca } from './src/engine/projection/pca';
     export { silentContext } from './src/engine/runContext';`,
    folder,
    { outfile, external: ['onnxruntime-node'], alias: { 'onnxruntime-web': web }, logLevel: 'error' },
  );
  fs.rmSync(outfile);
  const context = { ...silentContext, now: () => performance.now() };
  const words = shippedWords();
  const shipped = readShippedWordVectors(words.map((text) => ({ text })));
  const rowOf = new Map(words.map((word, row) => [word, row]));
  const encoder = await SentenceEncoder.open(model, 'auto', context);
  const encoded = await encoder.encode(words, context);
  const tables = [{ name: `shipped, ${shipped.dimensions}`, options: [], values: shipped.vectors, columns: shipped.dimensions }]; // prettier-ignore
  for (const count of dimensions) {
    const { projected } = await pca(encoded, count, context);
    const file = path.join(folder, `distilled-${count}.txt`);
    const lineOf = (word, row) => `${word} ${Array.from(projected.values.subarray(row * projected.columns, (row + 1) * projected.columns), (value) => value.toPrecision(5)).join(' ')}`; // prettier-ignore
    fs.writeFileSync(file, words.map(lineOf).join('\n'));
    tables.push({ name: `distilled, ${projected.columns}`, options: ['--word-vectors', file], ...projected });
  }

  const sets = fs.readdirSync(path.join(data, 'wordsim')).filter((name) => /^en-.*\.tsv$/.test(name));
  for (const table of tables)
    for (const set of sets) console.log(`${table.name.padEnd(16)} ${set.padEnd(20)} ${similarity(table, rowOf, path.join(data, 'wordsim', set))}`); // prettier-ignore

  for (const [name, k] of corpora.map((corpus) => corpus.split(':'))) {
    const documents = await shuffledDocuments(path.join(data, `${name}.jsonl.gz`), folder);
    const texts = writeTexts(path.join(folder, `${name}.jsonl`), documents);
    const labels = writeLabels(path.join(folder, 'labels.csv'), documents);
    const accuracy = (options) =>
      mean(
        seeds.map((seed) => {
          const out = path.join(folder, 'analysis');
          grove('cluster', texts, '--out', out, '--fresh', '--clusters', k, '--projection', 'none', '--seed', seed, ...options); // prettier-ignore
          return grove('evaluate', out, '--labels', labels, '--resamples', '0').external.accuracy;
        }),
      ).toFixed(3);
    const alone = ['--views', 'word-vectors', '--algorithm', 'kmeans', '--refine', 'none', '--compress', 'none'];
    for (const table of tables)
      console.log(`${table.name.padEnd(16)} ${name.padEnd(20)} alone ${accuracy([...alone, ...table.options])}  default ${accuracy(table.options)}`); // prettier-ignore
  }
});

/** The words of the shipped table in its order: what follows the header, the scales and the values. */
function shippedWords() {
  const bytes = fs.readFileSync(path.resolve(import.meta.dirname, '../../media/models/english.vectors'));
  const [count, columns] = [bytes.readUInt32LE(4), bytes.readUInt32LE(8)];
  return bytes.toString('utf8', 16 + count * (4 + columns)).split('\n');
}
