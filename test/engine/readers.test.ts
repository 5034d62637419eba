import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { silentContext } from '../../src/engine/runContext';
import { similarDocuments } from '../../src/engine/similarity/similarDocuments';
import { readAnalysis, readNpy } from '../../src/engine/storage/analysisFolder';
import { exportAnalysis } from '../../src/engine/storage/exportAnalysis';
import { type Analysis, analysisFiles, type DocumentRow } from '../../src/shared/analysis';
import { type ExportFormat, exportFormats } from '../../src/shared/engineProtocol';
import { parquetBytes, readParquetRows } from '../../src/shared/parquet';
import { elementsOf } from '../support/xml';
import { newFolder } from '../support/folders';
import { colourCount, readPng } from '../support/png';
import { runPython, whyNoPython } from '../support/python';
import { cluster, documentsOf, knownContent, samples } from '../support/runs';

const folder = newFolder();
const out = path.join(folder, 'english.grove');
let analysis: Analysis;
let rows: DocumentRow[];

beforeAll(async () => {
  await cluster(samples.english, out);
  analysis = await readAnalysis(out);
  rows = await documentsOf(out);
});

describe('similarDocuments', () => {
  it('lists the nearest documents by the cosine of their encodings, nearest first', async () => {
    const { values, shape } = await readNpy(out, analysisFiles.encodings, Float32Array);
    const [, columns = 0] = shape;
    const cosine = (i: number, j: number): number => {
      let dot = 0;
      for (let d = 0; d < columns; d++) dot += values[i * columns + d]! * values[j * columns + d]!;
      return dot;
    };
    for (const at of [0, 50, rows.length - 1]) {
      const { document, similar } = await similarDocuments({ analysis: out, document: rows[at]!.id, top: 7 });
      expect(document).toBe(rows[at]!.id);
      const nearest = rows
        .map(({ id }, i) => ({ id, score: cosine(at, i) }))
        .filter(({ id }) => id !== document)
        .sort((a, b) => b.score - a.score);
      expect(similar.map(({ id }) => id)).toEqual(nearest.slice(0, 7).map(({ id }) => id));
      similar.forEach(({ similarity }, i) => expect(similarity).toBeCloseTo(nearest[i]!.score, 5));
    }
  });

  it('finds documents of the same topic, and words that both hold', async () => {
    const known = knownContent('english');
    let same = 0;
    let explained = 0;
    for (const { id } of rows) {
      const nearest = (await similarDocuments({ analysis: out, document: id, top: 1 })).similar[0]!;
      if (known.get(nearest.id)!.topic === known.get(id)!.topic) same++;
      if (nearest.sharedTerms.length > 0) explained++;
      const text = (of: string): string => fs.readFileSync(path.join(samples.english, of), 'utf8').toLowerCase();
      const stems = nearest.sharedTerms.map((term) => term.toLowerCase().slice(0, 3));
      for (const stem of stems) expect(text(id).includes(stem) && text(nearest.id).includes(stem), stem).toBe(true);
    }
    expect(same / rows.length).toBeGreaterThan(0.85);
    expect(explained / rows.length).toBeGreaterThan(0.95);
  });

  it('takes a path instead of an id, and refuses what is no document', async () => {
    const { id } = rows[3]!;
    const file = path.join(samples.english, id);
    expect((await similarDocuments({ analysis: out, document: file, top: 1 })).document).toBe(id);
    await expect(similarDocuments({ analysis: out, document: 'none.txt', top: 1 })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('none.txt') as string,
    });
  });
});

