// What benches on labelled corpora share: the corpus without what would give its labels away, and the built command line.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs `bench` with a folder of its own, which is gone afterwards, also when a command failed. */
export async function inOwnFolder(bench) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-bench-'));
  try {
    await bench(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The exports of TypeScript lines that are read as if they stood at the root of the project. */
export async function bundled(lines, folder, settings = {}) {
  const outfile = path.join(fs.mkdtempSync(path.join(folder, 'bundle-')), 'bundle.cjs');
  await esbuild.build({
    stdin: { contents: lines, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    outfile,
    ...settings,
  });
  return createRequire(import.meta.url)(settings.outfile ?? outfile);
}

/** The documents of CORPUS.jsonl[.gz], renamed and shuffled: neither ids nor order may carry the label. */
export async function shuffledDocuments(file, folder) {
  const { permutation, seededRandom } = await bundled(
    `export { permutation, seededRandom } from './src/engine/math/random';`,
    folder,
  );
  const bytes = fs.readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const read = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return Array.from(permutation(read.length, seededRandom(0)), (place, i) => ({
    id: `d${i}`,
    text: read[place].text,
    label: String(read[place].label),
  }));
}

/** Writes documents without their labels. */
export function writeTexts(file, documents) {
  fs.writeFileSync(file, documents.map(({ id, text }) => JSON.stringify({ id, text })).join('\n'));
  return file;
}

/** Writes the labels of documents as `grove evaluate --labels` reads them. */
export function writeLabels(file, documents) {
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  fs.writeFileSync(file, ['id,label', ...documents.map(({ id, label }) => `${id},${quoted(label)}`)].join('\n'));
  return file;
}

/** What a command of the built command line prints with --json. */
export function grove(...args) {
  const cli = path.join(root, 'dist/cli.js');
  return JSON.parse(execFileSync('node', [cli, ...args, '--json', '--quiet'], { maxBuffer: 1 << 30 }));
}
