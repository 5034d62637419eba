import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../../src/engine/autoencoder/tensorflow';
import { silentContext } from '../../../src/engine/runContext';
import { largestDifference, normalMatrix } from '../../support/matrices';

function hasNative(): boolean {
  try {
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-node');
    return true;
  } catch {
    return false;
  }
}

describe('loadTensorflow', () => {
  it.each(['cpu', 'wasm'] as const)('loads %s, and says which version it is', async (backend) => {
    const loaded = await loadTensorflow(backend, silentContext);
    expect(loaded.backend).toBe(backend);
    expect(loaded.version).toMatch(new RegExp(`^tfjs \\d+\\.\\d+\\.\\d+ ${backend}$`));
    expect(await loadTensorflow(backend, silentContext)).toBe(loaded);
  });

  it('comes back to a backend after another was used', async () => {
    for (const backend of ['cpu', 'wasm', 'cpu'] as const)
      expect((await loadTensorflow(backend, silentContext)).tf.getBackend()).toBe(backend);
  });

  it.skipIf(hasNative())('takes wasm where native is not there, saying so once', async () => {
    const log: string[] = [];
    const warnings: string[] = [];
    const context = {
      log: (message: string) => void log.push(message),
      warn: (message: string) => void warnings.push(message),
    };
    expect((await loadTensorflow('auto', context)).backend).toBe('wasm');
    expect(warnings).toEqual([]);
    expect(log).toEqual([expect.stringContaining('native')]);
    for (let time = 0; time < 2; time++) {
      const loaded = await loadTensorflow('native', context);
      expect(loaded.version).toMatch(/^tfjs .* wasm$/);
    }
    expect(warnings).toEqual([
      expect.stringMatching(/tfjs-node is not installed\. WebAssembly is used instead\. .*npm install/),
    ]);
  });

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('multiplies on wasm as plain loops do, transposed %s and %s', async (transposeA, transposeB) => {
    const { tf } = await loadTensorflow('wasm', silentContext);
    const [m, n, k] = [7, 5, 11];
    const a = normalMatrix(m, k, 1);
    const b = normalMatrix(k, n, 2);
    const flipped = ({ rows, columns, values }: typeof a): Float32Array =>
      Float32Array.from(values, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!);
    const before = tf.memory().numDataBuffers;
    const found = tf.tidy(() => {
      const left = transposeA ? tf.tensor2d(flipped(a), [k, m]) : tf.tensor2d(a.values, [m, k]);
      const right = transposeB ? tf.tensor2d(flipped(b), [n, k]) : tf.tensor2d(b.values, [k, n]);
      return tf.matMul(left, right, transposeA, transposeB).dataSync();
    });
    const expected = Array.from({ length: m * n }, (_, at) => {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += a.values[Math.floor(at / n) * k + j]! * b.values[j * n + (at % n)]!;
      return sum;
    });
    expect(largestDifference(found, expected)).toBeLessThan(1e-5);
    expect(tf.memory().numDataBuffers).toBe(before);
  });
});
