import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Onnx from 'onnxruntime-web';
import { GroveError, messageOf } from '../../../shared/errors';
import type { ClusterOptions } from '../../../shared/options';
import { assetPath } from '../../assets';
import { threadCount } from '../../math/threads/threads';
import { weightsOf } from './modelFiles';

type Runtime = Pick<typeof Onnx, 'InferenceSession' | 'Tensor' | 'env'>;

/** A network that was read, and what computes it. */
export interface OnnxNetwork {
  /** Names of its inputs, and which of them take 32-bit integers; the others take 64-bit ones. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** 'onnxruntime native 1.30.0'. */
  readonly version: string;
  readonly isNative: boolean;
  /**
   * Runs the network on integer inputs of one shape and gives one output.
   *
   * @param shape [rows, tokens]
   */
  run(
    inputs: Readonly<Record<string, Int32Array>>,
    shape: readonly [number, number],
    output: string,
  ): Promise<{ readonly shape: readonly number[]; readonly values: Float32Array }>;
}

/**
 * The door to onnxruntime: native where `onnxruntime-node` can be loaded from beside Grove or from the home folder, else
 * WebAssembly, which ships. Native is not shipped for its size (290 MB). A backend asked for by name is taken
 * or refused with GroveError('bad-input').
 *
 * @throws GroveError 'bad-input' naming the file where the network can't be read
 */
export async function openNetwork(
  file: string,
  preferred: ClusterOptions['backend'],
  log: (message: string) => void,
): Promise<OnnxNetwork> {
  const native = preferred === 'auto' || preferred === 'native' ? nativeRuntime() : undefined;
  if (native !== undefined && 'reason' in native) {
    const advice = 'Run "npm install onnxruntime-node" in your home folder';
    if (preferred === 'native')
      throw new GroveError('bad-input', `onnxruntime-node can't be loaded: ${native.reason}. ${advice}, or use --backend auto.`); // prettier-ignore
    log(`Sentence vectors are computed with WebAssembly; native is about four times as fast. ${advice} to have it.`);
  }
  const found = native !== undefined && 'runtime' in native ? native.runtime : undefined;
  const runtime = found ?? (await wasmRuntime());
  try {
    const session = await (found === undefined ? wasmSession(runtime, file) : found.InferenceSession.create(file, quiet)); // prettier-ignore
    return networkOf(runtime, session, found !== undefined);
  } catch (error) {
    throw new GroveError(
      'bad-input',
      `The network ${file} can't be read: ${firstLine(error)}. It has to be an ONNX file that onnxruntime takes; download or export it again.`,
      { cause: error },
    );
  }
}

/** Only fatal messages: the rest would be printed on stdout or stderr. */
const quiet = { logSeverityLevel: 4 } as const;

/** Reached by require at run time: it is never part of a bundle. */
function nativeRuntime(): { readonly runtime: Runtime } | { readonly reason: string } {
  let reason = '';
  for (const place of [assetPath('package.json'), path.join(os.homedir(), 'package.json')]) {
    try {
      return { runtime: createRequire(place)('onnxruntime-node') as Runtime };
    } catch (error) {
      reason = firstLine(error);
    }
  }
  return { reason };
}

async function wasmRuntime(): Promise<Runtime> {
  const runtime = await import('onnxruntime-web');
  const { wasm } = runtime.env;
  wasm.numThreads = threadCount(); // products are divided by rows and columns: the vectors are the same for any number
  wasm.wasmPaths = {
    mjs: pathToFileURL(assetPath('dist/ort-wasm-simd-threaded.mjs')).href,
    wasm: assetPath('dist/ort-wasm-simd-threaded.wasm'),
  };
  return runtime;
}

/** WebAssembly sees no files: weights that lie beside the network are handed over with it. */
async function wasmSession(runtime: Runtime, file: string): Promise<Onnx.InferenceSession> {
  const external = [];
  for (const place of weightsOf(file)) {
    const data = await fs.readFile(place).catch(() => undefined);
    if (data !== undefined) external.push({ path: path.basename(place), data });
  }
  return runtime.InferenceSession.create(await fs.readFile(file), {
    ...quiet,
    ...(external.length > 0 && { externalData: external }),
  });
}

function networkOf(runtime: Runtime, session: Onnx.InferenceSession, isNative: boolean): OnnxNetwork {
  const narrow = new Set(
    session.inputMetadata.filter((input) => input.isTensor && input.type === 'int32').map(({ name }) => name),
  );
  const { versions } = runtime.env;
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    isNative,
    version: `onnxruntime ${isNative ? 'native' : 'wasm'} ${(isNative ? versions.node : versions.web) ?? versions.common}`,
    async run(inputs, shape, output) {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, values]) => [
          name,
          narrow.has(name)
            ? new runtime.Tensor('int32', values, [...shape])
            : new runtime.Tensor('int64', BigInt64Array.from(values, BigInt), [...shape]),
        ]),
      );
      const tensor = (await session.run(feeds, [output], quiet))[output]!;
      const { dims, data, type } = tensor;
      if (!(data instanceof Float32Array)) throw new Error(`its output ${output} is of type ${type}, not float32`);
      const values = data.slice();
      tensor.dispose();
      return { shape: dims, values };
    },
  };
}

/** onnxruntime's messages may run over many lines. */
export function firstLine(error: unknown): string {
  return (messageOf(error).split('\n', 1)[0] ?? '').replace(/[.\s]+$/, '');
}
