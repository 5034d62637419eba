import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { analysisVersion, cutOf } from '../shared/analysis';
import type { ClusterParams, ClusterResult } from '../shared/engineProtocol';
import { GroveError, messageOf } from '../shared/errors';
import { type ClusterOptions, clusterOptionsSchema, type SourceOptions, sourceOptionsSchema } from '../shared/options';
import { compress, refiningEvidence } from './autoencoder/compress';
import { Checkpoint } from './checkpoint/checkpoint';
import { fileFingerprint, sourceFingerprint } from './checkpoint/fingerprint';
import { clusterVectors } from './clustering/clusterer';
import { constrainClustering } from './constraints/constrainClustering';
import { takenEdits } from './constraints/takenEdits';
import { carryEdits } from './continuity/carryEdits';
import { clusterParts } from './clustering/clusterModel';
import { requireAgnes } from './clustering/microClusters';
import { continueClusters, continuityOf, withEarlierNames } from './continuity/continueClusters';
import { type PreviousAnalysis, previousAt, readPrevious } from './continuity/previousAnalysis';
import { openCorpus } from './corpus/openCorpus';
import { encodeCorpus, readsTexts } from './encoder/encoder';
import { encodingParts } from './encoder/transformCorpus';
import { wordEvidence } from './encoder/wordEvidence';
import { corpusCoherence } from './evaluation/corpusCoherence';
import { evaluateClustering } from './evaluation/evaluateClustering';
import { describeClusters } from './labelling/describeClusters';
import { seededRandom } from './math/random';
import { requireFinite } from './math/requireFinite';
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

export interface RunSettings {
  /** From so many documents on the finished stages are kept. */
  readonly keepsStagesFrom?: number;
}

/** Runs over fewer documents and terms end before it pays to keep what they have finished. */
const manyDocuments = 50_000;
const manyTerms = 10_000_000;

/**
 * The whole story: reads a corpus, clusters it and writes an analysis folder. Nothing is at `params.out` before the end;
 * what was there stays until then, and for good if the run fails or is cancelled. What a run over many documents has finished is
 * kept until it ends, so that the same run begun again after a crash goes on from there.
 */
