import path from 'node:path';
import type { Analysis, DocumentRow } from '../../shared/analysis';
import { GroveError } from '../../shared/errors';
import type { GroupReport } from '../../shared/groups';
import { sourceFields } from '../corpus/sourceFields';
import type { RunContext } from '../runContext';
import { openEncodings } from '../similarity/openEncodings';
import { alikeGroups } from './alikeGroups';
import { representation } from './representation';

/**
 * A stored analysis by groups of documents: those with the same value in a column or front matter field. 'folder' is where
 * the file is, 'language' what it is written in, unless the source has a field of that name.
 */
export async function analysisGroups(folder: string, column: string, context: RunContext): Promise<GroupReport> {
  const { analysis, rows, encodings } = await openEncodings(folder);
  const groupOf = await groupsOf(analysis, rows, column, context);
  const clusterOf = rows.map(({ cluster }) => cluster);
  const { groups, ...rest } = await representation(analysis.clusters, clusterOf, groupOf, context);
  if (groups.length === 0) throw new GroveError('bad-input', `No document has a value for '${column}'.`);
  return {
    column,
    groups,
    ungrouped: groupOf.filter((group) => group === undefined).length,
    ...rest,
    ...(await alikeGroups(groups, groupOf, encodings, context)),
  };
}

async function groupsOf(
  analysis: Analysis,
  rows: readonly DocumentRow[],
  column: string,
  context: RunContext,
): Promise<(string | undefined)[]> {
  const isOwn = column === 'folder' || column === 'language';
  const fields = await sourceFields(analysis, column, !isOwn, context);
  if (fields.size > 0 || !isOwn) return rows.map(({ id }) => fields.get(id));
  return rows.map((row) => (column === 'language' ? row.language : path.posix.dirname(row.path)));
}
