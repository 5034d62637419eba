import type * as TensorflowCore from '@tensorflow/tfjs-core';
import { GroveError, messageOf } from '../../shared/errors';
import type { ClusterOptions } from '../../shared/options';
import { assetPath } from '../assets';
import type { RunContext } from '../runContext';
import { loadNative } from './nativeTensorflow';
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
 * loads, else WebAssembly with SIMD, else plain JavaScript. Where native was asked for by name and can't be had, WebAssembly
 * takes its place with a warning. wasm and cpu are taken or refused with GroveError('bad-input').
 */
export async function loadTensorflow(
  preferred: ClusterOptions['backend'],
  context: Pick<RunContext, 'log' | 'warn'>,
): Promise<LoadedTensorflow> {
  let loading = loadings.get(preferred);
  if (loading === undefined) {
    loading = load(preferred, context);
    loadings.set(preferred, loading);
  }
  const loaded = await loading;
  // Its core is one for all backends but native: a run before this one may have used another.
  if (loaded.backend !== 'native') await use(loaded.tf, loaded.backend);
  return loaded;
}

const advice = 'To have it, run "npm install @tensorflow/tfjs-node" in your home folder.';

async function load(
  preferred: ClusterOptions['backend'],
  context: Pick<RunContext, 'log' | 'warn'>,
): Promise<LoadedTensorflow> {
  const order: readonly TensorflowBackend[] =
    preferred === 'auto' || preferred === 'native' ? ['native', 'wasm', 'cpu'] : [preferred];
  for (const backend of order) {
    try {
      const tf = await loaders[backend]();
      return { tf, backend, version: `tfjs ${tf.version_core} ${backend}` };
    } catch (error) {
      const reason = messageOf(error);
      if (backend === 'native' && preferred === 'native')
        context.warn(`Native TensorFlow can't be used: ${reason}. WebAssembly is used instead. ${advice}`);
      else context.log(`TensorFlow.js ${backend} can't be used: ${reason}.`);
    }
  }
  throw new GroveError('bad-input', `TensorFlow.js can't run with the backend ${preferred} here. Use --backend auto.`);
}

const loaders: Record<TensorflowBackend, () => Promise<Tensorflow>> = {
  native: loadNative,
  wasm: loadWasm,
  cpu: loadCpu,
};

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
