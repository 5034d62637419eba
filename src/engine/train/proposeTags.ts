import type { ProposedTag, TrainParams, TrainResult } from '../../shared/engineProtocol';
import { assignDocuments } from '../assign/assignDocuments';
import type { RunContext } from '../runContext';
import { trainClassifier } from './trainClassifier';

/** With fewer tags than this none is kept back to test on: each is worth more for learning. */
const fewestToTest = 40;
const testShare = 0.2;
/** Few documents make short epochs; training stops by itself when nothing more is learned. */
const mostEpochs = 50;

/**
 * Learns a person's tags and proposes tags for the other documents of the source. Writes a classifier to `params.out`; tags
 * are not written.
 *
 * @throws GroveError 'bad-input' where there are fewer than two tags, or too few documents with one
 */
export async function proposeTags(params: TrainParams, context: RunContext): Promise<TrainResult> {
  const { runId, source, sourceOptions, out } = params;
  const tags = new Map(Object.entries(params.tags));
  const isTested = tags.size >= fewestToTest;
  const { documents, report } = await trainClassifier(
    {
      source,
      sourceOptions,
      labels: tags,
      network: 'cnn',
      epochs: mostEpochs,
      testShare: isTested ? testShare : 0,
      singles: 'learn', // a tag that is new is on one document
      wordVectors: '',
      seed: 1,
      backend: 'auto',
      out,
    },
    context,
  );
  const assigned = await assignDocuments({ runId, analysis: out, source, sourceOptions }, context);
  const proposals = assigned.documents
    .filter(({ path }) => !tags.has(path))
    .map(({ path, clusterLabel: tag, confidence }): ProposedTag => ({ path, tag, confidence }))
    .sort((a, b) => b.confidence - a.confidence || (a.path < b.path ? -1 : 1));
  return {
    classifier: out,
    learned: documents.train + documents.test,
    ...(isTested && { test: { documents: documents.test, accuracy: report.accuracy } }),
    proposals,
  };
}
