import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { SentenceEncoder } from '../../../../src/engine/encoder/transformer/sentenceEncoder';
import { windowsOf } from '../../../../src/engine/encoder/transformer/tokenWindows';
import { type Matrix, row } from '../../../../src/engine/math/matrix';
import { breather, type RunContext, silentContext } from '../../../../src/engine/runContext';
import { openTokenizer } from '../../../../src/engine/encoder/transformer/textTokenizer';
import references from '../../../fixtures/encoder/transformer/references.json';
import { newFolder, writeFiles } from '../../../support/folders';

const fixtures = path.resolve(__dirname, '../../../fixtures/encoder/transformer');
const tiny = path.join(fixtures, 'tiny');

/** A copy of the tiny model with some files changed; those that are undefined are left out. */
function changed(files: Readonly<Record<string, string | Uint8Array | undefined>>, from = tiny): string {
  const folder = newFolder();
  fs.cpSync(from, folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) fs.rmSync(path.join(folder, name));
    else writeFiles(folder, { [name]: content });
  }
  return folder;
}

const open = (folder: string): Promise<SentenceEncoder> => SentenceEncoder.open(folder, 'wasm', silentContext);
const encode = async (folder: string, texts: readonly string[]): Promise<Matrix> =>
  (await open(folder)).encode(texts, silentContext);

function expectRows(found: Matrix, wanted: readonly (readonly number[])[], digits = 5): void {
  expect(found.rows).toBe(wanted.length);
  wanted.forEach((values, i) => values.forEach((value, d) => expect(row(found, i)[d]).toBeCloseTo(value, digits)));
}

const prompts = (prefix: string): string => JSON.stringify({ prompts: { query: 'no', document: prefix } });

describe("a sentence encoder gives onnxruntime's vectors", () => {
  it('of short texts, pooled by mean', async () => expectRows(await encode(tiny, references.texts), references.mean));

  it.each([
    ['cls', { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false }],
    ['max', { pooling_mode_max_tokens: true }],
    ['last', { pooling_mode: 'lasttoken' }],
  ] as const)('pooled by %s', async (name, config) => {
    const folder = changed({ '1_Pooling/config.json': JSON.stringify(config) });
    expectRows(await encode(folder, references.texts), references[name]);
  });

  it('with a prefix before each text, pooled or not', async () => {
    const files = { 'config_sentence_transformers.json': prompts('query: ') };
    expectRows(await encode(changed(files), references.texts), references.prefixed);
    const apart = { ...files, '1_Pooling/config.json': JSON.stringify({ include_prompt: false }) };
    expectRows(await encode(changed(apart), references.texts), references.prefixedWithoutPrefix);
  });

  it('of a long text, in windows that share tokens', async () =>
    expectRows(await encode(tiny, [references.longText]), [references.long]));

  it('in 8 bits, each text as if it were alone', async () => {
    const found = await encode(path.join(fixtures, 'tiny8'), references.texts);
    expectRows(found, references.quantized, 4);
  });

  it('from onnx/model.onnx just as from model.onnx, and mean pooling where nothing is said', async () => {
    const network = fs.readFileSync(path.join(tiny, 'model.onnx'));
    const folder = changed({ 'model.onnx': undefined, '1_Pooling/config.json': undefined, 'onnx/model.onnx': network });
    expectRows(await encode(folder, references.texts), references.mean);
  });
});

describe('a sentence encoder', () => {
  let encoder: SentenceEncoder;
  beforeAll(async () => {
    encoder = await open(tiny);
  });

  it('gives each text its own vector, whatever stands beside it and in whatever order', () =>
    fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...references.texts.keys()], { minLength: 1 }), async (chosen) => {
        const found = await encoder.encode(chosen.map((i) => references.texts[i]!), silentContext); // prettier-ignore
        expectRows(found, chosen.map((i) => references.mean[i]!)); // prettier-ignore
      }),
      { numRuns: 20 },
    ));

  it('gives a zero row to a text without a word, and counts all documents', async () => {
    const seen: number[] = [];
    const context = { ...silentContext, progress: ({ done }: { done: number }) => void seen.push(done) };
    const found = await encoder.encode(['', 'bread', ' \n '], context);
    expect(row(found, 0).every((value) => value === 0)).toBe(true);
    expect(row(found, 2).every((value) => value === 0)).toBe(true);
    expect(row(found, 1).some((value) => value !== 0)).toBe(true);
    expect(seen.at(-1)).toBe(3);
  });

  it('stops between batches, and inside one very long text', async () => {
    const stopped = (after: number): RunContext => {
      let asked = 0;
      let time = 0;
      return { ...silentContext, now: () => (time += 50), isCancelled: () => ++asked > after };
    };
    const many = Array.from({ length: 500 }, () => references.longText);
    await expect(encoder.encode(many, stopped(5))).rejects.toMatchObject({ code: 'cancelled' });
    await expect(encoder.encode(['bread '.repeat(100_000)], stopped(2))).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('reads texts of any characters', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const { values } = await encoder.encode([text], silentContext);
        expect(values.every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 50 },
    ));
});

