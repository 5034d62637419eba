import path from 'node:path';
import { clusterCorpus } from '../../engine/pipeline';
import { readOptionsFile } from '../../engine/storage/optionsFile';
import type { ExternalMetrics } from '../../shared/analysis';
import type { ClusterResult } from '../../shared/engineProtocol';
import type { ClusterOptions, SourceOptions } from '../../shared/options';
import { removeCheckpointNow } from '../../shared/checkpointFolders';
import { removeOwnPartials } from '../../shared/partialFolders';
import { clusterTreeText, printable } from '../clusterTree';
import { editLines } from '../editsText';
import { continuityLines } from '../continuityText';
import { type CommonFlags, print, withSession } from '../session';
import { sourceName } from '../sourceName';

export interface ClusterFlags extends CommonFlags {
  readonly out?: string;
  /** A file of options that those of the command line go before. */
  readonly optionsFile?: string;
  readonly fresh?: boolean;
  readonly previous?: string;
  readonly options: Partial<ClusterOptions>;
  readonly sourceOptions: Partial<SourceOptions>;
}

/** `grove cluster SOURCE` */
export async function clusterCommand(source: string, flags: ClusterFlags): Promise<void> {
  const name = sourceName(source);
  const out = path.resolve(flags.out ?? `${name}.grove`);
  const { optionsFile, sourceOptions, fresh = false } = flags;
  const previous = flags.previous === undefined ? undefined : path.resolve(flags.previous);
  const kept = optionsFile === undefined ? {} : await readOptionsFile(path.resolve(optionsFile));
  const options = { ...kept, ...flags.options };
  const run = { runId: 'cli', source: path.resolve(source), out, name, options, sourceOptions, fresh };
  const abandon = (): void => {
    removeOwnPartials(out);
    removeCheckpointNow(out);
  };
  const result = await withSession(
    flags,
    (context) => clusterCorpus({ ...run, ...(previous && { previous }) }, context),
    { abandon },
  );
  const shown: Omit<ClusterResult, 'reasons'> & { reasons?: unknown } = result;
  print(flags, shown, () => resultText(result, source));
}

const skippedShown = 10;
const passagesShown = 5;

function resultText(result: ClusterResult, source: string): string {
  const top = result.clusters.filter((cluster) => cluster.parent === null);
  const seconds = result.seconds['total'] ?? 0;
  const memory = Math.round(result.peakMemoryBytes / 1e6);
  const lines = [
    `${source}: ${result.documents.toLocaleString('en-US')} documents in ${top.length} clusters (${seconds} s, ${memory} MB)`,
    '',
    clusterTreeText(result.clusters, 2, [], result.documents),
    '',
  ];
  for (const [option, reason] of Object.entries(result.reasons)) lines.push(`${option}: ${reason}`);
  if (result.boilerplate)
    lines.push('Set aside as boilerplate:', ...result.boilerplate.slice(0, passagesShown).map(({ text, documents }) => `  ${printable(text)} (${documents} documents)`)); // prettier-ignore
  const { internal, external } = result.metrics;
  if (internal.silhouette !== null) lines.push(`silhouette ${internal.silhouette.toFixed(3)}`);
  if (external && external.report.length > 1) lines.push(againstLabels(external));
  if (result.continuity) lines.push('', ...continuityLines(result.continuity, result.clusters));
  if (result.edits) lines.push('', ...editLines(result.edits));
  if (result.resumed)
    lines.push(
      '',
      `The same run was ended in the middle: ${result.resumed.join(', ')} taken from it (--fresh begins anew).`,
    );
  if (result.skipped.length > 0) {
    lines.push('', `Skipped ${result.skipped.length}:`);
    for (const { id, reason } of result.skipped.slice(0, skippedShown)) lines.push(`  ${printable(id)}: ${reason}`);
    const more = result.skipped.length - skippedShown;
    if (more > 0) lines.push(`  … and ${more} more, listed in analysis.json`);
  }
  lines.push('', `Analysis: ${result.analysis}`);
  return lines.join('\n');
}

/** Says over how many documents, since labels of a few tell little. */
function againstLabels({ accuracy, nmi, ari, report }: ExternalMetrics): string {
  const labelled = report.reduce((sum, { support }) => sum + support, 0);
  return `against the true labels of ${labelled.toLocaleString('en-US')} documents: accuracy ${accuracy.toFixed(3)}, NMI ${nmi.toFixed(3)}, ARI ${ari.toFixed(3)}`;
}
