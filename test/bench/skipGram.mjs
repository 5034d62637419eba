// Skip-gram: words a second, and agreement with word-similarity sets beside gensim's on the same text.
//   node test/bench/skipGram.mjs CORPUS.jsonl.gz PAIRS.tsv… [--epochs 5] [--threads N] [--python PATH, with gensim and SciPy]
// The corpus has a "text" a line; a row of pairs is word, word, score. Build first: the kernels are taken from dist/.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import zlib from 'node:zlib';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const args = process.argv.slice(2);
const valueOf = (flag) => {
  const at = args.indexOf(flag);
  return at < 0 ? undefined : args.splice(at, 2)[1];
};
const epochs = Number(valueOf('--epochs') ?? 5);
const threads = Number(valueOf('--threads') ?? 1);
const python = valueOf('--python');
const [corpus, ...pairFiles] = args;
const leastFrequency = 5;
const dimensions = 100;

const bundle = path.join(root, 'dist', 'bench-skipGram.cjs');
await esbuild.build({
  stdin: {
    contents: `export { learnSkipGram } from './src/engine/encoder/skipGramVectors'; export { kernels } from './src/engine/math/kernels';
      export { seededRandom } from './src/engine/math/random'; export { silentContext } from './src/engine/runContext';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  outfile: bundle,
  logLevel: 'error',
});
const { learnSkipGram, kernels, seededRandom, silentContext } = createRequire(import.meta.url)(bundle);
fs.rmSync(bundle);

const documents = zlib
  .gunzipSync(fs.readFileSync(corpus))
  .toString('utf8')
  .trim()
  .split('\n')
  .map(
    (line) =>
      JSON.parse(line)
        .text.toLowerCase()
        .match(/[a-z]+/g) ?? [],
  );
const counts = new Map();
for (const words of documents) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
const vocabulary = [...counts].filter(([, count]) => count >= leastFrequency).sort((a, b) => b[1] - a[1]).map(([word]) => word); // prettier-ignore
const rowOf = new Map(vocabulary.map((word, row) => [word, row]));
const kept = documents.map((words) => words.filter((word) => rowOf.has(word)));
const offsets = new Uint32Array(kept.length + 1);
kept.forEach((words, i) => (offsets[i + 1] = offsets[i] + words.length));
const words = Int32Array.from(kept.flatMap((each) => each.map((word) => rowOf.get(word))));

const random = seededRandom(1);
const values = Float32Array.from({ length: vocabulary.length * dimensions }, () => (random() - 0.5) / dimensions);
const before = process.cpuUsage();
const began = performance.now();
const start = { rows: vocabulary.length, columns: dimensions, values };
const vectors = await learnSkipGram({ offsets, words }, start, {
  epochs,
  threads,
  random,
  context: { ...silentContext, now: () => performance.now() },
});
const wall = (performance.now() - began) / 1000;
const used = process.cpuUsage(before);
const seconds = (used.user + used.system) / 1e6;
console.log(`${kernels().name}: ${words.length} words × ${epochs} epochs, vocabulary ${vocabulary.length}`);
console.log(
  `ours, ${threads} thread(s): ${seconds.toFixed(1)} CPU s, ${wall.toFixed(1)} s by the clock, ${Math.round((words.length * epochs) / seconds)} words of text a CPU second`,
);
const digest = createHash('sha256').update(vectors.values).digest('hex').slice(0, 16);
console.log(`ours: the vectors' digest is ${digest}`);

/** The pairs whose words are known, with their scores. */
const pairsOf = (file) =>
  fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.toLowerCase().split('\t'))
    .filter(([a, b, score]) => rowOf.has(a) && rowOf.has(b) && Number.isFinite(Number(score)));
const ranks = (numbers) => {
  const order = [...numbers.keys()].sort((a, b) => numbers[a] - numbers[b]);
  const ranked = new Array(numbers.length);
  for (let i = 0; i < order.length;) {
    let j = i;
    while (j < order.length && numbers[order[j]] === numbers[order[i]]) j++;
    for (let t = i; t < j; t++) ranked[order[t]] = (i + j - 1) / 2;
    i = j;
  }
  return ranked;
};
const spearman = (a, b) => {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (x.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, i) => {
    xy += (value - mean) * (y[i] - mean);
    xx += (value - mean) ** 2;
    yy += (y[i] - mean) ** 2;
  });
  return xy / Math.sqrt(xx * yy);
};
const row = (word) => vectors.values.subarray(rowOf.get(word) * dimensions, (rowOf.get(word) + 1) * dimensions);
const dot = (a, b) => a.reduce((sum, value, d) => sum + value * b[d], 0);
const cosine = (a, b) => dot(row(a), row(b)) / Math.sqrt(dot(row(a), row(a)) * dot(row(b), row(b)));
for (const file of pairFiles) {
  const pairs = pairsOf(file);
  const found = spearman(pairs.map(([a, b]) => cosine(a, b)), pairs.map(([, , score]) => Number(score))); // prettier-ignore
  console.log(`ours: ${path.basename(file)}: ${pairs.length} pairs, Spearman ${found.toFixed(3)}`);
}

if (python !== undefined) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-bench-'));
  const text = path.join(folder, 'text.txt');
  fs.writeFileSync(text, kept.map((each) => each.join(' ')).join('\n'));
  const script = `
import sys, time, os
from gensim.models import Word2Vec
from gensim.models.word2vec import LineSentence
from scipy.stats import spearmanr
began = time.process_time()
model = Word2Vec(LineSentence(sys.argv[1]), vector_size=${dimensions}, window=5, negative=5, sg=1, min_count=1, epochs=${epochs}, sample=1e-3, seed=1, workers=1)
seconds = time.process_time() - began
print(f"gensim: {seconds:.1f} CPU s, {model.corpus_total_words * ${epochs} / seconds:.0f} words of text a CPU second")
for file in sys.argv[2:]:
    rows = [l.lower().rstrip("\\n").split("\\t")[:3] for l in open(file, encoding="utf8")]
    def known(r):
        try: return r[0] in model.wv and r[1] in model.wv and float(r[2]) == float(r[2])
        except ValueError: return False
    rows = [r for r in rows if known(r)]
    rho = spearmanr([model.wv.similarity(a, b) for a, b, _ in rows], [float(s) for *_, s in rows]).statistic
    print(f"gensim: {os.path.basename(file)}: {len(rows)} pairs, Spearman {rho:.3f}")
`;
  process.stdout.write(execFileSync(python, ['-c', script, text, ...pairFiles], { encoding: 'utf8' }));
  fs.rmSync(folder, { recursive: true });
}
