import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dendrogramPicture } from '../../../src/engine/storage/exports/dendrogramPicture';
import { iciclePicture } from '../../../src/engine/storage/exports/iciclePicture';
import { mapPicture } from '../../../src/engine/storage/exports/mapPicture';
import { fitText, oneLine } from '../../../src/engine/storage/exports/pictureText';
import { pngOf } from '../../../src/engine/storage/exports/png';
import type { Analysis, DocumentRow } from '../../../src/shared/analysis';
import { elementsOf } from '../../support/xml';
import { makePageData } from '../../support/pageData';
import { colourCount, readPng } from '../../support/png';

const hostile = [
  '</text><script>alert(1)</script>',
  '&amp; <b>"quoted"</b> \u0000\u0007',
  '\u202etxt.exe \u2067שלום עולם\u2069',
  '聚类'.repeat(2500),
  '👩‍👩‍👧‍👦'.repeat(100),
  'line\nbreak\ttab',
];

function analysisOf(
  documents: number,
  clusters: number,
  labels: readonly string[] = [],
): { analysis: Analysis; rows: DocumentRow[]; data: ReturnType<typeof makePageData> } {
  const data = makePageData(documents, clusters);
  const named = data.analysis.clusters.map((cluster, i) => ({ ...cluster, label: labels[i] ?? cluster.label }));
  const analysis = { ...data.analysis, clusters: named };
  const { id, path, title, snippet, cluster, subcluster, confidence, projection } = data.documents;
  const rows = id.map((_, i) => ({
    ...{
      id: id[i]!,
      path: path[i]!,
      title: labels[i % labels.length] ?? title[i]!,
      snippet: snippet[i]!,
      language: 'en',
    },
    ...{ cluster: cluster[i]!, cluster_label: '', subcluster: subcluster[i]!, confidence: confidence[i]! },
    ...{ x: projection[2 * i]!, y: projection[2 * i + 1]! },
  }));
  return { analysis, rows, data: { ...data, analysis } };
}

const look = { width: 1200, theme: 'light' } as const;

describe('text in pictures', () => {
  it('is one line, without what turns the direction of the rest, and not endless', () => {
    for (const text of hostile) {
      const line = oneLine(text);
      expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(Array.from(line).length).toBeLessThanOrEqual(501);
    }
  });

  it('is cut between what people see as characters', () => {
    expect(fitText('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 30, 13)).toBe('👩‍👩‍👧‍👦👩‍👩‍👧‍👦…');
    expect(fitText('short', 300, 13)).toBe('short');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 400 }), (text, width) => {
        const cut = fitText(text, width, 13);
        expect(cut === oneLine(text) || cut.endsWith('…')).toBe(true);
        expect(cut.replace(/…$/, '').length * 13 * 0.3).toBeLessThanOrEqual(Math.max(width, 1) * 10);
      }),
    );
  });
});

describe('the map as a picture', () => {
  it('holds a titled point a document, and every cluster, as nothing but text', () => {
    const { analysis, rows } = analysisOf(120, 6, hostile);
    const elements = elementsOf(mapPicture(analysis, rows, { ...look, hasTitles: true }));
    expect(elements.filter(({ name }) => name === 'circle')).toHaveLength(120 + 6);
    expect(elements.filter(({ name }) => name === 'title')).toHaveLength(121);
    expect(new Set(elements.map(({ name }) => name))).toEqual(new Set(['svg', 'title', 'rect', 'g', 'circle', 'text']));
    const texts = elements.filter(({ name }) => name === 'text').map(({ text }) => text);
    expect(texts.some((text) => text.startsWith('</text><script>alert'))).toBe(true);
    expect(Math.max(...texts.map(({ length }) => length))).toBeLessThan(200);
  });

  it('of 100,000 documents is a few elements, and not many bytes', () => {
    const { analysis, rows } = analysisOf(100_000, 40);
    const svg = mapPicture(analysis, rows, { ...look, hasTitles: true });
    expect(elementsOf(svg).length).toBeLessThan(300);
    expect(svg.length).toBeLessThan(3e6);
  });

  it('counts the clusters that its legend has no room for', () => {
    const { analysis, rows } = analysisOf(2000, 500);
    const texts = elementsOf(mapPicture(analysis, rows, { ...look, hasTitles: false })).map(({ text }) => text);
    expect(texts).toContain('+ 400');
  });
});

