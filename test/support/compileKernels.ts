import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Compiles dist/kernels.wasm and its worker once before the tests, where one is missing or older than the sources in math/. */
export default function compileKernels(): void {
  const root = path.resolve(import.meta.dirname, '../..');
  const changed = (file: string): number => fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const math = path.join(root, 'src/engine/math');
  const sources = fs.readdirSync(math, { recursive: true, encoding: 'utf8' });
  const newest = Math.max(...sources.map((file) => changed(path.join('src/engine/math', file))));
  if (
    changed('dist/ort-wasm-simd-threaded.wasm') > 0 &&
    Math.min(changed('dist/kernels.wasm'), changed('dist/kernelWorker.js')) > newest
  )
    return;
  execFileSync(process.execPath, [path.join(root, 'esbuild.mjs'), '--kernels'], { cwd: root, stdio: 'inherit' });
}
