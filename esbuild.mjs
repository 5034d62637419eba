// Bundles the extension, the engine process, the command line and the page into dist/.
//   node esbuild.mjs [--watch] [--production] [--kernels: nothing but what the engine loads from dist/]
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
};

const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', '@tensorflow/tfjs-node', 'onnxruntime-node'],
  // Its ES module asks for its own address, which a CommonJS bundle hasn't.
  alias: { 'onnxruntime-web': require.resolve('onnxruntime-web') },
};

const workers = ['math/threads/kernelWorker', 'preprocessing/tokenWorker'].map((file) => ({
  ...node,
  entryPoints: { [path.basename(file)]: `src/engine/${file}.ts` },
  outdir: 'dist',
}));

const bundles = [
  ...workers,
  { ...node, entryPoints: { extension: 'src/extension.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { engineProcess: 'src/engineProcess/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { cli: 'src/cli.ts' }, outdir: 'dist', banner: { js: '#!/usr/bin/env node' } },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file', '.svg': 'text' },
    entryPoints: { main: 'webview-ui/main.tsx' },
    outdir: 'dist/webview',
  },
];

/** Copies what bundles load at run time from beside them. */
async function copyAssets() {
  const assets = [
    ...['', '-simd'].map((kind) => [
      require.resolve('@tensorflow/tfjs-backend-wasm/package.json'),
      `../wasm-out/tfjs-backend-wasm${kind}.wasm`,
    ]),
    [require.resolve('jieba-wasm'), 'jieba_rs_wasm_bg.wasm'],
    ...['mjs', 'wasm'].map((kind) => [require.resolve('onnxruntime-web'), `ort-wasm-simd-threaded.${kind}`]),
  ];
  await fs.mkdir(path.join(root, 'dist', 'fonts'), { recursive: true });
  for (const [manifest, file] of assets) {
    const source = path.join(path.dirname(manifest), file.replace('../', ''));
    await fs.copyFile(source, path.join(root, 'dist', path.basename(file)));
  }
  const resvg = path.dirname(require.resolve('@resvg/resvg-wasm/index_bg.wasm'));
  const dejaVu = path.dirname(require.resolve('dejavu-fonts-ttf/package.json'));
  const noto = path.dirname(require.resolve('@fontsource/noto-sans-sc/package.json'));
  const renamed = {
    'resvg.wasm': path.join(resvg, 'index_bg.wasm'),
    'fonts/DejaVuSans.ttf': path.join(dejaVu, 'ttf/DejaVuSans.ttf'),
    'fonts/DejaVuSans.LICENSE': path.join(dejaVu, 'LICENSE'),
    'fonts/NotoSansSC.woff2': path.join(noto, 'files/noto-sans-sc-chinese-simplified-400-normal.woff2'),
    'fonts/NotoSansSC.LICENSE': path.join(noto, 'LICENSE'),
  };
  for (const [name, source] of Object.entries(renamed)) await fs.copyFile(source, path.join(root, 'dist', name));
}

/** Compiles the SIMD kernels from AssemblyScript. */
async function buildKernels() {
  const source = 'src/engine/math/assembly/kernels.ts';
  try {
    await fs.access(path.join(root, source));
  } catch {
    return;
  }
  const asc = path.join(path.dirname(require.resolve('assemblyscript/package.json')), 'bin/asc.js');
  const flags = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--importMemory'];
  await promisify(execFile)(process.execPath, [asc, source, ...flags, '-o', 'dist/kernels.wasm'], { cwd: root });
}

if (process.argv.includes('--kernels')) {
  await fs.mkdir(path.join(root, 'dist'), { recursive: true });
  await copyAssets();
  await buildKernels();
  await Promise.all(workers.map((worker) => esbuild.build(worker)));
  process.exit();
}
await copyAssets();
await buildKernels();
const existing = [];
for (const bundle of bundles) {
  const entry = Object.values(bundle.entryPoints)[0];
  if (
    await fs.access(path.join(root, entry)).then(
      () => true,
      () => false,
    )
  )
    existing.push(bundle);
}
if (watch) {
  const contexts = await Promise.all(existing.map((bundle) => esbuild.context(bundle)));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  await Promise.all(existing.map((bundle) => esbuild.build(bundle)));
}
