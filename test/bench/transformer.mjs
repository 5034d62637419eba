// Sentence encoder: texts a second of a real model's folder, by the clock and by processor time.
//   node test/bench/transformer.mjs MODEL_DIR CORPUS.jsonl.gz [--documents 4000] [--backend auto|wasm|native]
// The corpus has a "text" a line. MODEL_DIR holds model.onnx and tokenizer.json. Build first: WebAssembly is taken from dist/.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import zlib from 'node:zlib';
import { createHash } from 'node:crypto';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const args = process.argv.slice(2);
const valueOf = (flag) => {
  const at = args.indexOf(flag);
  return at < 0 ? undefined : args.splice(at, 2)[1];
};
const documents = Number(valueOf('--documents') ?? 4000);
const backend = valueOf('--backend') ?? 'auto';
const [model, corpus] = args;

const bundle = path.join(root, 'dist', 'bench-transformer.cjs');
await esbuild.build({
  stdin: {
    contents: `export { SentenceEncoder } from './src/engine/encoder/transformer/sentenceEncoder';
      export { silentContext } from './src/engine/runContext';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  platform: 'node',
  external: ['onnxruntime-node'],
  alias: { 'onnxruntime-web': createRequire(import.meta.url).resolve('onnxruntime-web') },
  outfile: bundle,
  logLevel: 'error',
});
const { SentenceEncoder, silentContext } = createRequire(import.meta.url)(bundle);
fs.rmSync(bundle);

const lines = zlib.gunzipSync(fs.readFileSync(corpus)).toString('utf8').trim().split('\n');
const step = Math.max(1, Math.floor(lines.length / documents));
const texts = lines.filter((_, i) => i % step === 0).slice(0, documents).map((line) => JSON.parse(line).text); // prettier-ignore

const context = { ...silentContext, now: () => performance.now() };
const encoder = await SentenceEncoder.open(model, backend, context);
await encoder.encode(texts.slice(0, 50), context); // what is done once is not counted
const before = process.cpuUsage();
const began = performance.now();
const { columns, values } = await encoder.encode(texts, context);
const seconds = (performance.now() - began) / 1000;
const used = process.cpuUsage(before);
const cpuSeconds = (used.user + used.system) / 1e6;
console.log(`${encoder.version}: ${texts.length} texts, ${columns} dimensions`);
console.log(`${seconds.toFixed(1)} s by the clock, ${(texts.length / seconds).toFixed(0)} texts/s`);
console.log(`${cpuSeconds.toFixed(1)} processor seconds, ${(texts.length / cpuSeconds).toFixed(0)} texts a processor second`); // prettier-ignore
console.log(`digest of the vectors: ${createHash('sha256').update(values).digest('hex').slice(0, 16)}`);
