import path from 'node:path';
import { writeTextFile } from '../../engine/storage/textFile';
import { analysisTerms } from '../../engine/termGraph/analysisTerms';
import { termGraphMl } from '../../engine/termGraph/termGraphMl';
import { GroveError } from '../../shared/errors';
import type { TermGraph } from '../../shared/termGraph';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface TermsFlags extends CommonFlags {
  readonly cluster?: number;
  readonly top: number;
  readonly seed: number;
  readonly format: 'text' | 'graphml';
  readonly out?: string;
}

/** `grove terms ANALYSIS [--cluster N] [--format graphml --out FILE]` */
export async function termsCommand(folder: string, flags: TermsFlags): Promise<void> {
  const { cluster, top, seed, format, out } = flags;
  if ((format === 'graphml') !== (out !== undefined))
    throw new GroveError('usage', 'A graph is written with both: --format graphml --out FILE.');
  const graph = await withSession(flags, (context) =>
    analysisTerms(path.resolve(folder), { top, seed, ...(cluster !== undefined && { cluster }) }, context),
  );
  if (out !== undefined) await writeTextFile(path.resolve(out), termGraphMl(graph));
  print(flags, graph, () => termsText(graph));
}

const communitiesShown = 20;
const termsShown = 12;

function termsText({ nodes, edges }: TermGraph): string {
  const communities = new Map<number, string[]>();
  for (const { term, community } of nodes) communities.set(community, [...(communities.get(community) ?? []), term]);
  const shown = [...communities].sort(([a], [b]) => a - b).filter(([, terms]) => terms.length > 1);
  return [
    `${nodes.length} terms, ${edges.length} links, ${shown.length} communities of two and more`,
    ...shown.slice(0, communitiesShown).map(([, terms]) => `  ${terms.slice(0, termsShown).join(', ')}${terms.length > termsShown ? ', …' : ''}`), // prettier-ignore
  ].map(printable).join('\n'); // prettier-ignore
}
