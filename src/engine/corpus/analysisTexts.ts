import * as v from 'valibot';
import type { Analysis, DocumentRow } from '../../shared/analysis';
import { defaultOptions, sourceOptionsSchema } from '../../shared/options';
import { breather, type RunContext } from '../runContext';
import type { CorpusReader } from './document';
import { openCorpus } from './openCorpus';

/** The source of an analysis, to be read again as it was. Throws GroveError('bad-input') where it is gone. */
export function openSource({ source, options }: Analysis, context: RunContext): Promise<CorpusReader> {
  const sourceOptions = v.parse(sourceOptionsSchema, source.options);
  const limit = options['maxFileSizeMB'];
  const maxFileSizeMB = typeof limit === 'number' ? limit : defaultOptions.maxFileSizeMB;
  return openCorpus(source.path, { sourceOptions, maxFileSizeMB }, context);
}

/** The texts of an analysis' documents as its source has them now, with the row of each; others are passed over. */
export async function* analysisTexts(
  analysis: Analysis,
  rows: readonly DocumentRow[],
  context: RunContext,
): AsyncIterable<{ readonly row: number; readonly text: string }> {
  const rowOf = new Map(rows.map(({ id }, row) => [id, row]));
  const reader = await openSource(analysis, context);
  const breathe = breather(context);
  let done = 0;
  for await (const { id, text } of reader.documents()) {
    const row = rowOf.get(id);
    if (row !== undefined) yield { row, text };
    done++;
    if (!breathe.due()) continue;
    context.progress({ stage: 'read', done: Math.min(done, rows.length), total: rows.length, unit: 'documents' });
    await breathe();
  }
}
