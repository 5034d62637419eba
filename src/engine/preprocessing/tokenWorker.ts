import { parentPort } from 'node:worker_threads';
import { type BatchRequest, BatchTokenizer } from './tokenBatch';

const tokenizer = new BatchTokenizer();
/** Batches are answered in the order in which they came. */
let last = Promise.resolve();

parentPort?.on('message', (request: BatchRequest) => {
  last = last.then(async () => parentPort?.postMessage(await tokenizer.tokenize(request)));
});
