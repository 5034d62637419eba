import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { corpusTools, type CorpusToolName } from '../../../src/shared/corpusTools';
import { englishAnalysis, grove, inWorkspace } from './grove';

/** What a tool answers a language model with. */
async function answerOf(name: CorpusToolName, input: object): Promise<Record<string, unknown>> {
  const { tools } = await grove();
  const { token } = new vscode.CancellationTokenSource();
  const result = await tools[name].invoke({ input, toolInvocationToken: undefined }, token);
  const part = result?.content[0];
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return JSON.parse(part.value) as Record<string, unknown>;
}

describe('tools for language models', () => {
  it('are registered, and answer from the active analysis', async () => {
    const loaded = await englishAnalysis();
    const registered = vscode.lm.tools.map(({ name }) => name);
    for (const name of Object.keys(corpusTools)) assert.ok(registered.includes(name), name);
    const { analysis, clusters } = await answerOf('list_clusters', {});
    assert.equal(analysis, loaded.name);
    assert.equal((clusters as unknown[]).length, loaded.analysis.clusters.length);
    const { found } = (await answerOf('search_corpus', { query: 'baking bread', top: 3 })) as {
      found: { id: string }[];
    };
    assert.equal(found.length, 3);
    const { similar } = (await answerOf('get_similar_documents', { document: found[0]!.id, analysis })) as {
      similar: { id: string }[];
    };
    assert.equal(similar.length, 10);
  });

  it('say what a model did wrong', async () => {
    await englishAnalysis();
    await assert.rejects(answerOf('search_corpus', { query: 7 }), /search_corpus/);
    await assert.rejects(answerOf('list_clusters', { analysis: 'no such thing' }), /english/);
    await assert.rejects(answerOf('get_similar_documents', { document: 'no such thing' }), /no such thing/);
  });

  it('ask before a folder is clustered, and refuse one outside the workspace', async () => {
    const { tools } = await grove();
    const { token } = new vscode.CancellationTokenSource();
    const prepared = await tools.cluster_folder.prepareInvocation?.({ input: { folder: 'chinese' } }, token);
    const message = prepared?.confirmationMessages?.message;
    assert.ok(typeof message === 'string' && message.includes(inWorkspace('chinese').fsPath), 'nobody is asked');
    await assert.rejects(answerOf('cluster_folder', { folder: '../..' }), /workspace/);
  });
});
