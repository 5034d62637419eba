import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assignDocuments } from '../../../src/engine/assign/assignDocuments';
import { loadTensorflow } from '../../../src/engine/autoencoder/tensorflow';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { trainClassifier, type TrainParams, type TrainResult } from '../../../src/engine/train/trainClassifier';

let folder: string;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'grove-train-'));
});
afterAll(() => fs.rm(folder, { recursive: true }));

const words = {
  sky: 'planet star galaxy telescope orbit comet moon astronomer rocket'.split(' '),
  kitchen: 'bread flour oven recipe butter yeast dough cake pastry'.split(' '),
};
const fill = 'the and a then with some of this very often'.split(' ');

function documentsOf(count: number, seed: number): { id: string; text: string; label: string }[] {
  const random = seededRandom(seed);
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: count }, (_, i) => {
    const label = i % 2 === 0 ? 'sky' : 'kitchen';
    return { id: `d${i}`, label, text: Array.from({ length: 12 }, () => one(random() < 0.5 ? words[label] : fill)).join(' ') }; // prettier-ignore
  });
}

async function table(name: string, rows: readonly object[]): Promise<string> {
  const file = path.join(folder, name);
  await fs.writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  return file;
}

async function train(source: string, name: string, changes: Partial<TrainParams> = {}): Promise<TrainResult> {
  return trainClassifier(
    {
      source,
      sourceOptions: {},
      labels: 'auto',
      network: 'cnn',
      epochs: 5,
      testShare: 0.25,
      singles: 'refuse',
      wordVectors: '',
      seed: 1,
      backend: 'wasm',
      out: path.join(folder, name),
      ...changes,
    },
    silentContext,
  );
}

