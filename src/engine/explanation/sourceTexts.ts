import * as v from 'valibot';
import type { Analysis, DocumentRow } from '../../shared/analysis';
import { defaultOptions, sourceOptionsSchema } from '../../shared/options';
import { openCorpus } from '../corpus/openCorpus';
import { breather, type RunContext } from '../runContext';

/**
 * The texts of some documents of an analysis, read from its source again. What is no longer there, or no longer readable,
 * is given by the beginning that the analysis kept.
 *
 * @returns by id
 */
export async function sourceTexts(
  analysis: Analysis,
  rows: readonly DocumentRow[],
  context: RunContext,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map(rows.map(({ id, snippet }) => [id, snippet]));
  const missing = new Set(texts.keys());
  const options = v.safeParse(sourceOptionsSchema, analysis.source.options);
  const limit = analysis.options['maxFileSizeMB'];
  const maxFileSizeMB = typeof limit === 'number' ? limit : defaultOptions.maxFileSizeMB;
  if (!options.success) return texts;
  const breathe = breather(context);
  let reader;
  try {
    reader = await openCorpus(analysis.source.path, { sourceOptions: options.output, maxFileSizeMB }, context);
  } catch (error) {
    context.log(`The source is not read again: ${error instanceof Error ? error.message : String(error)}`);
    return texts;
  }
  for await (const { id, text } of reader.documents()) {
    if (missing.delete(id)) texts.set(id, text);
    if (missing.size === 0) break;
    if (breathe.due()) await breathe();
  }
  return texts;
}
