import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';

/** Packs what is built, as `npm run package` does, into a VSIX in a folder of its own. */
export async function packageExtension(): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'grove-vsix-'));
  const packagePath = path.join(folder, 'grove.vsix');
  const asPackaged = { dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false };
  await createVSIX({ cwd: '.', packagePath, ...asPackaged });
  return packagePath;
}
