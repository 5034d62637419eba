import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export interface Ended {
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr holds the text; rejects if the process ends before. */
  says(text: string): Promise<void>;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Words before the command line's own: a wrapper that sets limits, say. */
  readonly wrapper?: readonly string[];
}

/** Starts the built command line, `grove …`, its output piped. */
export function startGrove(
  parameters: readonly string[],
  { cwd = root, env, wrapper = [] }: StartOptions = {},
): Started {
  const [program, ...rest] = [...wrapper, process.execPath, path.join(root, 'dist/cli.js'), ...parameters];
  const child = spawn(program!, rest, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  const waiting: { text: string; resolve: () => void; reject: (error: Error) => void }[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const wait of waiting) if (stderr.includes(wait.text)) wait.resolve();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      for (const { text, reject: giveUp } of waiting) giveUp(new Error(`It ended before it said '${text}': ${stderr}`));
      resolve({ exitCode, signal, stdout, stderr });
    });
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      if (stderr.includes(text)) resolve();
      else waiting.push({ text, resolve, reject });
    });
  return { process: child, ended, says };
}

/** Runs the built command line to its end. */
export function grove(parameters: readonly string[], options?: StartOptions): Promise<Ended> {
  return startGrove(parameters, options).ended;
}
