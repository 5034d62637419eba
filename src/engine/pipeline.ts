import path from 'node:path';
import * as v from 'valibot';
import { analysisVersion, cutOf } from '../shared/analysis';
import type { ClusterParams, ClusterResult } from '../shared/engineProtocol';
import { GroveError } from '../shared/errors';
import { type ClusterOptions, clusterOptionsSchema, type SourceOptions, sourceOptionsSchema } from '../shared/options';
import { compress, refiningEvidence } from './autoencoder/compress';
import { clusterVectors } from './clustering/clusterer';
import { clusterParts } from './clustering/clusterModel';
import { openCorpus } from './corpus/openCorpus';
import { encodeCorpus, readsTexts } from './encoder/encoder';
import { encodingParts } from './encoder/transformCorpus';
import { wordEvidence } from './encoder/wordEvidence';
import { corpusCoherence } from './evaluation/corpusCoherence';
import { evaluateClustering } from './evaluation/evaluateClustering';
import { describeClusters } from './labelling/describeClusters';
import { seededRandom } from './math/random';
import { preprocess } from './preprocessing/preprocess';
import { vocabularyParts } from './preprocessing/savedVocabulary';
import { project } from './projection/project';
import type { RunContext } from './runContext';
import { wordIndex, wordIndexPart } from './similarity/wordIndex';
import { stageClock } from './stageClock';
import { requireWritablePlace } from './storage/analysisFolder';
import { documentRows, documentTerms } from './storage/documentRows';
import { modelVersion } from './storage/model';
import { type AnalysisContent, saveAnalysis } from './storage/saveAnalysis';
import { computedBy, engineVersions } from './versions';

/**
 * The whole story: reads a corpus, clusters it and writes an analysis folder. Nothing is at `params.out` before the end;
 * what was there stays until then, and for good if the run fails or is cancelled.
 */
export async function clusterCorpus(params: ClusterParams, context: RunContext): Promise<ClusterResult> {
  const options = parseOptions(params.options, context);
  const sourceOptions = parseSourceOptions(params.sourceOptions, context);
  const source = path.resolve(params.source);
  const out = path.resolve(params.out);
  await requireWritablePlace(out);
  const clock = stageClock(context);
  const random = seededRandom(options.seed);

  const reader = await openCorpus(source, { sourceOptions, maxFileSizeMB: options.maxFileSizeMB }, context);
  const corpus = await clock.time('read', () =>
    preprocess(reader, { ...options, keepsTexts: readsTexts(options) }, context),
  );
  const encoded = await clock.time('encode', () => encodeCorpus(corpus, options, context));
  const compressed = await clock.time('compress', () => compress(encoded.encoding, options, random, context));
  const evidence = wordEvidence(corpus, encoded);
  const clustering = await clock.time('cluster', () =>
    clusterVectors(compressed.vectors, options, refiningEvidence(compressed, evidence), random, context),
  );
  const described = await clock.time('label', () =>
    describeClusters(corpus, encoded.encoding, compressed.vectors, clustering, context),
  );
  const metrics = await clock.time('evaluate', async () => ({
    ...(await evaluateClustering(compressed.vectors, clustering.labels, corpus.documents, random, context)),
    coherence: await corpusCoherence(corpus.words, cutOf(described.clusters), context),
  }));
  const projected = await clock.time('project', () => project(compressed.vectors, options.projection, random, context));

  const trained = [...encoded.views, compressed].flatMap((part) => part.trained ?? []);

  const content: AnalysisContent = {
    analysis: {
      format: 'grove-analysis',
      version: analysisVersion,
      name: params.name,
      created: context.timestamp(),
      source: { path: source, kind: reader.kind, options: sourceOptions },
      documents: corpus.documents.length,
      languages: corpus.languages,
      options: {
        ...options,
        ...encoded.resolved,
        ...compressed.resolved,
        ...clustering.resolved,
        ...projected.resolved,
        language: corpus.language,
      },
      requestedOptions: params.options,
      reasons: { encoder: encoded.reason, ...compressed.reasons, ...clustering.reasons, ...projected.reasons },
      clusters: described.clusters,
      linkage: { method: clustering.method, over: clustering.over, leaves: clustering.leaves },
      metrics,
      ...(trained.length > 0 && { training: trained.map(({ training }) => training) }),
      ...(corpus.boilerplate && { boilerplate: [...corpus.boilerplate.passages] }),
      skipped: [...reader.skipped],
      versions: {
        ...engineVersions(),
        ...computedBy(),
        ...Object.fromEntries(encoded.views.flatMap(({ versions = {} }) => Object.entries(versions))),
        ...Object.fromEntries(trained.flatMap(({ versions }) => Object.entries(versions))),
      },
    },
    rows: documentRows(corpus, clustering, described, projected.layout),
    encodings: encoded.encoding,
    vectors: compressed.vectors,
    linkage: clustering.linkage,
    projection: projected.layout,
    documentTerms: documentTerms(corpus),
    model: {
      version: modelVersion,
      parts: {
        ...vocabularyParts(corpus, options),
        ...encodingParts(encoded),
        compress: compressed.model,
        ...clusterParts(clustering, evidence),
        'word-index': wordIndexPart(wordIndex(corpus.words)),
      },
    },
  };
  const analysis = await clock.time('save', () => saveAnalysis(out, content, clock, context));
  return {
    analysis: out,
    documents: analysis.documents,
    skipped: analysis.skipped,
    clusters: analysis.clusters,
    options: analysis.options,
    reasons: analysis.reasons,
    ...(analysis.boilerplate && { boilerplate: analysis.boilerplate }),
    seconds: analysis.seconds,
    peakMemoryBytes: analysis.peakMemoryBytes,
    metrics: analysis.metrics,
  };
}

/** Checks options from outside. Throws GroveError('usage') naming the option as the person does. */
export function parseOptions(options: unknown, context: RunContext): ClusterOptions {
  return parseWith(clusterOptionsSchema, options, context);
}

export function parseSourceOptions(options: unknown, context: RunContext): SourceOptions {
  return parseWith(sourceOptionsSchema, options, context);
}

function parseWith<T extends v.GenericSchema>(schema: T, options: unknown, context: RunContext): v.InferOutput<T> {
  const parsed = v.safeParse(schema, options);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const [name = '', ...within] = (v.getDotPath(issue) ?? '').split('.');
  const place = [context.nameOption(name), ...within].join('.');
  throw new GroveError('usage', `The option ${place} is wrong: ${issue.message}.`);
}
