import { assignDocuments } from '../engine/assign/assignDocuments';
import { comparisonFigures } from '../engine/comparison/compareAnalyses';
import { analysisConcordance } from '../engine/corpusBasics/analysisConcordance';
import { fetchModel } from '../engine/encoder/transformer/fetchModel';
import { insightOf } from '../engine/insights/insightOf';
import { splitCluster } from '../engine/edits/splitCluster';
import { clusterCorpus } from '../engine/pipeline';
import type { RunContext } from '../engine/runContext';
import { searchDocuments } from '../engine/similarity/searchDocuments';
import { similarDocuments } from '../engine/similarity/similarDocuments';
import { similarToText } from '../engine/similarity/similarToText';
import { exportAnalysis } from '../engine/storage/exportAnalysis';
import { proposeTags } from '../engine/train/proposeTags';
import { tuneCorpus } from '../engine/tune/tuneCorpus';
import type { StageProgress } from '../shared/progress';
import { answer, connect, notify } from '../shared/rpc';
import { processContext } from './processContext';

/** The engine behind a typed connection to the process that forked it. It ends when that process goes away. */

const progressIntervalMs = 100;

const connection = connect(process);

function contextOf(token: { readonly isCancellationRequested: boolean }, runId?: string): RunContext {
  return processContext({
    progress: runId === undefined ? () => {} : throttledProgress(runId),
    isCancelled: () => token.isCancellationRequested,
    log: (message) => notify(connection, 'log', { message }),
    nameOption: (name) => `grove.${name}`,
    warn: (message) => notify(connection, 'log', { message }),
  });
}

/** Lets about ten reports a second through, and always a stage's first and last. */
function throttledProgress(runId: string): (progress: StageProgress) => void {
  let stage: string | undefined;
  let last = 0;
  return (progress) => {
    const now = performance.now();
    const isEdge = progress.stage !== stage || progress.done === progress.total;
    if (!isEdge && now - last < progressIntervalMs) return;
    stage = progress.stage;
    last = now;
    notify(connection, 'progress', { runId, progress });
  };
}

answer(connection, 'cluster', (params, token) => clusterCorpus(params, contextOf(token, params.runId)));
answer(connection, 'similar', (params) => similarDocuments(params));
answer(connection, 'similarToText', (params, token) => similarToText(params, contextOf(token)));
answer(connection, 'search', (params, token) => searchDocuments(params, contextOf(token)));
answer(connection, 'concordance', (params, token) => analysisConcordance(params, contextOf(token)));
answer(connection, 'assign', (params, token) => assignDocuments(params, contextOf(token, params.runId)));
answer(connection, 'split', (params, token) => splitCluster(params, contextOf(token)));
answer(connection, 'train', (params, token) => proposeTags(params, contextOf(token, params.runId)));
answer(connection, 'insight', (params, token) => insightOf(params, contextOf(token)));
answer(connection, 'compare', (params, token) => comparisonFigures(params, contextOf(token)));
answer(connection, 'fetchModel', (params, token) => fetchModel(params, contextOf(token, params.runId)));
answer(connection, 'tune', (params, token) =>
  tuneCorpus(params, contextOf(token, params.runId), (trial) =>
    notify(connection, 'trial', { runId: params.runId, trial }),
  ),
);
answer(connection, 'export', (params, token) => exportAnalysis(params, contextOf(token)));

process.on('disconnect', () => process.exit(0));
connection.listen();
