// Clusters four fifths of a labelled corpus, assigns them and the last fifth by the saved model, and prints how many got
// their own cluster back, and how well the assigned fit the labels.
//   node test/bench/assign.mjs CORPUS.jsonl[.gz] [CLUSTER OPTIONS …]      (after a build)
import fs from 'node:fs';
import path from 'node:path';
import { bundled, grove, inOwnFolder, shuffledDocuments, writeTexts } from './labelledCorpus.mjs';

const [file, ...options] = process.argv.slice(2);

await inOwnFolder(async (folder) => {
  const place = (name) => path.join(folder, name);
  const documents = await shuffledDocuments(file, folder);
  const cut = Math.floor(documents.length * 0.8);
  const names = [...new Set(documents.map(({ label }) => label))].sort();
  const truth = new Map(documents.map(({ id, label }) => [id, names.indexOf(label)]));

  const train = writeTexts(place('train.jsonl'), documents.slice(0, cut));
  const analysis = place('analysis');
  grove('cluster', train, '--out', analysis, '--clusters', String(names.length), '--projection', 'none', ...options);
  const rows = place('rows.json');
  grove('export', analysis, '--format', 'json', '--out', rows);
  const own = new Map(JSON.parse(fs.readFileSync(rows, 'utf8')).documents.map(({ id, cluster }) => [id, cluster]));
  const again = grove('assign', analysis, train).documents;
  const later = grove('assign', analysis, writeTexts(place('later.jsonl'), documents.slice(cut))).documents;

  const { contingency, finish, maximumAssignment } = await bundled(
    `export { maximumAssignment } from './src/engine/evaluation/assignment';
     export { contingency } from './src/engine/evaluation/contingency';
     export { finish } from './src/shared/steps';`,
    folder,
  );
  const table = contingency(
    Int32Array.from(own.values()),
    Int32Array.from(own.keys(), (id) => truth.get(id)),
  );
  const classOfRow = finish(maximumAssignment(table));
  const labelOf = Object.fromEntries(Array.from(table.rows, (cluster, i) => [cluster, table.columns[classOfRow[i]]]));
  const accuracy = (pairs) => (pairs.filter(([id, cluster]) => labelOf[cluster] === truth.get(id)).length / pairs.length).toFixed(3); // prettier-ignore
  console.log(`own cluster ${again.filter(({ id, cluster }) => own.get(id) === cluster).length} of ${own.size}`);
  console.log(
    `accuracy ${accuracy([...own])}, of the last fifth ${accuracy(later.map(({ id, cluster }) => [id, cluster]))}`,
  );
});
