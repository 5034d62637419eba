import type { TakenEdits } from '../shared/analysis';
import { printable } from './clusterTree';

const shown = 10;

/** What became of what a person changed by hand, as lines of text. */
export function editLines({ held, skipped }: TakenEdits): string[] {
  const documents = held === 1 ? 'document is' : 'documents are';
  const lines = [`Changed by hand: ${held.toLocaleString('en-US')} ${documents} kept where they were put`];
  for (const { edit, reason, documents: about } of skipped.slice(0, shown))
    lines.push(`  passed over: ${edit} (${reasons[reason]}) ${about.slice(0, 3).map(printable).join(', ')}`.trimEnd());
  if (skipped.length > shown) lines.push(`  … and ${skipped.length - shown} more, listed in analysis.json`);
  return lines;
}

const reasons = { gone: 'not there any more', contradicted: 'a later change says otherwise' } as const;