export async function clusterCorpus(
  params: ClusterParams,
  context: RunContext,
  { keepsStagesFrom = manyDocuments }: RunSettings = {},
): Promise<ClusterResult> {
  const options = parseOptions(params.options, context);
  const sourceOptions = parseSourceOptions(params.sourceOptions, context);
  const source = path.resolve(params.source);
  const out = path.resolve(params.out);
  await requireWritablePlace(out);
  const clock = stageClock(context);
  const random = seededRandom(options.seed);
  const checkpoint = await Checkpoint.open(
    {
      out,
      inputs: () => runInputs(source, options, sourceOptions, context),
      isFresh: params.fresh === true,
      random,
    },
    context,
  );
  try {
    const result = await run();
    await checkpoint.remove();
    return result;
  } catch (error) {
    if (GroveError.is(error) && error.code !== 'write-failed') await checkpoint.remove(); // cancelled, or it would fail again
    throw error;
  }

  async function run(): Promise<ClusterResult> {
    const reader = await openCorpus(source, { sourceOptions, maxFileSizeMB: options.maxFileSizeMB }, context);
    const { corpus, skipped } = await clock.time('read', () =>
      checkpoint.stage('read', async () => {
        const corpus = await preprocess(reader, { ...options, keepsTexts: readsTexts(options) }, context);
        if (corpus.documents.length >= keepsStagesFrom || corpus.words.terms.length >= manyTerms)
          await checkpoint.keep();
        return { corpus, skipped: [...reader.skipped] };
      }),
    );
    if (options.algorithm === 'agnes') requireAgnes(corpus.documents.length, options, context);
    const encoded = await clock.time('encode', () => checkpoint.stage('encode', () => encodeCorpus(corpus, options, context))); // prettier-ignore
    const nameOf = (row: number): string => corpus.documents[row]!.id;
    requireFinite(encoded.encoding, nameOf);
    const compressed = await clock.time('compress', async () => {
      const { vectors, ...rest } = await checkpoint.stage('compress', async () => {
        const found = await compress(encoded.encoding, options, random, context);
        return { ...found, vectors: found.vectors === encoded.encoding ? undefined : found.vectors };
      });
      return { ...rest, vectors: vectors ?? encoded.encoding };
    });
    requireFinite(compressed.vectors, nameOf);
    const evidence = wordEvidence(corpus, encoded);
    const { found, previous } = await clock.time('cluster', async () => {
      const vectors = compressed.vectors;
      const fitted = await checkpoint.stage('cluster', () =>
        clusterVectors(vectors, options, refiningEvidence(compressed, evidence), random, context),
      );
      const previous = await previousOf({ ...params, source, out }, corpus.documents, context);
      const found = previous?.constraints
        ? await constrainClustering(vectors, fitted, previous.constraints, options, context)
        : fitted;
      return { found, previous };
    });
    const continued = previous && continueClusters(found, previous);
    const clustering = continued?.clustering ?? found;
    const described = await clock.time('label', async () => {
      const { clusters, subcluster } = await describeClusters(corpus, encoded.encoding, compressed.vectors, clustering, context); // prettier-ignore
      if (previous === undefined || continued === undefined) return { clusters, subcluster };
      const hasSameOptions = isDeepStrictEqual(previous.analysis.requestedOptions, params.options);
      return { clusters: withEarlierNames(clusters, subcluster, continued, previous, hasSameOptions), subcluster };
    });
    const taken = previous?.constraints && takenEdits(previous.constraints, clustering.labels, described.subcluster);
    const continuity = previous && continued && continuityOf(described.clusters, continued, previous);
    const metrics = await clock.time('evaluate', async () => ({
      ...(await evaluateClustering(compressed.vectors, clustering.labels, corpus.documents, random, context)),
      coherence: await corpusCoherence(corpus.words, cutOf(described.clusters), context),
    }));
    const projected = await clock.time('project', () =>
      checkpoint.stage('project', () => project(compressed.vectors, options.projection, random, context)),
    );

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
        ...(continuity && { continuity }),
        ...(taken && { edits: taken.edits }),
        ...(trained.length > 0 && { training: trained.map(({ training }) => training) }),
        ...(corpus.boilerplate && { boilerplate: [...corpus.boilerplate.passages] }),
        skipped,
        versions: {
          ...engineVersions(),
          ...computedBy(),
          ...Object.fromEntries(encoded.views.flatMap(({ versions = {} }) => Object.entries(versions))),
          ...Object.fromEntries(trained.flatMap(({ versions }) => Object.entries(versions))),
        },
      },
      rows: documentRows(corpus, clustering, { ...described, ...(taken && { held: taken.held }) }, projected.layout),
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
    if (params.previous !== undefined) await carryEdits(path.resolve(params.previous), out);
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
      ...(continuity && { continuity }),
      ...(taken && { edits: taken.edits }),
      ...(checkpoint.resumed.length > 0 && { resumed: [...checkpoint.resumed] }),
    };
  }
}

/** The analysis whose clusters keep their ids: the one that was asked for, or that of the same source that is to be replaced. */
async function previousOf(
  { previous, source, out }: Pick<ClusterParams, 'previous' | 'source' | 'out'>,
  documents: readonly { readonly id: string }[],
  context: RunContext,
): Promise<PreviousAnalysis | undefined> {
  const folder = previous ?? (await previousAt(out, source, context));
  if (folder === undefined) return undefined;
  const ids = documents.map(({ id }) => id);
  try {
    const found = await readPrevious(folder, ids, context);
    if (found.common > 0) return found;
    if (previous === undefined) return undefined;
  } catch (error) {
    if (previous !== undefined || GroveError.is(error, 'cancelled')) throw error;
    context.log(`Clusters don't keep their ids: ${messageOf(error)}`);
    return undefined;
  }
  throw new GroveError(
    'bad-input',
    `${folder} has no document of ${source}: it begins with others. Give --previous an analysis of the same source.`,
  );
}

/** All that the outcome of a run's stages depends on. */
async function runInputs(
  source: string,
  options: ClusterOptions,
  sourceOptions: SourceOptions,
  context: RunContext,
): Promise<unknown> {
  const files = await Promise.all([options.wordVectors, options.model].map(fileFingerprint));
  const fingerprint = await sourceFingerprint(source, sourceOptions, context);
  return { source, fingerprint, files, options, sourceOptions, versions: engineVersions(), kernels: computedBy()['kernels'] }; // prettier-ignore
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
