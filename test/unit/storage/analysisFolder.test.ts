import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  readAnalysis,
  readNpy,
  requireWritablePlace,
  writeFolderWhole,
  writeNpy,
} from '../../../src/engine/storage/analysisFolder';
import { GroveError } from '../../../src/shared/errors';

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'grove-storage-'));
});
afterEach(() => fs.rm(folder, { recursive: true }));

describe('writeFolderWhole', () => {
  it('puts the folder in place and leaves nothing beside it', async () => {
    const out = path.join(folder, 'a.grove');
    await writeFolderWhole(out, (place) => fs.writeFile(path.join(place, 'x'), '1'));
    await writeFolderWhole(out, (place) => fs.writeFile(path.join(place, 'x'), '2'));
    expect(await fs.readdir(folder)).toEqual(['a.grove']);
    expect(await fs.readFile(path.join(out, 'x'), 'utf8')).toBe('2');
  });

  it('lets those read it who may read any new folder', async () => {
    const [out, other] = [path.join(folder, 'a.grove'), path.join(folder, 'other')];
    await writeFolderWhole(out, (place) => fs.writeFile(path.join(place, 'x'), '1'));
    await fs.mkdir(other);
    expect((await fs.stat(out)).mode).toBe((await fs.stat(other)).mode);
  });

  it('has two written at once, of which the later stays', async () => {
    const out = path.join(folder, 'a.grove');
    const write = (text: string) => writeFolderWhole(out, (place) => fs.writeFile(path.join(place, 'x'), text));
    await Promise.all([write('1'), write('2')]);
    expect(await fs.readdir(folder)).toEqual(['a.grove']);
    expect(await fs.readFile(path.join(out, 'x'), 'utf8')).toMatch(/^[12]$/);
  });

  it('keeps the earlier folder when writing fails', async () => {
    const out = path.join(folder, 'a.grove');
    await writeFolderWhole(out, (place) => fs.writeFile(path.join(place, 'x'), '1'));
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    await expect(writeFolderWhole(out, () => Promise.reject(full))).rejects.toThrow(/the disk is full/);
    await expect(writeFolderWhole(out, () => Promise.reject(GroveError.cancelled()))).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(await fs.readdir(folder)).toEqual(['a.grove']);
    expect(await fs.readFile(path.join(out, 'x'), 'utf8')).toBe('1');
  });
});

describe('requireWritablePlace', () => {
  it('takes a new place, an empty folder, an analysis', async () => {
    await requireWritablePlace(path.join(folder, 'new', 'deep'));
    await fs.mkdir(path.join(folder, 'empty'));
    await requireWritablePlace(path.join(folder, 'empty'));
    await fs.writeFile(path.join(folder, 'empty', 'analysis.json'), '{}');
    await requireWritablePlace(path.join(folder, 'empty'));
  });

  it('refuses a file, and a folder with other things in it', async () => {
    await fs.writeFile(path.join(folder, 'file'), '');
    await expect(requireWritablePlace(path.join(folder, 'file'))).rejects.toThrow(/is a file/);
    await expect(requireWritablePlace(folder)).rejects.toThrow(/would be replaced/);
  });
});

describe('readAnalysis', () => {
  const write = (content: string): Promise<void> => fs.writeFile(path.join(folder, 'analysis.json'), content);

  it.each([
    ['not JSON', '{', /analysis\.json is damaged/],
    ['another version', '{"format":"grove-analysis","version":2}', /has version 2; this Grove reads version 1/],
    ['fields missing', '{"format":"grove-analysis","version":1}', /damaged: name/],
  ])('refuses %s', async (_, content, message) => {
    await write(content);
    await expect(readAnalysis(folder)).rejects.toMatchObject({ code: 'bad-analysis' });
    await expect(readAnalysis(folder)).rejects.toThrow(message);
  });

  it('says that a folder is no analysis', async () => {
    await expect(readAnalysis(folder)).rejects.toThrow(/is not an analysis/);
  });
});

describe('npy files', () => {
  it.each([
    ['float32', Float32Array.of(1.5, -2, 0, 3, 4, 5), [3, 2]],
    ['float64', Float64Array.of(1 / 3, 2), [2]],
    ['int32', Int32Array.of(7), [1, 1]],
    ['empty', new Float64Array(), [0, 4]],
  ])('come back as they were: %s', async (_, values, shape) => {
    await writeNpy(path.join(folder, 'x.npy'), { shape, values });
    const back = await readNpy(folder, 'x.npy', values.constructor as new () => typeof values);
    expect(back).toEqual({ shape, values });
  });

  it('are refused when cut short', async () => {
    await writeNpy(path.join(folder, 'x.npy'), { shape: [4], values: Float32Array.of(1, 2, 3, 4) });
    const file = path.join(folder, 'x.npy');
    await fs.writeFile(file, (await fs.readFile(file)).subarray(0, -3));
    await expect(readNpy(folder, 'x.npy', Float32Array)).rejects.toThrow(/x\.npy is damaged: it is cut short/);
  });
});
