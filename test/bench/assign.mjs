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
  const table = place('rows.json');
  grove('export', analysis, '--format', 'json', '--out', table);
  const own = new Map(JSON.parse(fs.readFileSync(table, 'utf8')).documents.map(({ id, cluster }) => [id, cluster]));
  const again = grove('assign', analysis, train).documents;
  const later = grove('assign', analysis, writeTexts(place('later.jsonl'), documents.slice(cut))).documents;

  const { maximumAssignment } = await bundled(
    `export { maximumAssignment } from './src/engine/evaluation/assignment';`,
    folder,
  );
  const counts = new Float64Array(names.length * names.length);
  for (const [id, cluster] of own) counts[cluster * names.length + truth.get(id)]++;
  const labelOf = maximumAssignment(counts, names.length, names.length);
  const accuracy = (pairs) => (pairs.filter(([id, cluster]) => labelOf[cluster] === truth.get(id)).length / pairs.length).toFixed(3); // prettier-ignore
  console.log(`own cluster ${again.filter(({ id, cluster }) => own.get(id) === cluster).length} of ${own.size}`);
  console.log(
    `accuracy ${accuracy([...own])}, of the last fifth ${accuracy(later.map(({ id, cluster }) => [id, cluster]))}`,
  );
});
