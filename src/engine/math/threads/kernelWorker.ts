import { parentPort } from 'node:worker_threads';
import { type JobName, type JobParams, startJob } from './jobs';
import { finishTask, takeTask, type TaskBoard } from './taskBoard';

/** What the main thread sends: a job to take part in, until no task is left. The answer is the word 'done'. */
export interface WorkerRequest<N extends JobName = JobName> {
  readonly name: N;
  readonly params: JobParams[N];
  readonly board: TaskBoard;
  readonly participant: number;
}

parentPort?.on('message', ({ name, params, board, participant }: WorkerRequest) => {
  const run = startJob(name, params, participant);
  for (let task = takeTask(board, participant); task !== undefined; task = takeTask(board, participant)) {
    const steps = run(task);
    while (steps !== undefined && steps.next().done !== true);
    finishTask(board);
  }
  parentPort?.postMessage('done');
});
