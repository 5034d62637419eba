import { createRequire } from 'node:module';
import type * as TensorflowCore from '@tensorflow/tfjs-core';
import { GroveError, messageOf } from '../../shared/errors';
import type { ClusterOptions } from '../../shared/options';
import { assetPath } from '../assets';
import { speedUpTransposedProducts } from './wasmKernels';

/** TensorFlow.js as the engine uses it: its core, whatever computes behind it. */
export type Tensorflow = typeof TensorflowCore;

export type TensorflowBackend = Exclude<ClusterOptions['backend'], 'auto'>;

export interface LoadedTensorflow {
  readonly tf: Tensorflow;
  readonly backend: TensorflowBackend;
  /** 'tfjs 4.22.0 wasm'. */
  readonly version: string;
}

const loadings = new Map<ClusterOptions['backend'], Promise<LoadedTensorflow>>();

/**
 * The door to TensorFlow.js, loaded when the first network is trained: native where `@tensorflow/tfjs-node` is installed and
 * loads, else WebAssembly with SIMD, else plain JavaScript. A backend asked for by name is taken or refused with
 * GroveError('bad-input'), never replaced silently.
 */
export async function loadTensorflow(
  preferred: ClusterOptions['backend'],
  log: (message: string) => void,
): Promise<LoadedTensorflow> {
  let loading = loadings.get(preferred);
  if (loading === undefined) {
    loading = load(preferred, log);
    loadings.set(preferred, loading);
  }
  const loaded = await loading;
  // Its core is one for all backends but native: a run before this one may have used another.
  if (loaded.backend !== 'native') await use(loaded.tf, loaded.backend);
  return loaded;
}

async function load(preferred: ClusterOptions['backend'], log: (message: string) => void): Promise<LoadedTensorflow> {
  const order: readonly TensorflowBackend[] = preferred === 'auto' ? ['native', 'wasm', 'cpu'] : [preferred];
  for (const backend of order) {
    try {
      const tf = await loaders[backend]();
      return { tf, backend, version: `tfjs ${tf.version_core} ${backend}` };
    } catch (error) {
      log(`TensorFlow.js ${backend} can't be used: ${messageOf(error)}`);
    }
  }
  const advice = preferred === 'native' ? ' Install it with "npm install @tensorflow/tfjs-node", or' : '';
  throw new GroveError(
    'bad-input',
    `TensorFlow.js can't run with the backend ${preferred} here.${advice} Use --backend auto.`,
  );
}

const loaders: Record<TensorflowBackend, () => Promise<Tensorflow>> = {
  native: loadNative,
  wasm: loadWasm,
  cpu: loadCpu,
};

/** Reached by require at run time: it is never part of a bundle, and may be missing or made for another Node. */
function loadNative(): Promise<Tensorflow> {
  const require = createRequire(assetPath('package.json'));
  const util = require('node:util') as Record<string, unknown>;
  // Node 23 took these away; tfjs-node 4.22 still calls them.
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  util['isArray'] ??= (value: unknown) => Array.isArray(value);
  return Promise.resolve(require('@tensorflow/tfjs-node') as Tensorflow);
}

async function loadWasm(): Promise<Tensorflow> {
  const tf = await loadCore();
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // Threads would start a worker from a blob, which Node can't.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(assetPath('dist/'));
  await use(tf, 'wasm');
  speedUpTransposedProducts(tf);
  return tf;
}

async function loadCpu(): Promise<Tensorflow> {
  const tf = await loadCore();
  await import('@tensorflow/tfjs-backend-cpu');
  await use(tf, 'cpu');
  return tf;
}

async function loadCore(): Promise<Tensorflow> {
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-core/dist/register_all_gradients'); // bundlers drop it from the index as unused
  tf.env().set('IS_TEST', true); // no banner on the console: stdout belongs to --json
  return tf;
}

/** A failed setBackend leaves the one before in silence: look. */
async function use(tf: Tensorflow, backend: string): Promise<void> {
  await tf.setBackend(backend);
  await tf.ready();
  if (tf.getBackend() !== backend) throw new Error(`the backend ${backend} did not start`);
}
