import { defaultSourceOptions } from '../../shared/options';
import type { TermGraph } from '../../shared/termGraph';
import { openTokens } from '../corpusBasics/openTokens';
import { membersOf, requireCluster } from '../explanation/openEvidence';
import type { RunContext } from '../runContext';
import { readAnalysis } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { buildTermGraph } from './buildTermGraph';

/** The graph of terms of an analysis, or of one of its clusters or parts, from its source as it is now. */
export async function analysisTerms(
  folder: string,
  { cluster, top, seed }: { readonly cluster?: number; readonly top: number; readonly seed: number },
  context: RunContext,
): Promise<TermGraph> {
  const analysis = await readAnalysis(folder);
  const rows = await readDocuments(folder);
  if (cluster !== undefined) requireCluster(analysis, cluster);
  const members = cluster === undefined ? rows : Array.from(membersOf(rows, cluster), (row) => rows[row]!);
  const ids = new Set(members.map(({ id }) => id));
  const corpus = await openTokens(folder, defaultSourceOptions, context);
  return buildTermGraph(corpus.words, (i) => ids.has(corpus.documents[i]!.id), top, seed, context);
}
