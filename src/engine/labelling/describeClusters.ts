import type { Cluster } from '../../shared/analysis';
import type { Matrix } from '../math/matrix';
import { countPhrases, findPhrases } from '../preprocessing/phrases';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import { breather, type RunContext } from '../runContext';
import { labelCandidates } from './candidates';
import { labelGroups } from './labelClusters';
import { cohesionOf, medoidOf } from './representatives';
import { termsSetAside } from './setAside';

/** Which cluster of the cut, and which part of it, each document is in. */
export interface Membership {
  /** 0 … k − 1. */
  readonly labels: Int32Array; // [documents]
  /** Part of its cluster, 0 … parts − 1, or −1 where the cluster has no parts. */
  readonly parts: Int32Array; // [documents]
}

export interface DescribedClusters {
  /** The clusters of the cut, then their parts; the id is the place in the array. */
  readonly clusters: Cluster[];
  /** Id of the deepest cluster of each document. */
  readonly subcluster: Int32Array; // [documents]
}

const phraseLimits = { minCount: 4, minNpmi: 0.35, maxPhrases: 20_000, maxLength: 3 } as const;

/**
 * Names the clusters of the cut against each other, and the parts of each against their siblings.
 *
 * @param encoding unit rows, for cohesion
 * @param vectors the space of clustering, for medoids
 */
export async function describeClusters(
  corpus: TokenizedCorpus,
  encoding: Matrix,
  vectors: Matrix,
  { labels, parts }: Membership,
  context: RunContext,
): Promise<DescribedClusters> {
  const breathe = breather(context);
  const setAside = termsSetAside(corpus);
  const phrases = findPhrases(corpus.words, phraseLimits).filter(({ terms }) =>
    terms.every((term) => setAside[term] === 0),
  );
  await breathe();
  const candidates = labelCandidates(corpus.words, phrases, countPhrases(corpus.words, phrases), setAside);
  const subcluster = Int32Array.from(labels);
  const cut = groupBy(Int32Array.from(labels.keys()), labels);
  const clusters = describeSiblings(cut, 0, null);
  for (const [parent, members] of cut.entries()) {
    context.progress({ stage: 'label', done: parent, total: cut.length, unit: 'clusters' });
    if (breathe.due()) await breathe();
    const groups = groupBy(members, parts);
    if (groups.length < 2) continue;
    const firstId = clusters.length;
    groups.forEach((group, g) => {
      for (const i of group) subcluster[i] = firstId + g;
    });
    clusters.push(...describeSiblings(groups, firstId, parent));
  }
  context.progress({ stage: 'label', done: cut.length, total: cut.length, unit: 'clusters' });
  return { clusters, subcluster };

  function describeSiblings(groups: readonly Int32Array[], firstId: number, parent: number | null): Cluster[] {
    const names = labelGroups(
      candidates,
      groups.map((documents) => ({ documents })),
      corpus.language,
    );
    return groups.map((members, g) => ({
      id: firstId + g,
      parent,
      size: members.length,
      label: names[g]!.label,
      keywords: [...names[g]!.keywords],
      medoid: corpus.documents[medoidOf(vectors, members)]!.id,
      cohesion: cohesionOf(encoding, members),
    }));
  }
}

/** Documents by their group's number, 0 … groups − 1; those of a negative number are in none. */
function groupBy(documents: Int32Array, groupOf: Int32Array): Int32Array[] {
  const groups: number[][] = [];
  for (const document of documents) {
    const group = groupOf[document]!;
    if (group < 0) continue;
    while (groups.length <= group) groups.push([]);
    groups[group]!.push(document);
  }
  return groups.map((members) => Int32Array.from(members));
}
