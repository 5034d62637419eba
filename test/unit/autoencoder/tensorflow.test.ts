import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../../src/engine/autoencoder/tensorflow';
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
    const loaded = await loadTensorflow(backend, () => {});
    expect(loaded.backend).toBe(backend);
    expect(loaded.version).toMatch(new RegExp(`^tfjs \\d+\\.\\d+\\.\\d+ ${backend}$`));
    expect(await loadTensorflow(backend, () => {})).toBe(loaded);
  });

  it('comes back to a backend after another was used', async () => {
    for (const backend of ['cpu', 'wasm', 'cpu'] as const)
      expect((await loadTensorflow(backend, () => {})).tf.getBackend()).toBe(backend);
  });

  it.skipIf(hasNative())('refuses a backend that is not there, and takes another for auto, saying so', async () => {
    await expect(loadTensorflow('native', () => {})).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/npm install @tensorflow\/tfjs-node.*--backend auto/) as string,
    });
    const log: string[] = [];
    expect((await loadTensorflow('auto', (message) => log.push(message))).backend).toBe('wasm');
    expect(log).toEqual([expect.stringContaining('native')]);
  });

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('multiplies on wasm as plain loops do, transposed %s and %s', async (transposeA, transposeB) => {
    const { tf } = await loadTensorflow('wasm', () => {});
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
