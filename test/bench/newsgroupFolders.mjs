// Writes a labelled corpus (NAME.jsonl.gz, one {"id","text","label"} a line) as a folder of one file a document.
//   node test/bench/newsgroupFolders.mjs CORPUS.jsonl.gz FOLDER
// Files are numbered in a seeded shuffle and spread over folders of 1,000, so that no name tells a label.
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const [corpus, folder] = process.argv.slice(2);
const documents = gunzipSync(fs.readFileSync(corpus))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
let state = 1;
for (let i = documents.length - 1; i > 0; i--) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  const j = state % (i + 1);
  [documents[i], documents[j]] = [documents[j], documents[i]];
}
documents.forEach(({ text }, i) => {
  const part = path.join(folder, String(Math.floor(i / 1000)).padStart(3, '0'));
  fs.mkdirSync(part, { recursive: true });
  fs.writeFileSync(path.join(part, `${i}.txt`), text);
});
console.log(`${documents.length} files in ${folder}`);
