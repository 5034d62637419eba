// Processor seconds of the sequential information bottleneck on the words of a labelled corpus, from a start of chance.
//   node test/bench/bottleneck.mjs CORPUS.jsonl[.gz] K [--passes N] [--columns N]      (after a build)
// Words are runs of letters that stand in 2 documents and at most half of them; the vectors are sums of directions drawn for
// each word, so that their size is that of an analysis. One thread.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundled, inOwnFolder, shuffledDocuments } from './labelledCorpus.mjs';

const { values, positionals } = parseArgs({
  options: { passes: { type: 'string', default: '15' }, columns: { type: 'string', default: '264' } },
  allowPositionals: true,
});
const [maxPasses, columns] = [Number(values.passes), Number(values.columns)];
const [file, k] = positionals;

await inOwnFolder(async (folder) => {
  const outfile = path.resolve(import.meta.dirname, '../../dist/bench-bottleneck.cjs'); // beside the kernels
  const m = await bundled(
    `export { informationBottleneck } from './src/engine/clustering/informationBottleneck';
     export { silentContext } from './src/engine/runContext';
     export { kernels } from './src/engine/math/kernels';
     export { normalizeRows } from './src/engine/math/matrix';
     export { normal, seededRandom } from './src/engine/math/random';`,
    folder,
    { outfile },
  );
  const documents = await shuffledDocuments(file, folder);
  const random = m.seededRandom(1);
  const counts = countsOf(documents.map(({ text }) => text.toLowerCase().match(/\p{L}+/gu) ?? []));
  const directions = Float32Array.from({ length: counts.columns * columns }, () => m.normal(random));
  const vectors = m.normalizeRows(m.kernels().sparseTimes(counts, { rows: counts.columns, columns, values: directions })); // prettier-ignore
  const start = Int32Array.from(documents, (_, i) => i % Number(k));
  const before = process.cpuUsage();
  const evidence = { counts, vectors };
  const { passes, objective } = await m.informationBottleneck(evidence, start, Number(k), { maxPasses, sizeWeight: 0 }, random, m.silentContext); // prettier-ignore
  const { user, system } = process.cpuUsage(before);
  console.log(`${counts.rows} documents, ${counts.columns} words, ${counts.indices.length} counts, ${columns} columns`);
  console.log(
    `${passes} passes in ${((user + system) / 1e6).toFixed(2)} processor s, objective ${objective.toFixed(4)}`,
  );
});

function countsOf(texts) {
  const frequency = new Map();
  for (const words of texts) for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const kept = [...frequency].filter(([, documents]) => documents >= 2 && documents <= texts.length / 2);
  const columnOf = new Map(kept.map(([word], column) => [word, column]));
  const offsets = [0];
  const indices = [];
  const values = [];
  for (const words of texts) {
    const row = new Map();
    for (const word of words) if (columnOf.has(word)) row.set(word, (row.get(word) ?? 0) + 1);
    for (const [word, count] of row) {
      indices.push(columnOf.get(word));
      values.push(count);
    }
    offsets.push(indices.length);
  }
  return {
    rows: texts.length,
    columns: kept.length,
    offsets: Uint32Array.from(offsets),
    indices: Uint32Array.from(indices),
    values: Float32Array.from(values),
  };
}
