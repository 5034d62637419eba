import path from 'node:path';
import type { DocumentPlace } from './documents';

/**
 * A Markdown link to a document. Its text and target are a document's own: what Markdown would read as its signs is
 * escaped, and the target stands in angle brackets.
 *
 * @param from the folder that the link is to be relative to, or undefined for an absolute one
 */
export function markdownLink(title: string, { file }: DocumentPlace, from: string | undefined): string {
  const relative = from === undefined ? '' : path.relative(from, file);
  const isNear = relative !== '' && !path.isAbsolute(relative);
  const target = (isNear ? relative : file).split(path.sep).join('/');
  const text = title.replace(/\s+/g, ' ').replace(/[\\[\]<>*_`!]/g, (sign) => `\\${sign}`);
  const escaped = target.replace(/[<>\\%\n\r]/g, (sign) => encodeURIComponent(sign));
  return `[${text}](${/[\s()<>]/.test(target) ? `<${escaped}>` : escaped})`;
}
