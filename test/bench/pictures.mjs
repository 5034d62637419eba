// What pictures of large analyses take, in processor seconds and bytes: the map as SVG and PNG, the dendrogram as PNG.
//   node test/bench/pictures.mjs
import { createRequire } from 'node:module';
import path from 'node:path';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const bundle = path.join(root, 'dist', 'bench-pictures.cjs'); // beside dist/, where fonts are looked for
const contents = `
export { mapPicture } from './src/engine/storage/exports/mapPicture';
export { dendrogramPicture } from './src/engine/storage/exports/dendrogramPicture';
export { pngOf } from './src/engine/storage/exports/png';
export { makePageData } from './test/support/pageData';`;
await esbuild.build({
  stdin: { contents, resolveDir: root, loader: 'ts' },
  ...{ outfile: bundle, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'warning' },
});
const { mapPicture, dendrogramPicture, pngOf, makePageData } = createRequire(import.meta.url)(bundle);

async function measured(name, work) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  console.log(`${name}: ${((user + system) / 1e6).toFixed(2)} s, ${(result.length / 1e6).toFixed(2)} MB`);
  return result;
}

for (const documents of [18_846, 100_000]) {
  const data = makePageData(documents, 20);
  const { id, title, cluster, subcluster, projection } = data.documents;
  const rows = id.map((_, i) => ({
    ...{ id: id[i], path: id[i], title: title[i], snippet: '', language: 'en', cluster_label: '', confidence: 1 },
    ...{ cluster: cluster[i], subcluster: subcluster[i], x: projection[2 * i], y: projection[2 * i + 1] },
  }));
  const map = { width: 1200, theme: 'light' };
  await measured(`${documents} map svg`, () => mapPicture(data.analysis, rows, { ...map, hasTitles: true }));
  const svg = mapPicture(data.analysis, rows, { ...map, hasTitles: false });
  await measured(`${documents} map png`, () => pngOf(svg, 2400));
  const tree = await measured(`${documents} dendrogram svg`, () => dendrogramPicture(data, map));
  await measured(`${documents} dendrogram png`, () => pngOf(tree, 2400));
}