describe('exportAnalysis', () => {
  const exported = async (format: ExportFormat): Promise<string> => {
    const file = path.join(folder, `exported.${format}`);
    await exportAnalysis({ analysis: out, format, file }, silentContext);
    return fs.readFileSync(file, 'utf8');
  };

  it('csv: a line a document, as a table reader reads it', async () => {
    const read: Record<string, string>[] = parse(await exported('csv'), { columns: true });
    expect(read.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    read.forEach((cells, i) => {
      const { cluster: of, cluster_label: label, title, x } = rows[i]!;
      expect([Number(cells['cluster']), cells['cluster_label'], cells['title']]).toEqual([of, label, title]);
      expect(Number(cells['x'])).toBe(x);
    });
  });

  it('json: the analysis and its documents', async () => {
    const read = JSON.parse(await exported('json')) as Record<string, unknown>;
    expect(read['documents']).toEqual(JSON.parse(JSON.stringify(rows)));
    expect(read['clusters']).toEqual(analysis.clusters);
    expect(read['format']).toBe('grove-analysis');
  });

  it('newick: every document once, at the heights of the linkage', async () => {
    const text = await exported('newick');
    const { leaves, height } = readNewick(text);
    expect(leaves.sort()).toEqual(rows.map(({ id }) => id).sort());
    const { values } = await readNpy(out, analysisFiles.linkage, Float64Array);
    expect(height).toBeCloseTo(values.at(-2)!, 5);
  });

  it('jsonl and parquet: the documents, a line or row each', async () => {
    const lines = (await exported('jsonl')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(rows)));
    const file = path.join(folder, 'x.parquet');
    await exportAnalysis({ analysis: out, format: 'parquet', file }, silentContext);
    const read: unknown[] = [];
    for await (const row of readParquetRows(parquetBytes(fs.readFileSync(file)))) read.push(row['id']);
    expect(read).toEqual(rows.map(({ id }) => id));
  });

  it('graphml and svg: well-formed, with every cluster and document', async () => {
    const graph = elementsOf(await exported('graphml'));
    const nodes = graph.filter(({ name }) => name === 'node').map(({ attributes }) => attributes['id']);
    expect(nodes.sort()).toEqual(
      ['root', ...analysis.clusters.map(({ id }) => `c${id}`), ...rows.map(({ id }) => `document:${id}`)].sort(),
    );
    const edges = graph.filter(({ name }) => name === 'edge');
    const known = new Set(nodes);
    for (const { attributes } of edges) expect(known.has(attributes['source']) && known.has(attributes['target'])).toBe(true); // prettier-ignore
    // Every node but the root is contained once; beside that documents are linked to similar ones.
    const contained = edges.filter(({ text }) => text === 'contains').map(({ attributes }) => attributes['target']);
    expect(contained.sort()).toEqual(nodes.filter((id) => id !== 'root').sort());
    expect(edges.filter(({ text }) => text.startsWith('similar')).length).toBeGreaterThanOrEqual(rows.length);
    const picture = elementsOf(await exported('svg'));
    const titles = picture.filter(({ name }) => name === 'title').map(({ text }) => text);
    expect(titles).toEqual([analysis.name, ...rows.map(({ title }) => title)]);
  });

  it('svg and png: the dendrogram too, of the width that was asked for', async () => {
    const file = path.join(folder, 'tree.svg');
    await exportAnalysis({ analysis: out, format: 'svg', picture: 'dendrogram', width: 900, file }, silentContext);
    const texts = elementsOf(fs.readFileSync(file, 'utf8')).filter(({ name }) => name === 'text').map(({ text }) => text); // prettier-ignore
    for (const { label, parent } of analysis.clusters) if (parent === null) expect(texts).toContain(label);
    for (const picture of ['map', 'dendrogram', 'icicle'] as const) {
      await exportAnalysis({ analysis: out, format: 'png', picture, width: 900, theme: 'dark', file }, silentContext);
      const pixels = readPng(fs.readFileSync(file));
      expect(pixels.width).toBe(900);
      expect(colourCount(pixels)).toBeGreaterThan(50);
    }
  });

  it('dot: a node and an edge for each cluster and document, in quoted names', async () => {
    const text = await exported('dot');
    const lines = text.split('\n').map((line) => line.trim());
    expect(lines.filter((line) => /^d\d+ \[.*\];$/.test(line))).toHaveLength(rows.length);
    expect(lines.filter((line) => line.includes(' -> '))).toHaveLength(rows.length + analysis.clusters.length);
    const withoutNames = text.replace(/"(?:[^"\\]|\\.)*"/g, '');
    expect(withoutNames).not.toContain('"');
    expect(withoutNames).toMatch(/^digraph {2}\{[\sa-z\d_=[\],;>A-Z-]*\}\s*$/);
  });

  it('markdown: every cluster with its keywords, and no markup of a document', async () => {
    const text = await exported('markdown');
    for (const { label, parent } of analysis.clusters)
      if (parent === null) expect(text).toContain(`## ${label.replace(/[_#*]/g, String.raw`\$&`)}`);
    expect(text).not.toMatch(/(?<!\\)<\w/);
  });

  it('html: one page that needs nothing beside it, with every document', async () => {
    const page = await exported('html');
    expect(page).toMatch(/^<!DOCTYPE html>/);
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
    const data = /<script type="application\/json" id="grove-data">(.*?)<\/script>/s.exec(page)![1]!;
    for (const { id } of rows) expect(data).toContain(JSON.stringify(id).slice(1, -1).replace(/[<>&]/g, escaped));
  });

  it('says which file it could not write, and leaves nothing there', async () => {
    const file = path.join(folder, 'no such folder', 'x.csv');
    await expect(exportAnalysis({ analysis: out, format: 'csv', file }, silentContext)).rejects.toMatchObject({
      code: 'write-failed',
      message: expect.stringContaining(file) as string,
    });
    await expect(exportAnalysis({ analysis: out, format: 'csv', file: folder }, silentContext)).rejects.toMatchObject({
      code: 'write-failed',
    });
    expect(fs.readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

/** What the readers that people use see; each is asked where it is at hand. */
const seenBy = v.object({
  pandas: v.object({
    ...{ csv: v.array(v.string()), jsonl: v.array(v.string()), parquet: v.array(v.string()) },
    csvClusters: v.array(v.number()),
  }),
  duckdb: v.optional(
    v.object({ csv: v.number(), jsonl: v.number(), parquet: v.number(), labels: v.array(v.string()) }),
  ),
  networkx: v.optional(v.object({ nodes: v.array(v.string()), edges: v.number(), labels: v.array(v.string()) })),
  biopython: v.optional(v.object({ leaves: v.array(v.string()), depth: v.number() })),
  pydot: v.optional(v.object({ nodes: v.number(), edges: v.number() })),
  pillow: v.optional(v.object({ size: v.tuple([v.number(), v.number()]), colours: v.number() })),
  expat: v.object({ svg: v.string(), graphml: v.string() }),
});

describe('exports opened in their usual readers', () => {
  const missing = whyNoPython(['pandas', 'pyarrow']);
  it.skipIf(missing !== undefined)(
    `hold the analysis${missing === undefined ? '' : ` (skipped: ${missing})`}`,
    async () => {
      const place = newFolder();
      for (const format of exportFormats)
        await exportAnalysis({ analysis: out, format, file: path.join(place, `a.${format}`) }, silentContext);
      const seen = v.parse(seenBy, runPython(path.join(import.meta.dirname, 'openExports.py'), [place]));
      const ids = rows.map(({ id }) => id);
      expect(seen.pandas).toEqual({ csv: ids, jsonl: ids, parquet: ids, csvClusters: rows.map((row) => row.cluster) });
      const labels = [...new Set(rows.map((row) => row.cluster_label))].sort();
      if (seen.duckdb) expect(seen.duckdb).toEqual({ csv: ids.length, jsonl: ids.length, parquet: ids.length, labels });
      if (seen.networkx) {
        expect(seen.networkx.nodes).toHaveLength(1 + analysis.clusters.length + ids.length);
        expect(seen.networkx.labels).toEqual(expect.arrayContaining(labels));
      }
      if (seen.biopython) {
        expect([...seen.biopython.leaves].sort()).toEqual([...ids].sort());
        const { values } = await readNpy(out, analysisFiles.linkage, Float64Array);
        expect(seen.biopython.depth).toBeCloseTo(values.at(-2)!, 4);
      }
      if (seen.pydot) expect(seen.pydot.edges).toBe(ids.length + analysis.clusters.length);
      if (seen.pillow) expect(seen.pillow).toMatchObject({ size: [2400, 1800] });
      expect(seen.expat).toEqual({ svg: '{http://www.w3.org/2000/svg}svg', graphml: '{http://graphml.graphdrawing.org/xmlns}graphml' }); // prettier-ignore
      for (const reader of ['duckdb', 'networkx', 'biopython', 'pydot', 'pillow'] as const)
        if (seen[reader] === undefined) console.warn(`Skipped: exports in ${reader}, which the tests' Python lacks.`);
    },
  );
});

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The names of the leaves, and the sum of branch lengths from the root to the first of them. */
function readNewick(text: string): { leaves: string[]; height: number } {
  const leaves: string[] = [];
  const depthOfFirst: number[] = [];
  let height = 0;
  let depth = 0;
  let firstAt: number | undefined;
  for (const [token] of text.matchAll(/'(?:[^']|'')*'|:[\d.e+-]+|[(),;]/g)) {
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (token.startsWith("'")) {
      leaves.push(token.slice(1, -1).replaceAll("''", "'"));
      firstAt ??= depth;
      if (leaves.length === 1) depthOfFirst.push(depth);
    } else if (token.startsWith(':') && firstAt !== undefined && depth <= firstAt) {
      // A length after the first leaf or after a group that holds it: each is one level further out.
      if (depth === firstAt && depthOfFirst.length > 0) {
        height += Number(token.slice(1));
        firstAt--;
      }
    }
  }
  return { leaves, height };
}
