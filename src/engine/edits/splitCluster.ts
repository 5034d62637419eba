import { type Analysis, analysisFiles } from '../../shared/analysis';
import type { SplitParams, SplitResult } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { chooseClusterCount } from '../clustering/clusterCount';
import { cutByCount } from '../clustering/dendrogram';
import { centroidsOf } from '../clustering/clusterMeans';
import { kMeans } from '../clustering/kMeans';
import { linkage } from '../clustering/linkage';
import { sampleOf, treeOverRows } from '../clustering/microClusters';
import type { LabelCandidates } from '../labelling/candidates';
import { labelGroups } from '../labelling/labelClusters';
import { cohesionOf, medoidOf } from '../labelling/representatives';
import { gatherRows, type Matrix, matrixOf } from '../math/matrix';
import { seededRandom } from '../math/random';
import type { RunContext } from '../runContext';
import { readDocumentTerms } from '../similarity/documentTerms';
import { openEncodings } from '../similarity/openEncodings';
import { readNpy } from '../storage/analysisFolder';

const sampleSize = 1000;
const mostParts = 8;

/**
 * Clusters some documents of an analysis by themselves, in the space in which they were clustered, and names the parts
 * against each other. Writes nothing.
 *
 * @throws GroveError 'bad-input' where there are fewer documents than parts, or nothing tells them apart
 */
export async function splitCluster(params: SplitParams, context: RunContext): Promise<SplitResult> {
  const { rows, encodings, analysis } = await openEncodings(params.analysis);
  const vectors = matrixOf(await readNpy(params.analysis, analysisFiles.vectors, Float32Array));
  const wanted = new Set(params.documents);
  const members = Int32Array.from(rows.keys()).filter((i) => wanted.has(rows[i]!.id));
  const least = params.parts ?? 2;
  if (members.length < least)
    throw new GroveError(
      'bad-input',
      `A cluster of ${members.length} documents can't be split into ${least}. Choose a larger one, or fewer parts.`,
    );
  const labels = await divide(gatherRows(vectors, members), params.parts, context);
  const groups: number[][] = [];
  members.forEach((document, i) => (groups[labels[i]!] ??= []).push(document));
  const filled = groups.filter((group) => group.length > 0).sort((a, b) => b.length - a.length || a[0]! - b[0]!);
  if (filled.length < 2)
    throw new GroveError('bad-input', 'The documents of this cluster are too alike to be split. Choose another one.');
  const names = labelGroups(
    await labelCandidatesOf(params.analysis),
    filled.map((documents) => ({ documents })),
    languageOf(analysis),
  );
  return {
    parts: filled.map((group, g) => ({
      label: names[g]!.label,
      keywords: [...names[g]!.keywords],
      medoid: rows[medoidOf(vectors, Int32Array.from(group))]!.id,
      cohesion: cohesionOf(encodings, Int32Array.from(group)),
      documents: group.map((document) => rows[document]!.id),
    })),
  };
}

/**
 * By Ward's linkage on a sample, then k-means from its cut; without a number, into as many as the tree's knee and gap say.
 *
 * @returns part of each row
 */
async function divide(x: Matrix, parts: number | undefined, context: RunContext): Promise<Int32Array> {
  const random = seededRandom(1);
  const sample = sampleOf(x, Math.max(sampleSize, parts ?? 0), random);
  const tree = treeOverRows(sample, 'ward', await linkage(sample, 'ward', context));
  const limits = { minClusterSize: 2, most: Math.min(mostParts, sample.rows) };
  const count = parts ?? Math.max(2, (await chooseClusterCount(sample, tree, limits, context)).k);
  const cut = cutByCount(tree.linkage, tree.leaves, count);
  const starts = [centroidsOf(sample, cut, count)];
  return (await kMeans(x, count, { nInit: 0, starts, maxIterations: 20, random, context })).labels;
}

/** The most telling terms that the analysis keeps of each document. */
async function labelCandidatesOf(folder: string): Promise<LabelCandidates> {
  const { surfaces, offsets, terms } = await readDocumentTerms(folder);
  const documentFrequency = new Uint32Array(surfaces.length);
  for (const term of terms) documentFrequency[term]!++;
  return {
    ...{ surfaces, stems: surfaces.map((surface) => [surface.toLowerCase()]), documentFrequency },
    ...{ offsets: Uint32Array.from(offsets), members: Uint32Array.from(terms) },
  };
}

function languageOf({ options }: Analysis): string {
  return typeof options['language'] === 'string' ? options['language'] : '';
}
