// Whether the options that `grove tune` finds cluster a labelled corpus better than the defaults, at the same number of clusters.
//   node test/bench/tune.mjs CORPUS.jsonl[.gz] K [--trials N] [--minutes M]      (after a build)
// Labels and ids are taken away before, and used for scoring only.
import path from 'node:path';
import { grove, inOwnFolder, shuffledDocuments, writeLabels, writeTexts } from './labelledCorpus.mjs';

const [file, k, ...limits] = process.argv.slice(2);
const fixed = ['--clusters', k, '--projection', 'none', '--seed', '1', '--max-file-size-mb', '4096'];

await inOwnFolder(async (folder) => {
  const place = (name) => path.join(folder, name);
  const documents = await shuffledDocuments(file, folder);
  const texts = writeTexts(place('texts.jsonl'), documents);
  writeLabels(place('labels.csv'), documents);

  function score(name, ...options) {
    const { seconds } = grove('cluster', texts, '--out', place(name), ...fixed, ...options);
    const { external } = grove('evaluate', place(name), '--labels', place('labels.csv'), '--resamples', '0');
    console.log(`${name.padEnd(8)}  accuracy ${external.accuracy.toFixed(3)}  NMI ${external.nmi.toFixed(3)}  ${seconds.total.toFixed(1)} s`); // prettier-ignore
  }

  score('defaults');
  const began = performance.now();
  const { trials, best } = grove('tune', texts, ...fixed, ...limits, '--out', place('best.json'));
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `tuned in ${seconds.toFixed(1)} s: trial ${best.number} of ${trials.length}, ${JSON.stringify(best.options)}`,
  );
  score('tuned', '--options', place('best.json'));
});