describe('the dendrogram as a picture', () => {
  it('shows every document under one branch, and names the clusters', () => {
    const { analysis, data } = analysisOf(400, 6);
    const lines = elementsOf(dendrogramPicture(data, look)).filter(({ name }) => name === 'text');
    for (const { label, parent } of analysis.clusters)
      if (parent === null)
        expect(
          lines.some(({ text }) => text.startsWith(label.slice(0, 12))),
          label,
        ).toBe(true);
    const sizes = lines.filter(({ attributes }) => attributes['text-anchor'] === 'end' && attributes['x'] === '1180');
    expect(sizes).toHaveLength(48);
    expect(sizes.reduce((sum, { text }) => sum + Number(text.replaceAll(',', '')), 0)).toBe(400);
  });

  it('is well-formed whatever the labels are, and however few or many there are', () => {
    for (const [documents, clusters] of [
      [1, 1],
      [2, 1],
      [3, 2],
      [900, 300],
    ] as const) {
      // prettier-ignore
      const elements = elementsOf(dendrogramPicture(analysisOf(documents, clusters, hostile).data, look));
      expect(new Set(elements.map(({ name }) => name)).has('script')).toBe(false);
      expect(elements.length).toBeGreaterThan(3);
    }
  });
});

describe('the icicle as a picture', () => {
  const boxes = (data: ReturnType<typeof makePageData>) =>
    elementsOf(iciclePicture(data, look)).filter(({ attributes }) => attributes['fill-opacity'] === '0.22');

  it('has a rectangle for the whole, each cluster and each part, as high as they have documents', () => {
    const { analysis, data } = analysisOf(400, 6);
    const rectangles = boxes(data);
    const whole = Number(rectangles[0]!.attributes['height']);
    expect(rectangles).toHaveLength(1 + analysis.clusters.length);
    const inOrder = analysis.clusters
      .filter(({ parent }) => parent === null)
      .flatMap((cluster) => [cluster, ...analysis.clusters.filter(({ parent }) => parent === cluster.id)]);
    inOrder.forEach(({ size }, i) =>
      expect(Number(rectangles[i + 1]!.attributes['height'])).toBeCloseTo((whole * size) / 400, 0),
    );
    const right = Math.max(
      ...rectangles.map(({ attributes }) => Number(attributes['x']) + Number(attributes['width'])),
    );
    expect(right).toBeCloseTo(1160, 0);
  });

  it('shows documents without a cluster, and is well-formed whatever the labels are', () => {
    for (const [documents, clusters] of [
      [1, 1],
      [3, 2],
      [900, 300],
    ] as const) // prettier-ignore
    {
      const { data } = analysisOf(documents, clusters, hostile);
      const elements = elementsOf(iciclePicture(data, look));
      expect(new Set(elements.map(({ name }) => name))).toEqual(new Set(['svg', 'title', 'rect', 'text']));
    }
    const { data } = analysisOf(400, 6);
    const cluster = data.documents.cluster.map((id, d) => (d < 40 ? -1 : id));
    const texts = elementsOf(iciclePicture({ ...data, documents: { ...data.documents, cluster } }, look)).map(({ text }) => text); // prettier-ignore
    expect(texts).toContain('Noise');
  });
});

describe('PNG', () => {
  const text = (content: string): Promise<Uint8Array> =>
    pngOf(`<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" viewBox="0 0 200 40"><text x="4" y="28" font-size="24">${content}</text></svg>`, 200); // prettier-ignore

  it('has the width that was asked for, is not blank, and is the same to the byte again', async () => {
    const { analysis, rows, data } = analysisOf(200, 6);
    const pictures = [
      mapPicture(analysis, rows, { ...look, hasTitles: false }),
      dendrogramPicture(data, look),
      iciclePicture(data, look),
    ];
    for (const svg of pictures) {
      const png = Buffer.from(await pngOf(svg, 800));
      const pixels = readPng(png);
      expect(pixels.width).toBe(800);
      expect(pixels.height).toBeGreaterThan(500);
      expect(colourCount(pixels)).toBeGreaterThan(50);
      expect(Buffer.from(await pngOf(svg, 800)).equals(png)).toBe(true);
    }
  });

  it('has letters of many scripts, Chinese among them', async () => {
    const letters = Array.from('Aẞжλ中文裡のשم');
    const drawn = await Promise.all(letters.map(async (letter) => Buffer.from(await text(letter)).toString('base64')));
    const box = Buffer.from(await text('\u{1346b}')).toString('base64');
    expect(new Set([...drawn, box]).size).toBe(letters.length + 1);
  });

  it('is dark where a dark theme is asked for', async () => {
    const { analysis, rows } = analysisOf(50, 3);
    const corner = async (theme: 'light' | 'dark'): Promise<number> =>
      readPng(Buffer.from(await pngOf(mapPicture(analysis, rows, { width: 400, theme, hasTitles: false }), 400)))
        .rgba[0]!;
    expect(await corner('light')).toBe(255);
    expect(await corner('dark')).toBeLessThan(60);
  });
});
