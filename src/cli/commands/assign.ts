import path from 'node:path';
import { assignDocuments } from '../../engine/assign/assignDocuments';
import type { AssignResult } from '../../shared/engineProtocol';
import type { SourceOptions } from '../../shared/options';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface AssignFlags extends CommonFlags {
  readonly out?: string;
  readonly sourceOptions: Partial<SourceOptions>;
}

/** `grove assign ANALYSIS SOURCE` */
export async function assignCommand(folder: string, source: string, flags: AssignFlags): Promise<void> {
  const params = {
    runId: 'cli',
    analysis: path.resolve(folder),
    source: path.resolve(source),
    sourceOptions: flags.sourceOptions,
    ...(flags.out !== undefined && { out: path.resolve(flags.out) }),
  };
  const result = await withSession(flags, (context) => assignDocuments(params, context));
  print(flags, result, () => assignedText(result));
}

const documentsShown = 50;
const skippedShown = 10;

function assignedText({ documents, clusters, skipped, file }: AssignResult): string {
  const lines = ['confidence  cluster  document'];
  for (const { id, cluster, clusterLabel, confidence } of documents.slice(0, documentsShown))
    lines.push(printable(`${confidence.toFixed(3).padStart(10)}  ${String(cluster).padStart(7)}  ${id}  (${clusterLabel})`)); // prettier-ignore
  if (documents.length > documentsShown)
    lines.push(`… and ${documents.length - documentsShown} more: --json or --out FILE.csv gives all`);
  lines.push('', '      size  cluster');
  for (const { id, label, size } of clusters)
    if (size > 0) lines.push(printable(`${String(size).padStart(10)}  ${String(id).padStart(7)}  ${label}`));
  if (skipped.length > 0) {
    lines.push('', `Skipped ${skipped.length}:`);
    for (const { id, reason } of skipped.slice(0, skippedShown)) lines.push(printable(`  ${id}: ${reason}`));
  }
  if (file !== undefined) lines.push('', `Wrote ${file}`);
  return lines.join('\n');
}
