// @ts-check
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.mjs';

/**
 * Imports a TypeScript module of the checkout, bundled into out/scripts/. Needs the packages installed.
 * @param {string} file relative to the checkout
 * @returns {Promise<any>} the module
 */
export async function loadTypeScript(file) {
  const esbuild = await import('esbuild');
  const outfile = inRoot('out/scripts', `${file.replace(/\W/g, '-')}-${process.pid}.mjs`);
  await esbuild.build({
    absWorkingDir: inRoot(),
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const { rm } = await import('node:fs/promises');
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile, { force: true });
  }
}
