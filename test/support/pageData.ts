import type { Cluster } from '../../src/shared/analysis';
import type { PageData } from '../../src/shared/viewProtocol';

/**
 * An analysis for tests of the page, made from a seed: documents on a line, in clusters with gaps between them and two
 * subclusters each, and the exact single linkage over them. Some titles are Chinese, Hebrew, long or hostile.
 */
export function makePageData(documents: number, clusters: number, seed = 1): PageData {
  const random = mulberry32(seed);
  const sizes = clusterSizes(documents, clusters, random);
  const place = new Float64Array(documents);
  const cluster = new Int32Array(documents);
  const subcluster = new Int32Array(documents);
  let d = 0;
  let at = 0;
  sizes.forEach((size, c) => {
    at += 30 + 60 * random();
    for (let i = 0; i < size; i++, d++) {
      if (i === size >> 1) at += 12 + 8 * random();
      at += 10 * random() ** 3;
      place[d] = at;
      cluster[d] = c;
      subcluster[d] = clusters + 2 * c + (i < size >> 1 ? 0 : 1);
    }
  });
  const linkage = lineLinkage(place);
  const described = sizes.flatMap((size, c) => [describe(c, null, size, d, sizes)]);
  const parts = sizes.flatMap((size, c) =>
    [size >> 1, size - (size >> 1)].map((part, i) => describe(clusters + 2 * c + i, c, part, d, sizes)),
  );
  return {
    analysis: {
      format: 'grove-analysis',
      version: 1,
      name: 'Field notes',
      created: '2026-01-02T03:04:05Z',
      source: { path: '/home/reader/notes', kind: 'folder', options: {} },
      documents,
      languages: { en: documents - Math.floor(documents / 10), zh: Math.floor(documents / 10) },
      options: {
        encoder: 'word-vectors',
        compress: 'autoencoder',
        algorithm: 'hierarchical',
        linkage: 'single',
        clusters,
        seed,
      },
      requestedOptions: {},
      reasons: {
        encoder: 'The shipped English word vectors know 94 % of the words.',
        clusters: `The silhouette is highest at ${clusters} clusters.`,
      },
      clusters: [...described, ...parts],
      linkage: { method: 'single', over: 'documents', leaves: documents },
      metrics: {
        internal: { silhouette: 0.412, daviesBouldin: 1.234, calinskiHarabasz: 345.6, withinClusterDispersion: 1234.5 },
      },
      training: [{ name: 'autoencoder', loss: Array.from({ length: 30 }, (_, i) => 0.1 + 0.9 * Math.exp(-i / 6)) }],
      skipped: [
        { id: 'photo.jpg', reason: 'It is not text.' },
        { id: 'empty.txt', reason: 'It is empty.' },
      ],
      seconds: {
        read: 0.42,
        preprocess: 0.8,
        encode: 1.2,
        compress: 2.4,
        cluster: 0.9,
        label: 0.2,
        evaluate: 0.1,
        total: 6.02,
      },
      peakMemoryBytes: 312e6,
      versions: { grove: '0.1.0' },
    },
    documents: {
      id: Array.from(place, (_, i) => `document-${i}`),
      path: Array.from(place, (_, i) => `${topicOf(cluster[i]!)[0]!}/note ${i}.md`),
      title: Array.from(place, (_, i) => titleOf(i, cluster[i]!)),
      snippet: Array.from(
        place,
        (_, i) =>
          `Notes on ${topicOf(cluster[i]!).join(', ')}: what was seen on day ${i}, and why it matters for the next one.`,
      ),
      cluster,
      subcluster,
      confidence: Float32Array.from(place, () => Math.round(100 * random()) / 100),
      projection: projectionOf(cluster, subcluster, random),
    },
    linkage,
    leafOfDocument: Int32Array.from(place.keys()),
    strings: {},
    hasEditor: true,
  };
}

