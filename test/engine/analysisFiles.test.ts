import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutByCount } from '../../src/engine/clustering/dendrogram';
import { readAnalysis, readNpy } from '../../src/engine/storage/analysisFolder';
import { type Analysis, analysisFiles, type DocumentRow } from '../../src/shared/analysis';
import { newFolder } from '../support/folders';
import { isSamePartition } from '../support/matrices';
import { runPython, whyNoPython } from '../support/python';
import { cluster, documentsOf, samples } from '../support/runs';

const modules = ['numpy', 'scipy', 'pandas', 'pyarrow', 'duckdb'];

const out = path.join(newFolder(), 'english.grove');
let analysis: Analysis;
let rows: DocumentRow[];
const floats = (file: string) => readNpy(out, file, Float32Array);
const linkage = () => readNpy(out, analysisFiles.linkage, Float64Array);

beforeAll(async () => {
  // Nothing after the cut: then the clusters are what SciPy cuts, too.
  await cluster(samples.english, out, { algorithm: 'hierarchical', refine: 'none', clusters: 6 });
  analysis = await readAnalysis(out);
  rows = await documentsOf(out);
});

describe('the files of an analysis', () => {
  it('are those that the README names', () => {
    expect(fs.readdirSync(out).sort()).toEqual(Object.values(analysisFiles).sort());
    expect(fs.readdirSync(path.join(out, analysisFiles.model))).toContain('model.json');
  });

  it('say what was asked for, what was chosen, and how long each stage took', () => {
    const { requestedOptions, options, source, documents, seconds } = analysis;
    expect(requestedOptions).toEqual({ algorithm: 'hierarchical', refine: 'none', clusters: 6 });
    const undecided = Object.keys(options).filter((name) => options[name] === 'auto');
    expect(undecided).toEqual(['backend']); // no network was trained
    expect(options).toMatchObject({
      encoder: 'word-vectors + tfidf + corpus-vectors',
      clusters: 6,
      algorithm: 'hierarchical',
      seed: 1,
      language: 'en',
    });
    expect(source).toMatchObject({ path: samples.english, kind: 'folder' });
    expect(documents).toBe(rows.length);
    const timed = ['read', 'encode', 'compress', 'cluster', 'label', 'evaluate', 'project', 'total'];
    expect(Object.keys(seconds)).toEqual(timed);
  });

  it('agree on who is in which cluster', () => {
    for (const { id, parent, size, label, medoid } of analysis.clusters) {
      const members = rows.filter((row) => (parent === null ? row.cluster : row.subcluster) === id);
      expect(members).toHaveLength(size);
      expect(members.map((row) => row.id)).toContain(medoid);
      if (parent === null) expect(new Set(members.map((row) => row.cluster_label))).toEqual(new Set([label]));
      else expect(new Set(members.map((row) => row.cluster))).toEqual(new Set([parent]));
    }
    expect(rows.every(({ confidence }) => confidence >= 0 && confidence <= 1)).toBe(true);
  });

  it('hold a row a document, unit encodings, and the points of the map', async () => {
    const n = rows.length;
    const encodings = await floats(analysisFiles.encodings);
    const vectors = await floats(analysisFiles.vectors);
    const projection = await floats(analysisFiles.projection);
    expect([encodings.shape[0], vectors.shape[0], ...projection.shape]).toEqual([n, n, n, 2]);
    const [, columns = 0] = encodings.shape;
    for (let i = 0; i < n; i++)
      expect(Math.hypot(...encodings.values.subarray(i * columns, (i + 1) * columns))).toBeCloseTo(1, 5);
    rows.forEach(({ x, y }, i) => expect([x, y]).toEqual([projection.values[2 * i], projection.values[2 * i + 1]]));
  });

  it('hold a linkage whose heights rise and whose cut is the clusters', async () => {
    const { shape, values } = await linkage();
    expect(shape).toEqual([rows.length - 1, 4]);
    for (let at = 6; at < values.length; at += 4) expect(values[at]).toBeGreaterThanOrEqual(values[at - 4]!);
    expect(values.at(-1)).toBe(rows.length);
    expect(isSamePartition(cutByCount(values, rows.length, 6), rows.map((row) => row.cluster))).toBe(true); // prettier-ignore
  });
});

const seen = v.object({
  ids: v.array(v.string()),
  labels: v.array(v.string()),
  kinds: v.record(v.string(), v.string()),
  byCluster: v.array(v.tuple([v.number(), v.number()])),
  arrays: v.record(v.string(), v.object({ shape: v.array(v.number()), type: v.string(), order: v.boolean() })),
  longest: v.number(),
  isValid: v.boolean(),
  isMonotonic: v.boolean(),
  heightError: v.number(),
  cut: v.array(v.number()),
});

describe('opened in pandas, DuckDB, NumPy and SciPy', (): void => {
  const missing = whyNoPython(modules);
  it.skipIf(missing !== undefined)(`they are the same${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
    const found = v.parse(seen, runPython(path.join(import.meta.dirname, 'openAnalysis.py'), [out]));
    const n = rows.length;
    expect(found.ids).toEqual(rows.map(({ id }) => id));
    expect(found.labels).toEqual(rows.map(({ cluster_label: label }) => label));
    expect(found.kinds).toMatchObject({ cluster: 'i', subcluster: 'i', confidence: 'f', x: 'f', y: 'f' });
    expect(found.byCluster).toEqual(
      analysis.clusters.filter(({ parent }) => parent === null).map(({ id, size }) => [id, size]),
    );
    expect(found.arrays).toMatchObject({
      encodings: { type: '<f4', order: true },
      vectors: { type: '<f4', order: true },
      linkage: { shape: [n - 1, 4], type: '<f8', order: true },
      projection: { shape: [n, 2], type: '<f4', order: true },
    });
    expect(found.longest).toBeLessThan(1e-5);
    expect(found).toMatchObject({ isValid: true, isMonotonic: true });
    expect(found.heightError).toBeLessThan(1e-4);
    expect(isSamePartition(found.cut, rows.map((row) => row.cluster))).toBe(true); // prettier-ignore
  });
});
