import { type ClusterOptions, defaultOptions, type ViewName } from '../../shared/options';
import type { Random } from '../math/random';

type Proposal = Partial<ClusterOptions>;

/** What the search may choose from. */
export interface SearchSpace {
  /** Views that apply to the corpus. */
  readonly views: readonly ViewName[];
  readonly documents: number;
  /** Options that are given and so are not sought. */
  readonly given: Proposal;
}

/** Options that did well on some corpora, each tried before anything at random. */
const proven: readonly Proposal[] = [
  { algorithm: 'kmeans', refine: 'none' },
  { compress: 'autoencoder', algorithm: 'kmeans' },
  { views: ['tfidf', 'corpus-vectors'] },
  { views: ['word-vectors', 'corpus-vectors'] },
  { algorithm: 'leiden', refine: 'none' },
  { views: ['word-vectors', 'tfidf'] },
  { views: ['word-vectors:1', 'tfidf:1', 'corpus-vectors:1'] },
  { algorithm: 'spectral' },
  { views: ['word-vectors', 'tfidf', 'corpus-vectors', 'skip-gram'] },
  { algorithm: 'spectral', refine: 'none' },
  { views: ['cnn'], algorithm: 'kmeans', refine: 'none' },
  { algorithm: 'hierarchical', linkage: 'average', distance: 'cosine' },
  { compress: 'pca', dimensions: 64 },
  { algorithm: 'hdbscan' },
];

const viewWeights = ['0.35', '0.5', '0.7', '1'];

/**
 * The options of the next trial, unlike all before: first none but those given, then the proven ones, then at random by turns
 * from the whole space and near the best so far. The same seed and results give the same.
 *
 * @param before options of the trials so far
 * @param best of them the one that did best
 * @returns undefined where no other were found
 */
export function propose(
  space: SearchSpace,
  before: readonly Proposal[],
  best: Proposal | undefined,
  random: Random,
): Proposal | undefined {
  const known = new Set(before.map(keyOf));
  const isNew = (proposal: Proposal): boolean => !known.has(keyOf(proposal));
  if (before.length === 0) return space.given;
  for (const each of proven) {
    const proposal = within(space, each);
    if (proposal !== undefined && isNew(proposal)) return proposal;
  }
  for (let attempt = 0; attempt < attempts; attempt++) {
    const isNear = best !== undefined && (before.length + attempt) % 2 === 0;
    const proposal = within(space, isNear ? varied(space, best, random) : drawn(space, random));
    if (proposal !== undefined && isNew(proposal)) return proposal;
  }
  return undefined;
}

const attempts = 200;

/** The proposal with what is given, less what makes no difference; undefined where it needs a view that doesn't apply. */
function within({ views, given }: SearchSpace, proposal: Proposal): Proposal | undefined {
  const asked: Proposal = { ...proposal, ...given };
  const isEncoderGiven = given.encoder !== undefined && given.encoder !== 'auto' && given.views === undefined;
  if (!isEncoderGiven && asked.views?.some((view) => !views.includes(view.split(':')[0] as ViewName))) return undefined;
  const { algorithm = defaultOptions.algorithm, compress = defaultOptions.compress } = asked;
  const isUsed: Partial<Record<string, boolean>> = {
    views: !isEncoderGiven,
    linkage: algorithm === 'hierarchical',
    distance: algorithm === 'hierarchical',
    resolution: algorithm === 'leiden',
    starts: ['kmeans', 'spherical', 'bisecting', 'leiden', 'spectral'].includes(algorithm),
    minSamples: algorithm === 'hdbscan',
    clusterSelection: algorithm === 'hdbscan',
    dimensions: compress === 'pca' || compress === 'autoencoder',
  };
  const isDefault = (name: string, value: unknown): boolean =>
    JSON.stringify(value) === JSON.stringify(defaultOptions[name as keyof ClusterOptions]);
  return Object.fromEntries(
    Object.entries(asked).filter(
      ([name, value]) => name in given || ((isUsed[name] ?? true) && !isDefault(name, value)),
    ),
  );
}

function keyOf(proposal: Proposal): string {
  return JSON.stringify(Object.entries(proposal).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function pick<T>(values: readonly T[], random: Random): T {
  return values[Math.floor(random() * values.length)]!;
}

type Part = (space: SearchSpace, random: Random) => Proposal;

/** What is drawn together, so that options that only make sense with each other stay with each other. */
const parts: Record<'views' | 'compress' | 'algorithm' | 'clusters', Part> = {
  views: drawViews,
  compress: (_, random) => {
    const compress = pick(['auto', 'none', 'none', 'pca', 'autoencoder'] as const, random);
    return { compress, dimensions: pick([16, 32, 64, 128], random) };
  },
  algorithm: (_, random) => ({
    algorithm: pick(['auto', 'auto', 'kmeans', 'kmeans', 'spherical', 'bisecting', 'hierarchical', 'leiden', 'spectral', 'hdbscan'] as const, random), // prettier-ignore
    refine: pick(['auto', 'auto', 'none'] as const, random),
    starts: pick([5, 10, 20], random),
    ...pick(
      [
        { linkage: 'ward', distance: 'euclidean' },
        { linkage: 'average', distance: 'cosine' },
        { linkage: 'complete', distance: 'cosine' },
        { linkage: 'weighted', distance: 'cosine' },
      ] as const,
      random,
    ),
    resolution: pick([0.5, 0.7, 1, 1.4, 2], random),
    minSamples: pick([0, 3, 10], random),
    clusterSelection: pick(['stable', 'leaf'] as const, random),
  }),
  clusters: drawClusters,
};

/** Any options. */
function drawn(space: SearchSpace, random: Random): Proposal {
  return Object.assign({}, ...Object.values(parts).map((part) => part(space, random))) as Proposal;
}

/** The same options but for one part. */
function varied(space: SearchSpace, best: Proposal, random: Random): Proposal {
  const part = pick(Object.values(parts), random);
  if (part === drawClusters && typeof best.clusters === 'number' && random() < 0.7)
    return { ...best, clusters: Math.max(2, Math.round(best.clusters * (0.7 + 0.7 * random()))) };
  return { ...best, ...part(space, random) };
}

/** The usual views, or some of those that apply with weights of their own. Networks are slow to train: seldom. */
function drawViews({ views }: SearchSpace, random: Random): Proposal {
  if (random() < 0.35) return { views: [] };
  const chosen = views.filter((view) => random() < (view === 'cnn' ? 0.15 : view === 'skip-gram' ? 0.3 : 0.6));
  return { views: chosen.map((view) => `${view}:${pick(viewWeights, random)}`) };
}

const mostClusters = 100;

/** Left to the tree, or a number up to what the corpus can carry, small numbers as often as large ones. */
function drawClusters({ documents, given }: SearchSpace, random: Random): Proposal {
  if (given.clusters !== undefined || random() < 0.4) return { clusters: 'auto' };
  const most = Math.max(2, Math.min(mostClusters, Math.floor(documents / 10)));
  return { clusters: Math.round(2 * (most / 2) ** random()) };
}
