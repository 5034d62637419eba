// @ts-check
// npm run package: the VSIX, for every platform, with a list of what is in it and a check that it is complete and small.
import fs from 'node:fs';
import { tool } from './support/levels.mjs';
import { inRoot } from './support/paths.mjs';
import { build, ensureInstalled } from './support/prepare.mjs';

const largestMB = 25;

/** Without these an installed Grove does not work, or shows a bare page in the Extensions view. */
const required = [
  ...[
    'extension.js',
    'engineProcess.js',
    'kernelWorker.js',
    'tokenWorker.js',
    'cli.js',
    'webview/main.js',
    'webview/main.css',
  ].map((name) => `dist/${name}`),
  ...['kernels', 'jieba_rs_wasm_bg', 'tfjs-backend-wasm', 'tfjs-backend-wasm-simd', 'ort-wasm-simd-threaded'].map(
    (name) => `dist/${name}.wasm`,
  ),
  'dist/ort-wasm-simd-threaded.mjs',
  ...['resvg.wasm', 'fonts/DejaVuSans.ttf', 'fonts/NotoSansSC.woff2'].map((name) => `dist/${name}`),
  ...['DejaVuSans', 'NotoSansSC'].map((name) => `dist/fonts/${name}.LICENSE`),
  ...['media/models/english.vectors', 'media/icons/grove.png', 'media/icons/grove.svg'],
  ...['package.nls.json', 'package.nls.zh-cn.json', 'l10n/bundle.l10n.zh-cn.json'],
  ...['README.md', 'CHANGELOG.md', 'LICENSE'],
];

/** @returns {Promise<string[]>} the files that .vscodeignore lets through, relative to the checkout */
async function shippedFiles() {
  const { listFiles } = await import('@vscode/vsce');
  const { PackageManager } = /** @type {any} */ (await import('@vscode/vsce'));
  return listFiles({ cwd: inRoot(), packageManager: PackageManager?.None ?? 2 });
}

await ensureInstalled();
fs.rmSync(inRoot('dist'), { recursive: true, force: true });
await build(['--production']);

const { name, version } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));
const vsix = `${name}-${version}.vsix`;
const files = await shippedFiles();
const missing = required.filter((file) => !files.includes(file));
if (missing.length > 0)
  throw new Error(`The package would lack ${missing.join(', ')}. Look at .vscodeignore and the build.`);

// Without a repository's address, links of the README to files of the checkout stay as they are.
const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix];
await tool('@vscode/vsce', ['package', ...flags], 'vsce');
const sizeMB = fs.statSync(inRoot(vsix)).size / 1e6;
const bySize = files.map((file) => ({ file, bytes: fs.statSync(inRoot(file)).size })).sort((a, b) => b.bytes - a.bytes);
for (const { file, bytes } of bySize) console.log(`${(bytes / 1e6).toFixed(2).padStart(8)} MB  ${file}`);
console.log(`\n${inRoot(vsix)}: ${files.length} files, ${sizeMB.toFixed(1)} MB packed`);
if (sizeMB > largestMB) throw new Error(`The package is larger than ${largestMB} MB.`);
