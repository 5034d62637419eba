import path from 'node:path';
import { searchDocuments } from '../../engine/similarity/searchDocuments';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface SearchFlags extends CommonFlags {
  readonly top: number;
}

/** `grove search ANALYSIS "QUERY"` */
export async function searchCommand(folder: string, query: string, flags: SearchFlags): Promise<void> {
  const params = { analysis: path.resolve(folder), query, top: flags.top };
  const result = await withSession({ ...flags, quiet: true }, (context) => searchDocuments(params, context));
  print(flags, result, () =>
    result.found
      .map(({ score, id, title, clusterLabel, terms }) => {
        const words = terms.length > 0 ? `  (${terms.join(', ')})` : '';
        return printable(`${score.toFixed(3)}  ${id}  ${title}  [${clusterLabel}]${words}`);
      })
      .join('\n'),
  );
}