describe('tokens', () => {
  it("are the hub's tokenizer's", async () => {
    const file = path.join(tiny, 'tokenizer.json');
    const tokenizer = openTokenizer(JSON.parse(fs.readFileSync(file, 'utf8')), {}, file);
    for (const [i, text] of references.texts.entries()) {
      const ids = await tokenizer.encode(text, breather(silentContext));
      expect([...tokenizer.before, ...ids, ...tokenizer.after]).toEqual(references.ids[i]);
    }
  });

  it('are all in some window, in order, while there are not too many; none is longer than the network reads', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 16, max: 40 }), (count, longest) => {
        const tokens = Array.from({ length: count }, (_, i) => i + 10);
        const windows = windowsOf(tokens, 7, [], { before: [1], after: [2] }, longest);
        const inner = windows.map((window) => [...window.tokens.slice(1, -1)]);
        expect(new Set(inner.flat())).toEqual(new Set(tokens));
        expect(windows.every((window) => window.tokens.length <= longest && window.text === 7)).toBe(true);
        expect(inner.every((part) => part.every((token, i) => i === 0 || token === part[i - 1]! + 1))).toBe(true);
        expect([inner[0]![0], inner.at(-1)!.at(-1)]).toEqual([10, count + 9]);
      }),
    ));

  it('of a very long text are read in a bounded number of places, from its beginning to its end', () => {
    const tokens = Array.from({ length: 100_000 }, (_, i) => i + 10);
    const windows = windowsOf(tokens, 0, [10, 11], { before: [1], after: [2] }, 100);
    expect(windows).toHaveLength(32);
    expect([...windows[0]!.tokens.slice(0, 4)]).toEqual([1, 10, 11, 12]);
    expect(windows.at(-1)!.tokens.at(-2)).toBe(100_009);
  });
});

describe('errors name the file and what to do', () => {
  const network = fs.readFileSync(path.join(tiny, 'model.onnx'));
  const renamed = Buffer.from(network.toString('latin1').replaceAll('token_type_ids', 'other_type_ids'), 'latin1');
  const tokenizer = JSON.parse(fs.readFileSync(path.join(tiny, 'tokenizer.json'), 'utf8')) as {
    model: { vocab: Record<string, number> };
  };
  const larger = JSON.stringify({ ...tokenizer, model: { ...tokenizer.model, vocab: { ...tokenizer.model.vocab, bread: 9999 } } }); // prettier-ignore

  it.each<[string, Record<string, string | Uint8Array | undefined>, RegExp]>([
    ['no tokenizer', { 'tokenizer.json': undefined }, /tokenizer\.json is missing\. Download/],
    ['no network', { 'model.onnx': undefined }, /has no model\.onnx .*Choose the folder/],
    ['a damaged network', { 'model.onnx': network.subarray(0, 900) }, /The network .*model\.onnx can't be read: /],
    ['a network that is none', { 'model.onnx': 'hello' }, /The network .*model\.onnx can't be read: /],
    [
      'an input that no text has',
      { 'model.onnx': renamed },
      /model\.onnx takes .*other_type_ids.*Choose another model/,
    ],
    ['no JSON', { 'tokenizer.json': '{' }, /tokenizer\.json can't be read: .*Download/],
    ['a tokenizer of a kind unknown', { 'tokenizer.json': '{"model":{"type":"Magic"}}' }, /tokenizer\.json can't be used: /], // prettier-ignore
    ["another model's tokenizer", { 'tokenizer.json': larger }, /model\.onnx fails on its input: .*tokenizer\.json/],
    ['two poolings', { '1_Pooling/config.json': '{"pooling_mode_cls_token":true,"pooling_mode_max_tokens":true}' }, /1_Pooling.config\.json asks for pooling by cls_token and max_tokens/], // prettier-ignore
    ['a step outside the network', { 'modules.json': '[{"type":"sentence_transformers.models.Dense"}]' }, /modules\.json asks for the step Dense/], // prettier-ignore
  ])('%s', async (_, files, message) => {
    const failed = encode(changed(files), ['bread']);
    await expect(failed).rejects.toMatchObject({ code: 'bad-input' });
    await expect(failed).rejects.toThrow(message);
  });

  it('a folder that is not there, and one that is a file', async () => {
    await expect(open(path.join(tiny, 'nowhere'))).rejects.toThrow(/nowhere does not exist\. --model/);
    await expect(open(path.join(tiny, 'model.onnx'))).rejects.toThrow(/model\.onnx is no folder/);
  });

  it('native asked for by name where it is not installed', async () => {
    const isInstalled = ((): boolean => {
      try {
        return require.resolve('onnxruntime-node') !== '';
      } catch {
        return false;
      }
    })();
    const opened = SentenceEncoder.open(tiny, 'native', silentContext);
    if (isInstalled) expect((await opened).version).toMatch(/^onnxruntime native/);
    else await expect(opened).rejects.toThrow(/onnxruntime-node can't be loaded: .*npm install onnxruntime-node/);
  });
});

const real = process.env['GROVE_TEST_MODEL'];
if (real === undefined)
  console.warn('Skipped: a real sentence encoder. GROVE_TEST_MODEL names the folder of one (model.onnx, tokenizer.json).'); // prettier-ignore

describe.skipIf(real === undefined)('a real sentence encoder', () => {
  it('puts like sentences beside each other', async () => {
    const sentences = ['A cat sits on the mat.', 'A kitten is lying on a rug.', 'Shares fell sharply on Monday.'];
    const found = await encode(real!, sentences);
    const cosine = (i: number, j: number): number =>
      row(found, i).reduce((sum, value, d) => sum + value * row(found, j)[d]!, 0);
    expect(cosine(0, 1)).toBeGreaterThan(cosine(0, 2) + 0.1);
    expect(cosine(0, 1)).toBeGreaterThan(cosine(1, 2) + 0.1);
  });
});
