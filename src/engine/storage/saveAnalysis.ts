import fs from 'node:fs/promises';
import path from 'node:path';
import { type Analysis, analysisFiles } from '../../shared/analysis';
import type { Matrix } from '../math/matrix';
import type { RunContext } from '../runContext';
import { throwIfCancelled } from '../runContext';
import { type DocumentTerms, writeDocumentTerms } from '../similarity/documentTerms';
import type { StageClock } from '../stageClock';
import { writeFolderWhole, writeNpy } from './analysisFolder';
import { type DocumentRows, writeDocuments } from './documentTable';
import { type SavedModel, writeModel } from './model';

/** All that an analysis folder is made of. */
export interface AnalysisContent {
  readonly analysis: Omit<Analysis, 'seconds' | 'peakMemoryBytes'>;
  readonly rows: DocumentRows;
  readonly encodings: Matrix;
  readonly vectors: Matrix;
  readonly linkage: Float64Array;
  readonly projection: Matrix;
  readonly documentTerms: DocumentTerms;
  readonly model: SavedModel;
}

/** Writes the analysis folder whole, or not at all. */
export async function saveAnalysis(
  out: string,
  content: AnalysisContent,
  clock: StageClock,
  context: RunContext,
): Promise<Analysis> {
  const steps: ((folder: string) => Promise<void>)[] = [
    (folder) => writeDocuments(folder, content.rows),
    (folder) => writeMatrix(folder, analysisFiles.encodings, content.encodings),
    (folder) => writeMatrix(folder, analysisFiles.vectors, content.vectors),
    (folder) => writeMatrix(folder, analysisFiles.projection, content.projection),
    (folder) =>
      writeNpy(path.join(folder, analysisFiles.linkage), {
        shape: [content.linkage.length / 4, 4],
        values: content.linkage,
      }),
    (folder) => writeModel(folder, content.model),
    (folder) => writeDocumentTerms(folder, content.documentTerms),
  ];
  let analysis: Analysis | undefined;
  await writeFolderWhole(out, async (folder) => {
    for (const [done, step] of steps.entries()) {
      context.progress({ stage: 'save', done, total: steps.length, unit: 'files' });
      await step(folder);
      await context.yieldToEvents();
      throwIfCancelled(context);
    }
    const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
    analysis = { ...content.analysis, seconds: clock.seconds(), peakMemoryBytes };
    await fs.writeFile(path.join(folder, analysisFiles.analysis), JSON.stringify(analysis, null, 1));
  });
  context.progress({ stage: 'save', done: steps.length, total: steps.length, unit: 'files' });
  return analysis!;
}

function writeMatrix(folder: string, name: string, { rows, columns, values }: Matrix): Promise<void> {
  return writeNpy(path.join(folder, name), { shape: [rows, columns], values });
}
