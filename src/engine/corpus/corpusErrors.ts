import { GroveError } from '../../shared/errors';
import type { SkippedDocument } from './document';

/** Throws when nothing could be read, with how much was skipped and the commonest reason. */
export function requireDocuments(count: number, source: string, skipped: readonly SkippedDocument[]): void {
  if (count > 0) return;
  if (skipped.length === 0)
    throw new GroveError(
      'bad-input',
      `There are no documents in ${source}. Choose a folder with text files (.txt, .md, .html, …) or a table file.`,
    );
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [reason, times] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  const what = skipped.length === 1 ? 'its only entry was skipped' : `${skipped.length} entries were skipped`;
  const why = times === skipped.length && times > 1 ? `each ${reason}` : `'${example(skipped, reason)}' ${reason}`;
  throw new GroveError(
    'bad-input',
    `Nothing in ${source} could be read as text: ${what}; ${why}. Choose a folder with text files (.txt, .md, .html, …) or a table file.`,
  );
}

function example(skipped: readonly SkippedDocument[], reason: string): string {
  return skipped.find((entry) => entry.reason === reason)?.id ?? '';
}
