import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Compiles dist/kernels.wasm and the workers once before the tests, where one is missing or older than what it is made of. */
export default function compileKernels(): void {
  const root = path.resolve(import.meta.dirname, '../..');
  const changed = (file: string): number => fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newestIn = (folder: string): number => {
    const sources = fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
    return Math.max(...sources.map((file) => changed(path.join(folder, file))));
  };
  if (
    changed('dist/ort-wasm-simd-threaded.wasm') > 0 &&
    Math.min(changed('dist/kernels.wasm'), changed('dist/kernelWorker.js')) > newestIn('src/engine/math') &&
    changed('dist/tokenWorker.js') > newestIn('src/engine/preprocessing')
  )
    return;
  execFileSync(process.execPath, [path.join(root, 'esbuild.mjs'), '--kernels'], { cwd: root, stdio: 'inherit' });
}
