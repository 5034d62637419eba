import type { Concordance } from '../../shared/corpusBasics';
import type { ConcordanceParams } from '../../shared/engineProtocol';
import { openSource } from '../corpus/analysisTexts';
import type { RunContext } from '../runContext';
import { readAnalysis } from '../storage/analysisFolder';
import { concordance } from './concordance';

/** The places where a term stands in the texts of an analysis, as they are now. */
export async function analysisConcordance(
  { analysis, term, window, top }: ConcordanceParams,
  context: RunContext,
): Promise<Concordance> {
  const reader = await openSource(await readAnalysis(analysis), context);
  return concordance(reader, term, window, top, context);
}
