import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Autoencoder, type AutoencoderOptions } from '../../../src/engine/autoencoder/autoencoder';
import { loadTensorflow } from '../../../src/engine/autoencoder/tensorflow';
import { type Matrix, normalizeRows, npyOf } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { arrayOf, modelVersion, partOf, readModel, writeModel } from '../../../src/engine/storage/model';
import { blobs, largestDifference, normalMatrix } from '../../support/matrices';

const unit = (x: Matrix): Matrix => normalizeRows(x);
const fit = (x: Matrix, options: Partial<AutoencoderOptions> = {}) =>
  Autoencoder.fit(x, { dimensions: 4, hidden: 16, epochs: 4, backend: 'cpu', random: seededRandom(1), context: silentContext, ...options }); // prettier-ignore

/** relu(x W₁ + b₁) W₂ + b₂, rows of unit length, in plain loops. */
function codesOf(x: Matrix, weights: Readonly<Record<string, Matrix>>): Float64Array {
  const affine = (input: Float64Array, rows: number, name: string): Float64Array => {
    const { rows: inner, columns, values } = weights[name]!;
    const bias = weights[`${name}Bias`]!.values;
    const out = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++)
      for (let d = 0; d < columns; d++) {
        let sum = bias[d]!;
        for (let j = 0; j < inner; j++) sum += input[i * inner + j]! * values[j * columns + d]!;
        out[i * columns + d] = sum;
      }
    return out;
  };
  const hidden = affine(Float64Array.from(x.values), x.rows, 'encode1').map((value) => Math.max(0, value));
  const codes = affine(hidden, x.rows, 'encode2');
  const width = weights['encode2']!.columns;
  for (let i = 0; i < x.rows; i++) {
    const row = codes.subarray(i * width, (i + 1) * width);
    const length = Math.hypot(...row);
    row.forEach((value, d) => (row[d] = value / length));
  }
  return codes;
}

describe.each(['cpu', 'wasm'] as const)('Autoencoder on %s', (backend) => {
  it('codes as its weights say, the same after they were saved and read', async () => {
    const x = unit(blobs(50, 10, 3, 0.2, 1));
    const network = await fit(x, { backend });
    const found = await network.transform(x, silentContext);
    expect([found.rows, found.columns]).toEqual([50, 4]);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-network-'));
    try {
      const arrays = Object.fromEntries(Object.entries(network.weights).map(([name, w]) => [name, npyOf(w)]));
      await writeModel(folder, { version: modelVersion, parts: { compress: { arrays } } });
      const part = partOf(await readModel(folder), 'compress');
      const read: Record<string, Matrix> = {};
      for (const name of Object.keys(arrays)) {
        const { shape, values } = arrayOf(part, name, Float32Array);
        read[name] = { rows: shape[0]!, columns: shape[1]!, values };
      }
      expect(read).toEqual(network.weights);
      const loaded = await Autoencoder.load(read, backend, silentContext);
      expect(await loaded.transform(x, silentContext)).toEqual(found);
      expect(largestDifference(found.values, codesOf(x, read))).toBeLessThan(1e-5);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('gives the same bytes for the same seed, others for another', async () => {
    const x = unit(blobs(40, 8, 2, 0.3, 2));
    const [a, b, c] = [
      await fit(x, { backend }),
      await fit(x, { backend }),
      await fit(x, { backend, random: seededRandom(2) }),
    ];
    expect(b.weights).toEqual(a.weights);
    expect(b.loss).toEqual(a.loss);
    expect(c.weights).not.toEqual(a.weights);
  });

  it('keeps no tensor, whether it ends, is cancelled in the middle of an epoch, or codes', async () => {
    const { tf } = await loadTensorflow(backend, silentContext);
    const x = unit(blobs(60, 10, 3, 0.2, 3));
    await fit(x, { backend });
    const before = { ...tf.memory() };
    const network = await fit(x, { backend });
    await network.transform(x, silentContext);
    let batches = 0;
    const context = { ...silentContext, isCancelled: () => ++batches === 5 };
    const epochs: number[] = [];
    const progress = ({ done }: { done: number }): void => void epochs.push(done);
    const cancelled = fit(x, { backend, batchSize: 20, context: { ...context, progress } });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect([batches, epochs]).toEqual([5, [1]]); // three batches an epoch: in the second one
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it.each([1, 2, 3])('trains on %i documents', async (n) => {
    const x = unit(normalMatrix(n, 5, 4));
    const codes = await (await fit(x, { backend, dimensions: 2 })).transform(x, silentContext);
    expect(codes.rows).toBe(n);
    expect(codes.values.every(Number.isFinite)).toBe(true);
  });
});

describe('Autoencoder', () => {
  it('learns: the loss falls, and codes of one group are nearer to each other than to others', async () => {
    const x = unit(blobs(120, 20, 3, 0.3, 5));
    const network = await fit(x, { epochs: 30, dropout: 0, learningRate: 1e-2 });
    expect(network.loss.at(-1)!).toBeLessThan(network.loss[0]! / 2);
    const { values } = await network.transform(x, silentContext);
    const cosine = (i: number, j: number): number =>
      [0, 1, 2, 3].reduce((sum, d) => sum + values[4 * i + d]! * values[4 * j + d]!, 0);
    for (let i = 0; i < 30; i++) {
      expect(cosine(i, i + 3)).toBeGreaterThan(cosine(i, i + 1));
      expect(cosine(i, i + 3)).toBeGreaterThan(cosine(i, i + 2));
    }
  });

  it('says after every epoch how far it is, with the loss', async () => {
    const reports: string[] = [];
    const context = { ...silentContext, progress: ({ done, total, unit: of, detail }: { done: number; total?: number; unit: string; detail?: string }) => reports.push(`${done} of ${total} ${of}, ${detail}`) }; // prettier-ignore
    const { loss } = await fit(unit(blobs(30, 6, 2, 0.3, 6)), { epochs: 2, context });
    expect(reports).toEqual(loss.map((value, epoch) => `${epoch + 1} of 2 epochs, loss ${value.toFixed(4)}`));
  });

  it('takes no harm from rows of nothing', async () => {
    const x = unit(blobs(30, 6, 2, 0.3, 6));
    x.values.fill(0, 0, 12);
    const network = await fit(x);
    expect(network.loss.every(Number.isFinite)).toBe(true);
    expect((await network.transform(x, silentContext)).values.every(Number.isFinite)).toBe(true);
  });
});
