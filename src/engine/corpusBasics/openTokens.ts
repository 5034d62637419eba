import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { type Analysis, analysisFiles } from '../../shared/analysis';
import { defaultOptions, type SourceOptions } from '../../shared/options';
import { openSource } from '../corpus/analysisTexts';
import type { CorpusReader } from '../corpus/document';
import { openCorpus } from '../corpus/openCorpus';
import { preprocess } from '../preprocessing/preprocess';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import { readAnalysis } from '../storage/analysisFolder';

/** A place to read texts from: an analysis' source as it was read for it, or a source itself. */
export interface OpenPlace {
  readonly reader: CorpusReader;
  readonly analysis?: Analysis;
}

/** @param place an analysis, or a folder or table */
export async function openPlace(place: string, sourceOptions: SourceOptions, context: RunContext): Promise<OpenPlace> {
  const isAnalysis = await fs.stat(path.join(place, analysisFiles.analysis)).then(() => true, () => false); // prettier-ignore
  if (!isAnalysis)
    return { reader: await openCorpus(place, { sourceOptions, maxFileSizeMB: defaultOptions.maxFileSizeMB }, context) };
  const analysis = await readAnalysis(place);
  return { reader: await openSource(analysis, context), analysis };
}

/** The words of an analysis' source, or of a source. */
export async function openTokens(
  place: string,
  sourceOptions: SourceOptions,
  context: RunContext,
): Promise<TokenizedCorpus> {
  const { reader, analysis } = await openPlace(place, sourceOptions, context);
  const requested = analysis?.requestedOptions ?? {};
  const language = v.fallback(v.string(), 'auto');
  const stopWords = v.fallback(v.array(v.string()), []);
  return preprocess(
    reader,
    { language: v.parse(language, requested['language']), stopWords: v.parse(stopWords, requested['stopWords']) },
    context,
  );
}
