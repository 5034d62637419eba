import path from 'node:path';
import { similarDocuments } from '../../engine/similarity/similarDocuments';
import { printable } from '../clusterTree';
import { type CommonFlags, print } from '../session';

export interface SimilarFlags extends CommonFlags {
  readonly top: number;
}

/** `grove similar ANALYSIS DOCUMENT` */
export async function similarCommand(folder: string, document: string, flags: SimilarFlags): Promise<void> {
  const result = await similarDocuments({ analysis: path.resolve(folder), document, top: flags.top });
  print(flags, result, () =>
    result.similar
      .map((other) => {
        const terms = other.sharedTerms.length > 0 ? `  (${other.sharedTerms.join(', ')})` : '';
        return printable(`${other.similarity.toFixed(3)}  ${other.id}${terms}`);
      })
      .join('\n'),
  );
}
