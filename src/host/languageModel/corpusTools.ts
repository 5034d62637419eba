import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import {
  clusterForModel,
  corpusToolInputs,
  type CorpusToolInputs,
  type CorpusToolName,
} from '../../shared/corpusTools';
import { GroveError } from '../../shared/errors';
import { clusterFolder } from '../commands/clusterFolder';
import type { CommandContext } from '../commands/commandContext';
import type { AnalysisStore, StoredAnalysis } from '../state/analysisStore';

interface CorpusTool<Input> {
  /** Throws GroveErrors, whose sentences a model can act on. */
  answer(input: Input, token: vscode.CancellationToken): Promise<object>;
  /** What the person reads while it works. */
  doing(input: Input): string;
  /** What the person is asked before. */
  confirm?(input: Input): vscode.LanguageModelToolConfirmationMessages;
}

export type CorpusTools = { readonly [Name in CorpusToolName]: vscode.LanguageModelTool<object> };

/** The tools that language models in VS Code may use: they read the window's analyses, and cluster a folder if a person agrees. */
export function corpusToolsOf(context: CommandContext): CorpusTools {
  const { store, engine } = context;
  return {
    list_clusters: toolOf('list_clusters', {
      doing: () => vscode.l10n.t('Reading the clusters'),
      answer: ({ analysis: name }) => {
        const analyses = readable(store).map(nameOf);
        if (name === undefined && store.active === undefined && analyses.length !== 1)
          return Promise.resolve({ analyses });
        const { analysis } = chosen(store, name);
        const { documents, created, clusters } = analysis;
        return Promise.resolve({
          analysis: analysis.name,
          documents,
          created,
          clusters: clusters.map(clusterForModel),
          analyses,
        });
      },
    }),
    search_corpus: toolOf('search_corpus', {
      doing: ({ query }) => vscode.l10n.t('Searching for “{0}”', query),
      answer: async ({ query, cluster, top, analysis }, token) => {
        const params = { analysis: chosen(store, analysis).folder, query, top };
        const { found } = await engine.search({ ...params, ...(cluster !== undefined && { cluster }) }, token);
        return { found };
      },
    }),
    get_similar_documents: toolOf('get_similar_documents', {
      doing: ({ document }) => vscode.l10n.t('Looking for documents like “{0}”', document),
      answer: ({ document, top, analysis }, token) =>
        engine.similar({ analysis: chosen(store, analysis).folder, document, top }, token),
    }),
    cluster_folder: toolOf('cluster_folder', {
      doing: ({ folder }) => vscode.l10n.t('Clustering {0}', folder ?? '.'),
      confirm: ({ folder }) => ({
        title: vscode.l10n.t('Cluster a folder'),
        message: vscode.l10n.t('Cluster the files of {0}? No file is changed.', folderAt(folder).fsPath),
      }),
      answer: async ({ folder, clusters }) => {
        const result = await clusterFolder(context, folderAt(folder), clusters === undefined ? {} : { clusters });
        if (result === undefined) throw GroveError.cancelled();
        const { documents, skipped } = result;
        return { documents, skipped: skipped.length, clusters: result.clusters.map(clusterForModel) };
      },
    }),
  };
}

export function registerCorpusTools(tools: CorpusTools): vscode.Disposable {
  return vscode.Disposable.from(...Object.entries(tools).map(([name, tool]) => vscode.lm.registerTool(name, tool)));
}

function toolOf<Name extends CorpusToolName>(
  name: Name,
  tool: CorpusTool<CorpusToolInputs[Name]>,
): vscode.LanguageModelTool<object> {
  const parsed = (input: object): CorpusToolInputs[Name] => {
    const result = v.safeParse(corpusToolInputs[name], input);
    if (result.success) return result.output as CorpusToolInputs[Name];
    throw new GroveError('bad-input', `The input of ${name} is wrong: ${v.summarize(result.issues)}`);
  };
  return {
    prepareInvocation: ({ input }) => {
      const given = parsed(input);
      const confirmationMessages = tool.confirm?.(given);
      return { invocationMessage: tool.doing(given), ...(confirmationMessages && { confirmationMessages }) };
    },
    invoke: async ({ input }, token) => {
      const answer = await tool.answer(parsed(input), token);
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(JSON.stringify(answer))]);
    },
  };
}

type ReadableAnalysis = StoredAnalysis & { readonly analysis: NonNullable<StoredAnalysis['analysis']> };

function readable(store: AnalysisStore): readonly ReadableAnalysis[] {
  return store.analyses.filter((stored): stored is ReadableAnalysis => stored.analysis !== undefined);
}

function nameOf({ analysis }: ReadableAnalysis): string {
  return analysis.name;
}

/** The analysis by its name; where none is given the active one, or the only one. */
function chosen(store: AnalysisStore, name: string | undefined): ReadableAnalysis {
  const all = readable(store);
  const found =
    name === undefined
      ? (all.find(({ id }) => id === store.active?.id) ?? (all.length === 1 ? all[0] : undefined))
      : all.find((stored) => nameOf(stored) === name);
  if (found !== undefined) return found;
  if (all.length === 0) throw new GroveError('bad-input', 'There is no analysis yet. Cluster a folder first.');
  throw new GroveError('bad-input', `Name one of the analyses: ${all.map(nameOf).join(', ')}.`);
}

/** A folder of the workspace, by its path from the first one or its absolute path. Throws GroveError('bad-input'). */
function folderAt(place = '.'): vscode.Uri {
  const first = vscode.workspace.workspaceFolders?.[0];
  const uri = first === undefined ? undefined : vscode.Uri.file(path.resolve(first.uri.fsPath, place));
  if (uri === undefined || vscode.workspace.getWorkspaceFolder(uri) === undefined)
    throw new GroveError('bad-input', `There is no folder ${place} in the workspace.`);
  return uri;
}
