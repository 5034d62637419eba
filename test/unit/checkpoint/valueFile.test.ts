import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readValue, writeValue } from '../../../src/engine/checkpoint/valueFile';
import { silentContext } from '../../../src/engine/runContext';
import { newFolder } from '../../support/folders';

const file = path.join(newFolder(), 'value');

async function roundTrip(value: unknown): Promise<unknown> {
  await writeValue(file, value, silentContext);
  return readValue(file, silentContext);
}

describe('a value in a file', () => {
  it('comes back as it was', async () => {
    const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null), fc.float32Array(), fc.int32Array()); // prettier-ignore
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'), tie('tree'), { noNullPrototype: true, maxKeys: 4 })), // prettier-ignore
    }));
    await fc.assert(
      fc.asyncProperty(tree, async (value) => {
        expect(await roundTrip(value)).toEqual(value);
      }),
      { numRuns: 60 },
    );
  });

  it('with long lists of records, of which some lack a field, and sets', async () => {
    const records = Array.from({ length: 12_001 }, (_, i) => ({
      id: `row-${i}`,
      language: i % 7 === 0 ? 'zh' : 'en',
      ...(i % 3 === 0 && { row: i }),
    }));
    const strings = Array.from({ length: 2500 }, (_, i) => `字${i}`);
    const value = { records, strings, keys: new Set([3, 2 ** 52]), doubles: Float64Array.of(NaN, -0, Infinity) };
    expect(await roundTrip(value)).toEqual(value);
  });

  it('keeps what is shared between threads shared, and what stands twice one', async () => {
    const shared = new Float32Array(new SharedArrayBuffer(8));
    shared.set([1.5, -2]);
    const found = (await roundTrip({ a: shared, b: { again: shared } })) as {
      a: Float32Array;
      b: { again: Float32Array };
    };
    expect([...found.a]).toEqual([1.5, -2]);
    expect(found.a.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(found.b.again).toBe(found.a);
  });

  it('is not believed when it was cut short or changed', async () => {
    await writeValue(file, { numbers: Int32Array.from({ length: 100 }, (_, i) => i) }, silentContext);
    const bytes = fs.readFileSync(file);
    for (const damaged of [bytes.subarray(0, 50), bytes.subarray(0, bytes.length - 1), Buffer.alloc(0)]) {
      fs.writeFileSync(file, damaged);
      await expect(readValue(file, silentContext)).rejects.toThrow();
    }
    bytes[60]! ^= 1;
    fs.writeFileSync(file, bytes);
    await expect(readValue(file, silentContext)).rejects.toThrow(/not what was written/);
  });

  it('refuses what it could not give back', async () => {
    await expect(writeValue(file, { depth: NaN }, silentContext)).rejects.toThrow('NaN');
    await expect(writeValue(file, new Map(), silentContext)).rejects.toThrow('Map');
  });
});
