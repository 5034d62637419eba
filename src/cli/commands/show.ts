import path from 'node:path';
import { clusterPortrait } from '../../engine/explanation/clusterPortrait';
import { readAnalysis } from '../../engine/storage/analysisFolder';
import { readDocuments } from '../../engine/storage/documentTable';
import type { ClusterPortrait } from '../../shared/explanation';
import { clusterTreeText, printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface ShowFlags extends CommonFlags {
  readonly depth: number;
  readonly cluster?: number;
}

/** `grove show ANALYSIS [--cluster N]` */
export async function showCommand(folder: string, flags: ShowFlags): Promise<void> {
  if (flags.cluster !== undefined) return showCluster(folder, flags.cluster, flags);
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

async function showCluster(folder: string, cluster: number, flags: ShowFlags): Promise<void> {
  const portrait = await withSession({ ...flags, quiet: true }, (context) =>
    clusterPortrait(path.resolve(folder), cluster, context),
  );
  print(flags, portrait, () => portraitText(portrait));
}

function portraitText({ cluster, summary, documents, parts }: ClusterPortrait): string {
  const lines = [
    `${cluster.label}  (${cluster.size})`,
    cluster.keywords.map(({ term, weight }) => `${term} ${weight.toFixed(2)}`).join(', '),
    '',
    ...summary.map(({ text, document }) => `  “${text}”  [${document}]`),
    '',
    'Key documents:',
    ...documents.map(({ id, title, confidence }) => `  ${confidence.toFixed(2)}  ${title}  [${id}]`),
  ];
  if (parts.length > 0) lines.push('', 'Parts:', ...parts.map(({ id, label, size }) => `  ${id}  ${label}  (${size})`));
  return lines.map(printable).join('\n');
}
