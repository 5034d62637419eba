// @ts-check
// npm start: opens a real VS Code on a copy of the sample folder, with Grove in it, and prints its address.
//   npm start -- FOLDER      opens that folder itself instead
import fs from 'node:fs';
import path from 'node:path';
import { loadTypeScript } from './support/loadTypeScript.mjs';
import { inRoot, root } from './support/paths.mjs';
import { prepare } from './support/prepare.mjs';

/** A copy, so that trying Grove out leaves the samples as they are. It is kept from start to start. */
function sampleFolder() {
  const folder = inRoot('out/start/samples');
  if (!fs.existsSync(folder)) fs.cpSync(inRoot('media/samples'), folder, { recursive: true });
  return folder;
}

await prepare();
const folder = process.argv[2] === undefined ? sampleFolder() : path.resolve(process.argv[2]);
if (!fs.existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
const { startServer } = await loadTypeScript('test/support/codeServer/server.ts');
const server = await startServer({ extensions: [root], settings: { 'workbench.reduceMotion': 'auto' } });
console.log(`\nVS Code with Grove: ${server.url}/?folder=${encodeURIComponent(folder)}`);
console.log('Right-click a folder in the Explorer and choose "Cluster This Folder". Ctrl-C ends it.');
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    void server.stop().then(() => process.exit(0));
  });
}
await new Promise(() => setInterval(() => undefined, 60_000)); // until a signal comes