describe('training on labelled documents', () => {
  let source: string;
  beforeAll(async () => {
    source = await table('labelled.jsonl', documentsOf(160, 1));
  });

  it.each(['cnn', 'lstm', 'attention'] as const)(
    'learns with %s, reports each epoch, and leaves no tensor',
    async (network) => {
      const { tf } = await loadTensorflow('wasm', silentContext);
      const before = tf.memory().numTensors;
      const { classes, documents, epochs, report } = await train(source, network, { network });
      expect(tf.memory().numTensors).toBe(before);
      expect(classes).toEqual(['kitchen', 'sky']);
      expect(documents).toEqual({ train: 120, test: 40, unlabelled: 0 });
      expect(report.accuracy).toBeGreaterThan(0.9);
      expect(epochs.length).toBeGreaterThan(1);
      expect(epochs.at(-1)!.train.loss).toBeLessThan(epochs[0]!.train.loss);
      for (const { train: learned, test } of epochs)
        for (const { accuracy } of [learned, test]) expect(accuracy).toBeGreaterThanOrEqual(0);
    },
  );

  it('gives assign a classifier, and the same bytes for the same seed', async () => {
    const [a, b] = [await train(source, 'first'), await train(source, 'second')];
    expect(b.epochs).toEqual(a.epochs);
    const unseen = await table('unseen.jsonl', documentsOf(40, 2));
    const truth = documentsOf(40, 2);
    const result = await assignDocuments(
      { runId: 't', analysis: a.classifier, source: unseen, sourceOptions: {} },
      silentContext,
    );
    const labelOf = new Map(result.documents.map(({ id, clusterLabel }) => [id, clusterLabel]));
    expect(truth.filter(({ id, label }) => labelOf.get(id) === label).length).toBeGreaterThan(36);
    expect(result.documents.every(({ confidence }) => confidence >= 0.5 && confidence <= 1)).toBe(true);
    expect(result.clusters.reduce((sum, { size }) => sum + size, 0)).toBe(40);
  });

  it('tests on what the column split says, and leaves the unlabelled out', async () => {
    const rows = documentsOf(60, 3).map((row, i) => ({ ...row, split: i < 40 ? 'train' : 'test', label: i === 7 ? '' : row.label })); // prettier-ignore
    const { documents } = await train(await table('split.jsonl', rows), 'split', { epochs: 1 });
    expect(documents).toEqual({ train: 39, test: 20, unlabelled: 1 });
  });

  it('takes labels from front matter', async () => {
    const place = path.join(folder, 'notes');
    await fs.mkdir(place);
    for (const { id, text, label } of documentsOf(40, 6))
      await fs.writeFile(path.join(place, `${id}.md`), `---\nlabel: ${label}\n---\n\n${text}\n`);
    const { classes, documents } = await train(place, 'of-notes', { epochs: 1 });
    expect(classes).toEqual(['kitchen', 'sky']);
    expect(documents.unlabelled).toBe(0);
  });

  it('takes labels from folders, tags and a file', async () => {
    const place = path.join(folder, 'files');
    const rows = documentsOf(40, 4);
    for (const { id, text, label } of rows) {
      await fs.mkdir(path.join(place, label), { recursive: true });
      await fs.writeFile(path.join(place, label, `${id}.txt`), text);
    }
    expect((await train(place, 'folders', { epochs: 1 })).classes).toEqual(['kitchen', 'sky']);
    await fs.mkdir(path.join(place, '.grove'));
    const files = Object.fromEntries(rows.slice(0, 30).map(({ id, label }) => [`${label}/${id}.txt`, { tag: `${label}!`, analysis: 'a' }])); // prettier-ignore
    await fs.writeFile(path.join(place, '.grove', 'tags.json'), JSON.stringify({ format: 'grove-tags', version: 1, files })); // prettier-ignore
    const tagged = await train(place, 'tags', { epochs: 1, labels: 'tags' });
    expect(tagged.classes).toEqual(['kitchen!', 'sky!']);
    expect(tagged.documents.unlabelled).toBe(10);
    const csv = path.join(folder, 'labels.csv');
    await fs.writeFile(csv, `id,label\n${rows.map(({ id, label }) => `${label}/${id}.txt,${label}?`).join('\n')}\n`);
    expect((await train(place, 'csv', { epochs: 1, labels: csv })).classes).toEqual(['kitchen?', 'sky?']);
  });

  it('says what is missing', async () => {
    const bare = await table('bare.jsonl', documentsOf(20, 5).map(({ id, text }) => ({ id, text }))); // prettier-ignore
    await expect(train(bare, 'x')).rejects.toThrow(/has no labels/);
    const same = await table('same.jsonl', documentsOf(20, 5).map((row) => ({ ...row, label: 'one' }))); // prettier-ignore
    await expect(train(same, 'x')).rejects.toThrow(/only the label 'one'/);
    await expect(train(await table('few.jsonl', documentsOf(6, 5)), 'x')).rejects.toThrow(
      /only \d labelled documents to learn from/,
    );
    await expect(train(source, 'x', { labels: 'tags' })).rejects.toMatchObject({ code: 'bad-input' });
    expect(await fs.readdir(folder)).not.toContain('x');
  });

  it('stops in the middle of an epoch and leaves nothing', async () => {
    let asked = 0;
    const context = { ...silentContext, isCancelled: () => asked++ > 40 };
    const params = { source, sourceOptions: {}, labels: 'auto', network: 'cnn', epochs: 50, testShare: 0.2, singles: 'refuse', wordVectors: '', seed: 1, backend: 'wasm', out: path.join(folder, 'stopped') } as const; // prettier-ignore
    await expect(trainClassifier(params, context)).rejects.toMatchObject({ code: 'cancelled' });
    expect((await fs.readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });
});

describe('labels that can be learned from only or tested on only', () => {
  const labelled = (label: (i: number) => string, more: (i: number) => object = () => ({})): Promise<string> =>
    table('odd.jsonl', documentsOf(40, 3).map((row, i) => ({ ...row, label: label(i), ...more(i) }))); // prettier-ignore
  const earlier = async (): Promise<string> => {
    const place = path.join(folder, 'earlier.classifier');
    await fs.mkdir(place, { recursive: true });
    await fs.writeFile(path.join(place, 'classifier.json'), '{ "format": "grove-classifier", "version": 1 }');
    return place;
  };

  it('every label on one document: refused, with a question about the column; what was there stays', async () => {
    const out = await earlier();
    const source = await labelled((i) => `t${i}`);
    await expect(train(source, 'earlier.classifier')).rejects.toThrow(/Each of the 40 labels .* a single document.*--label-column/); // prettier-ignore
    expect(await fs.readdir(out)).toEqual(['classifier.json']);
  });

  it('some labels on one document: they are named; nothing is written', async () => {
    const source = await labelled((i) => (i === 3 ? 'odd' : i === 4 ? 'even' : i % 2 === 0 ? 'sky' : 'kitchen'));
    await expect(train(source, 'none')).rejects.toThrow(/2 of 4 labels .*'odd', 'even'|2 of 4 labels .*'even', 'odd'/);
    await expect(fs.stat(path.join(folder, 'none'))).rejects.toThrow('ENOENT');
  });

  it('a column split without test documents is refused', async () => {
    const source = await labelled((i) => (i % 2 === 0 ? 'sky' : 'kitchen'), () => ({ split: 'train' })); // prettier-ignore
    await expect(train(source, 'none')).rejects.toThrow(/split .* names no documents to test on/);
  });

  it.each([2, 1, -0.1, Number.NaN])('a test share of %d is refused by its own name', async (testShare) => {
    const source = await labelled((i) => (i % 2 === 0 ? 'sky' : 'kitchen'));
    await expect(train(source, 'none', { testShare })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('--test-share') as string,
    });
  });

  it('a label of two documents has one to learn from and one to test on', async () => {
    const source = await labelled((i) => (i === 0 || i === 2 ? 'rare' : i % 2 === 0 ? 'sky' : 'kitchen'));
    const { report } = await train(source, 'rare', { epochs: 1, testShare: 0.1 });
    expect(report.labels.find(({ label }) => label === 'rare')?.support).toBe(1);
  });
});
