import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { assetPath } from '../assets';
import type { Tensorflow } from './tensorflow';

const packageName = '@tensorflow/tfjs-node';
const oldestMajor = 4;
const needed = ['customGrad', 'matMul', 'tidy', 'train', 'variable', 'variableGrads'] as const;
const probeMs = 60_000;

/**
 * The door to native TensorFlow, reached by require at run time: never part of a bundle, it is looked for beside Grove and in
 * the home folder. It is first loaded in a process of its own, since a native library that was made for another machine
 * takes its process with it.
 *
 * @throws Error with a sentence that says why it can't be used
 */
export async function loadNative(): Promise<Tensorflow> {
  const file = findNative();
  if (file === undefined) throw new Error(`${packageName} is not installed`);
  await tryApart(file);
  restoreUtil(createRequire(file)('node:util') as Record<string, unknown>);
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'; // no advertisement of what the processor could do
  const tf = createRequire(file)(file) as Tensorflow;
  requireUsable(tf);
  return tf;
}

function findNative(): string | undefined {
  for (const place of [assetPath('package.json'), path.join(os.homedir(), 'package.json')]) {
    try {
      return createRequire(place).resolve(packageName);
    } catch {
      // not there: the next place
    }
  }
  return undefined;
}

/** Node 23 took these away (and warns of the second before); tfjs-node 4.22 still calls them. */
function restoreUtil(util: Record<string, unknown>): void {
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  util['isArray'] = Array.isArray;
}

const probe = `
  (${restoreUtil.toString()})(require('node:util'));
  const tf = require(process.argv[1]);
  if (tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()[3] !== 3) throw new Error('it computes wrongly');`;

function tryApart(file: string): Promise<void> {
  const options = { timeout: probeMs, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['-e', probe, file], options, (error, _, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`it ${reasonOf(error, stderr)}`));
    });
  });
}

function reasonOf(
  error: { killed?: boolean; signal?: unknown; code?: unknown; message: string },
  stderr: string,
): string {
  const said = /^(?:Uncaught )?\w*Error: (.+)$/m.exec(stderr)?.[1];
  if (said !== undefined) return `can't be loaded: ${said}`;
  if (error.killed === true) return `took longer than ${probeMs / 1000} s to load`;
  return `crashed when it was loaded (${String(error.signal ?? error.code)})`;
}

function requireUsable(tf: Partial<Tensorflow>): void {
  const { version_core: version = '' } = tf;
  if (!(Number.parseInt(version, 10) >= oldestMajor))
    throw new Error(`version ${version || 'unknown'} is too old; ${oldestMajor}.0 or newer is needed`);
  const missing = needed.find((name) => tf[name] === undefined);
  if (missing !== undefined) throw new Error(`it has no function ${missing}`);
}
