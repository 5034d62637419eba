import path from 'node:path';
import { analysisId, taggedSource, tagFiles } from '../../engine/tags/tagFiles';
import { untagFiles } from '../../engine/tags/untagFiles';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface TagFlags extends CommonFlags {
  readonly writeFrontMatter?: boolean;
  readonly remove?: boolean;
}

/** `grove tag ANALYSIS` */
export async function tagCommand(folder: string, flags: TagFlags): Promise<void> {
  const analysis = path.resolve(folder);
  const source = await taggedSource(analysis);
  if (flags.remove === true) {
    const result = untagFiles(source, analysisId(analysis));
    print(
      flags,
      result,
      () =>
      [`The tags were taken back; ${result.restored} Markdown files are as they were.`, ...left(result.skipped)].join('\n'), // prettier-ignore
    );
    return;
  }
  const result = await withSession(
    flags,
    (context) => tagFiles({ analysis, writeFrontMatter: flags.writeFrontMatter === true }, context),
    { abandon: () => void untagFiles(source, analysisId(analysis)) },
  );
  const also = flags.writeFrontMatter === true ? `, and the front matter of ${result.frontMatter}` : '';
  print(flags, result, () => [`Tagged ${result.tagged} files in ${result.file}${also}.`, ...left(result.skipped)].join('\n')); // prettier-ignore
}

function left(skipped: readonly { path: string; reason: string }[]): string[] {
  if (skipped.length === 0) return [];
  return ['', `Left out ${skipped.length}:`, ...skipped.map(({ path: file, reason }) => `  ${printable(file)}: ${reason}`)]; // prettier-ignore
}
