import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { walkFolder } from '../../../src/engine/corpus/folderWalk';
import { namedFiles } from '../../../src/engine/corpus/namedFiles';
import { silentContext } from '../../../src/engine/runContext';

describe('namedFiles', () => {
  let folder: string;
  const paths = [
    ...['a.md', 'b.md', 'top/a.md', 'top/secret.md', 'top/deep/kept.md', 'top/deep/a.log', 'top/deep/far/b.md'],
    ...['drafts/a.md', '.hidden/a.md', 'top/.a.md', 'node_modules/a/b.md', 'notes.grove/a.md', 'made/documents.md'],
    ...['out.partial-1-abc/a.md', 'excluded/a.md', 'top/excluded/a.md'],
  ];
  const absent = ['gone.md', 'top/gone.md', 'nowhere/at/all.md', 'a.md/b.md', 'top', 'top/deep'];
  const options = { exclude: ['**/excluded'], confined: false };

  beforeAll(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'grove-named-'));
    const write = async (file: string, text: string): Promise<void> => {
      await fs.mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await fs.writeFile(path.join(folder, file), text);
    };
    for (const file of paths) await write(file, 'text');
    await write('.gitignore', 'drafts/\nsecret.md\n*.log\n');
    await write('top/deep/.groveignore', '!a.log\nfar/\n');
    await write('made/analysis.json', '{"format": "grove-analysis"}');
  });
  afterAll(() => fs.rm(folder, { recursive: true }));

  it('finds of any files those that a walk finds', async () => {
    const walked = (await walkFolder(folder, options, silentContext)).files;
    expect(walked).toContain('top/deep/a.log');
    await fc.assert(
      fc.asyncProperty(fc.subarray([...paths, ...absent]), async (files) => {
        expect(await namedFiles(folder, files, options, silentContext)).toEqual(
          walked.filter((file) => files.includes(file)),
        );
      }),
    );
  });

  it('leaves what lies behind a link to the walk', async () => {
    await fs.symlink(path.join(folder, 'top'), path.join(folder, 'linked'));
    await fs.symlink(path.join(folder, 'a.md'), path.join(folder, 'link.md'));
    expect(await namedFiles(folder, ['a.md', 'linked/a.md'], options, silentContext)).toBeUndefined();
    expect(await namedFiles(folder, ['link.md'], options, silentContext)).toBeUndefined();
    expect(await namedFiles(folder, ['a.md'], options, silentContext)).toEqual(['a.md']);
  });
});
