import { defaultResamples } from '../../shared/evaluation';
import { defaultSourceOptions } from '../../shared/options';
import type { InsightParams } from '../../shared/engineProtocol';
import type { Insight } from '../../shared/insights';
import { findDuplicates } from '../corpusBasics/duplicates';
import { openTokens } from '../corpusBasics/openTokens';
import { distinctiveTerms } from '../explanation/distinctiveTerms';
import { analysisSeparation } from '../evaluation/separation';
import type { RunContext } from '../runContext';
import { analysisSentiment } from '../sentiment/analysisSentiment';
import { analysisTimeline } from '../time/analysisTimeline';

/** Least Jaccard similarity of near-duplicates. */
const leastSimilarity = 0.8;

/** Answers one question about a stored analysis. Throws what the part asked throws, such as 'bad-input' where no document has a date. */
export async function insightOf(
  { analysis, name, documents = [] }: InsightParams,
  context: RunContext,
): Promise<Insight> {
  switch (name) {
    case 'timeline':
      return { name, value: await analysisTimeline({ analysis, period: 'auto' }, context) };
    case 'sentiment': {
      const { by, shares, unmeasured, clusters, overTime } = await analysisSentiment(analysis, undefined, context);
      return { name, value: { by, shares, unmeasured, clusters, ...(overTime && { overTime }) } };
    }
    case 'separation':
      return { name, value: await analysisSeparation(analysis, defaultResamples, context) };
    case 'distinctive':
      return { name, value: await distinctiveTerms(analysis, documents) };
    case 'duplicates':
      return { name, value: await findDuplicates(await openTokens(analysis, defaultSourceOptions, context), leastSimilarity, context) }; // prettier-ignore
  }
}
