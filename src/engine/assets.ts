import fs from 'node:fs';
import path from 'node:path';

/**
 * The absolute path of a file that ships with Grove, by its path from the package's root, such as
 * 'media/models/english.vectors' or 'dist/kernels.wasm'. Works from the bundles in dist/ and from the sources.
 */
export function assetPath(relative: string): string {
  return path.join(packageRoot(), relative);
}

let foundRoot: string | undefined;

function packageRoot(): string {
  if (foundRoot !== undefined) return foundRoot;
  let folder = __dirname;
  while (!fs.existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`No package.json above ${__dirname}`);
    folder = parent;
  }
  foundRoot = folder;
  return folder;
}
