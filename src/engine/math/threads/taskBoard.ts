/** The tasks of one job, on memory that all participants share: who takes which, how many are finished. */
export interface TaskBoard {
  readonly tasks: number;
  /** [0] the next task to be taken, [1] how many are finished, [2] whether all should stop, then the owner of each task. */
  readonly cells: Int32Array;
}

const next = 0;
const finished = 1;
const stopped = 2;
const owners = 3;
const nobody = -1;

export function taskBoard(tasks: number, buffer: (bytes: number) => ArrayBufferLike): TaskBoard {
  const cells = new Int32Array(buffer((owners + tasks) * 4));
  cells.fill(nobody, owners);
  return { tasks, cells };
}

/** Takes the next task; undefined where none is left, or all should stop. */
export function takeTask({ cells, tasks }: TaskBoard, participant: number): number | undefined {
  if (Atomics.load(cells, stopped) === 1) return undefined;
  const task = Atomics.add(cells, next, 1);
  if (task >= tasks) return undefined;
  Atomics.store(cells, owners + task, participant);
  return task;
}

export function finishTask({ cells }: TaskBoard): void {
  Atomics.add(cells, finished, 1);
}

export function finishedTasks({ cells }: TaskBoard): number {
  return Atomics.load(cells, finished);
}

export function stopTasks({ cells }: TaskBoard): void {
  Atomics.store(cells, stopped, 1);
}

export function tasksOf({ cells, tasks }: TaskBoard, participant: number): number[] {
  const own: number[] = [];
  for (let task = 0; task < tasks; task++) if (Atomics.load(cells, owners + task) === participant) own.push(task);
  return own;
}
