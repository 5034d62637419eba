import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Compiles dist/kernels.wasm once before the tests, where it is missing or older than its source. */
export default function compileKernels(): void {
  const root = path.resolve(import.meta.dirname, '../..');
  const changed = (file: string): number => fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (changed('dist/kernels.wasm') > changed('src/engine/math/assembly/kernels.ts')) return;
  execFileSync(process.execPath, [path.join(root, 'esbuild.mjs'), '--kernels'], { cwd: root, stdio: 'inherit' });
}
