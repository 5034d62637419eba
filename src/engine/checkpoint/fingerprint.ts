import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { SourceOptions } from '../../shared/options';
import { walkFolder } from '../corpus/folderWalk';
import { breather, type RunContext } from '../runContext';

/**
 * Tells whether a source is as it was. A table file: SHA-256 of its bytes. A folder: of its files' names, sizes and times of change
 * to the nanosecond, of content and of everything else (which no program can set back), as git tells changed files; reading all
 * of them would take as long as the stage that is to be spared.
 *
 * @param source absolute path
 */
export async function sourceFingerprint(source: string, options: SourceOptions, context: RunContext): Promise<string> {
  const hash = createHash('sha256');
  const breathe = breather(context);
  if ((await fs.stat(source)).isFile()) {
    const handle = await fs.open(source);
    try {
      for await (const bytes of handle.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 })) {
        hash.update(bytes as Buffer);
        if (breathe.due()) await breathe();
      }
    } finally {
      await handle.close();
    }
    return hash.digest('hex');
  }
  const { files } = await walkFolder(source, options, context);
  for (const file of files) {
    hash.update(`${file}\0${await stateOf(path.join(source, file))}\n`);
    if (breathe.due()) await breathe();
  }
  return hash.digest('hex');
}

/** The state of a file or the files of a folder that an option names; empty for none. */
export async function fileFingerprint(place: string): Promise<string> {
  if (place === '') return '';
  const stats = await fs.stat(place).catch(() => undefined);
  if (stats?.isDirectory() !== true) return stateOf(place);
  const names = (await fs.readdir(place)).sort();
  return (await Promise.all(names.map(async (name) => `${name} ${await stateOf(path.join(place, name))}`))).join('\n');
}

async function stateOf(file: string): Promise<string> {
  const stats = await fs.stat(file, { bigint: true }).catch(() => undefined);
  return stats === undefined ? 'missing' : [stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino].join(' ');
}
