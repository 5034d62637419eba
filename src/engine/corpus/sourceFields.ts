import * as v from 'valibot';
import type { Analysis } from '../../shared/analysis';
import { GroveError } from '../../shared/errors';
import { defaultOptions, sourceOptionsSchema } from '../../shared/options';
import { breather, type RunContext } from '../runContext';
import { openCorpus } from './openCorpus';

/**
 * What the documents of an analysis have in a column of their table or a field of their front matter, read from its source
 * again. Throws GroveError('bad-input') where the source is gone, or, if `isRequired`, where it has nothing of that name.
 *
 * @returns by id; documents without a value are left out
 */
export async function sourceFields(
  { source, options }: Pick<Analysis, 'source' | 'options'>,
  name: string,
  isRequired: boolean,
  context: RunContext,
): Promise<ReadonlyMap<string, string>> {
  const sourceOptions = v.parse(sourceOptionsSchema, source.options);
  const limit = options['maxFileSizeMB'];
  const maxFileSizeMB = typeof limit === 'number' ? limit : defaultOptions.maxFileSizeMB;
  const reader = await openCorpus(source.path, { sourceOptions, maxFileSizeMB, keepsFields: true }, context);
  const values = new Map<string, string>();
  const names = new Set<string>();
  const breathe = breather(context);
  let done = 0;
  for await (const { id, fields } of reader.documents()) {
    for (const field of Object.keys(fields ?? {})) names.add(field);
    const value = fields?.[name]?.trim();
    if (value !== undefined && value !== '') values.set(id, value);
    done++;
    if (!breathe.due()) continue;
    context.progress({ stage: 'read', done, unit: 'documents' });
    await breathe();
  }
  if (isRequired && !names.has(name)) throw noField(source, name, [...names].sort());
  return values;
}

const shownNames = 20;

function noField({ path, kind }: Analysis['source'], name: string, names: readonly string[]): GroveError {
  const what = kind === 'table' ? 'column' : 'front matter field';
  const has =
    names.length === 0
      ? `Its documents have no ${what}s.`
      : `There ${names.length === 1 ? 'is' : 'are'} ${names.slice(0, shownNames).join(', ')}${names.length > shownNames ? ', …' : ''}.`;
  return new GroveError('bad-input', `${path} has no ${what} '${name}'. ${has}`);
}
