import path from 'node:path';
import { clusterCorpus } from '../../engine/pipeline';
import type { RunContext } from '../../engine/runContext';
import { openEncodings } from '../../engine/similarity/openEncodings';
import { searchDocuments } from '../../engine/similarity/searchDocuments';
import { similarDocuments } from '../../engine/similarity/similarDocuments';
import { readAnalysis } from '../../engine/storage/analysisFolder';
import { clusterForModel, type CorpusToolInputs, type CorpusToolName } from '../../shared/corpusTools';
import type { CorpusRoot } from './corpusRoot';

/** What a tool answers with: a value that JSON can hold. Throws GroveErrors, whose sentences a model can act on. */
export type ToolAnswers = {
  readonly [Name in CorpusToolName]: (input: CorpusToolInputs[Name], context: RunContext) => Promise<object>;
};

/** The tools for one folder. */
export function toolAnswers(root: CorpusRoot): ToolAnswers {
  return {
    list_clusters: async ({ analysis }) => {
      const analyses = [...(await root.analyses()).keys()];
      if (analysis === undefined && analyses.length !== 1) return { analyses };
      const { documents, created, clusters } = await readAnalysis(await root.analysis(analysis));
      return { analysis: analysis ?? analyses[0], documents, created, clusters: clusters.map(clusterForModel) };
    },
    search_corpus: async ({ query, cluster, top, analysis }, context) => {
      const folder = await root.analysis(analysis);
      const params = { analysis: folder, query, top, ...(cluster !== undefined && { cluster }) };
      const { found } = await searchDocuments(params, context);
      return { found: await withBeginnings(folder, found) };
    },
    get_similar_documents: async ({ document, top, analysis }) => {
      const folder = await root.analysis(analysis);
      const { similar } = await similarDocuments({ analysis: folder, document, top });
      return { document, similar: await withBeginnings(folder, similar) };
    },
    cluster_folder: async ({ folder = '.', clusters }, context) => {
      const source = await root.folderAt(folder);
      const name = path.basename(source) || 'corpus';
      const out = await root.placeOf(source, ['.grove', 'analyses', name]);
      const options = clusters === undefined ? {} : { clusters };
      const result = await clusterCorpus(
        { runId: 'mcp', source, out, name, options, sourceOptions: { confined: true } },
        context,
      );
      return {
        analysis: path.relative(root.folder, out).split(path.sep).join('/'),
        documents: result.documents,
        skipped: result.skipped.length,
        clusters: result.clusters.map(clusterForModel),
      };
    },
  };
}

/** Without absolute paths: a model needs to know nothing of the machine. */
async function withBeginnings(
  folder: string,
  documents: readonly { readonly id: string; readonly path: string }[],
): Promise<object[]> {
  const { rows } = await openEncodings(folder);
  const beginnings = new Map(rows.map(({ id, snippet }) => [id, snippet]));
  return documents.map(({ path: _, ...document }) => ({ ...document, beginning: beginnings.get(document.id) }));
}
