import path from 'node:path';
import { readAnalysis } from '../../engine/storage/analysisFolder';
import { readDocuments } from '../../engine/storage/documentTable';
import { clusterTreeText } from '../clusterTree';
import { type CommonFlags, print } from '../session';

export interface ShowFlags extends CommonFlags {
  readonly depth: number;
}

/** `grove show ANALYSIS` */
export async function showCommand(folder: string, flags: ShowFlags): Promise<void> {
  const analysis = await readAnalysis(path.resolve(folder));
  const rows = flags.depth >= 3 ? await readDocuments(path.resolve(folder)) : [];
  const documents = rows.map(({ id, title, subcluster }) => ({ id, title, cluster: subcluster }));
  const top = analysis.clusters.filter((cluster) => cluster.parent === null).length;
  print(flags, { name: analysis.name, documents: analysis.documents, clusters: analysis.clusters }, () =>
    [
      `${analysis.name}: ${analysis.documents.toLocaleString('en-US')} documents in ${top} clusters, ${analysis.created}`,
      '',
      clusterTreeText(analysis.clusters, flags.depth, documents, analysis.documents),
    ].join('\n'),
  );
}