const topics = [
  ['sourdough', 'yeast', 'oven'],
  ['glacier', 'moraine', 'meltwater'],
  ['harbour', 'tide', 'ferry'],
  ['violin', 'luthier', 'varnish'],
  ['beehive', 'queen', 'nectar'],
  ['telescope', 'nebula', 'mirror'],
  ['railway', 'signal', 'gauge'],
  ['vineyard', 'pruning', 'harvest'],
  ['mosaic', 'tessera', 'grout'],
  ['heron', 'marsh', 'nesting'],
  ['茶叶', '发酵', '茶园'],
  ['clinic', 'vaccine', 'ward'],
];

function topicOf(cluster: number): string[] {
  const topic = topics[cluster % topics.length]!;
  const round = Math.floor(cluster / topics.length);
  return round === 0 ? topic : topic.map((word) => `${word} ${round + 1}`);
}

function describe(
  id: number,
  parent: number | null,
  size: number,
  documents: number,
  sizes: readonly number[],
): Cluster {
  const topic = topicOf(parent ?? id);
  const words =
    parent === null ? topic : [`${topic[0]!} ${(id - sizes.length) % 2 === 0 ? 'early' : 'late'}`, topic[1]!];
  const keywords = [...words, 'morning', 'observation', 'season'].map((term, i) => ({ term, weight: 1 / (i + 1) }));
  const first = sizes.slice(0, parent ?? id).reduce((sum, other) => sum + other, 0);
  return {
    id,
    parent,
    size,
    label: words.join(', '),
    keywords,
    medoid: `document-${Math.min(documents - 1, first)}`,
    cohesion: 0.61,
  };
}

function titleOf(document: number, cluster: number): string {
  const topic = topicOf(cluster);
  if (document % 41 === 7) return `<img src=x onerror="window.hostile=true"> ${topic[0]!} ${document}`;
  if (document % 37 === 5) return `הערות על ${topic[0]!} ${document}`;
  if (document % 29 === 3) return `关于${topic[0]!}的笔记 ${document}`;
  if (document % 23 === 2)
    return `A rather long title about ${topic.join(' and ')} and everything else seen on day ${document} of the year`;
  return `On ${topic[document % 3]!}, day ${document}`;
}

function clusterSizes(documents: number, clusters: number, random: () => number): number[] {
  const weights = Array.from({ length: clusters }, () => 0.3 + random());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = weights.map((weight) => Math.max(1, Math.floor((documents * weight) / total)));
  sizes[0]! += documents - sizes.reduce((sum, size) => sum + size, 0);
  return sizes;
}

/** Single linkage of ascending places on a line: gaps, smallest first. */
function lineLinkage(place: Float64Array): Float64Array {
  const n = place.length;
  const gaps = Array.from({ length: n - 1 }, (_, i) => i).sort(
    (a, b) => place[a + 1]! - place[a]! - (place[b + 1]! - place[b]!) || a - b,
  );
  const group = Int32Array.from({ length: n }, (_, i) => i);
  const node = Int32Array.from({ length: n }, (_, i) => i);
  const size = new Int32Array(n).fill(1);
  const find = (i: number): number => {
    let root = i;
    while (group[root] !== root) root = group[root]!;
    while (group[i] !== root) [i, group[i]] = [group[i]!, root];
    return root;
  };
  const linkage = new Float64Array((n - 1) * 4);
  gaps.forEach((gap, merge) => {
    const a = find(gap);
    const b = find(gap + 1);
    const total = size[a]! + size[b]!;
    linkage.set([node[a]!, node[b]!, place[gap + 1]! - place[gap]!, total], merge * 4);
    group[b] = a;
    size[a] = total;
    node[a] = n + merge;
  });
  return linkage;
}

function projectionOf(cluster: Int32Array, subcluster: Int32Array, random: () => number): Float32Array {
  const projection = new Float32Array(cluster.length * 2);
  const normal = (): number => random() + random() + random() - 1.5;
  for (let d = 0; d < cluster.length; d++) {
    const angle = cluster[d]! * 2.4;
    const radius = 1.6 * Math.sqrt(cluster[d]! + 0.5);
    const side = (subcluster[d]! % 2) * 0.7;
    projection[d * 2] = radius * Math.cos(angle) + side + normal();
    projection[d * 2 + 1] = radius * Math.sin(angle) + normal();
  }
  return projection;
}

/** Tommy Ettinger's mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
