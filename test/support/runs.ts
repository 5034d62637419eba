import fs from 'node:fs';
import path from 'node:path';
import { clusterCorpus } from '../../src/engine/pipeline';
import { type RunContext, silentContext } from '../../src/engine/runContext';
import { readDocuments } from '../../src/engine/storage/documentTable';
import type { DocumentRow } from '../../src/shared/analysis';
import type { ClusterResult } from '../../src/shared/engineProtocol';
import type { ClusterOptions, SourceOptions } from '../../src/shared/options';

const samplesFolder = path.resolve(import.meta.dirname, '../../media/samples');

/** The sample corpora; their known content is in `labels.csv`. */
export const samples = {
  english: path.join(samplesFolder, 'english'),
  chinese: path.join(samplesFolder, 'chinese'),
  survey: path.join(samplesFolder, 'survey.csv'),
} as const;

/** Runs the whole engine in this process. */
export function cluster(
  source: string,
  out: string,
  options: Partial<ClusterOptions> = {},
  { context = silentContext, ...sourceOptions }: Partial<SourceOptions> & { context?: RunContext } = {},
): Promise<ClusterResult> {
  const name = path.basename(source);
  return clusterCorpus({ runId: 'test', source, out, name, options, sourceOptions }, context);
}

/** The topic and sub-topic of each document of a sample corpus, by its id. */
export function knownContent(corpus: 'english' | 'chinese'): Map<string, { topic: string; subtopic: string }> {
  const lines = fs.readFileSync(path.join(samplesFolder, 'labels.csv'), 'utf8').trim().split('\n').slice(1);
  const content = new Map<string, { topic: string; subtopic: string }>();
  for (const line of lines) {
    const [, of, quoted, plain, topic, subtopic] = /^([^,]*),(?:"([^"]*)"|([^,]*)),([^,]*),([^,]*)$/.exec(line)!;
    if (of === corpus) content.set(quoted ?? plain!, { topic: topic!, subtopic: subtopic! });
  }
  return content;
}

/** The documents of an analysis, in their canonical order. */
export function documentsOf(analysis: string): Promise<DocumentRow[]> {
  return readDocuments(analysis);
}
