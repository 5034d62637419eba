import { cutOf, type DocumentRow } from '../../shared/analysis';
import { GroveError } from '../../shared/errors';
import type { ClusterPull, DocumentExplanation } from '../../shared/explanation';
import { centroidsOf } from '../clustering/clusterMeans';
import type { RunContext } from '../runContext';
import { indexOfDocument } from '../similarity/similarDocuments';
import { type Evidence, membersOf, openEvidence } from './openEvidence';
import { chooseSentences, type Sentence, sentencesOf } from './sentences';
import { sourceTexts } from './sourceTexts';
import { countStems, type StemCounts, stemsOfDocument } from './stemCounts';

const termsShown = 8;
const sentencesShown = 2;
const keySentences = 3;

/**
 * Why a document is in its cluster: the words and sentences that draw it there, and those that draw it to the cluster with
 * the next nearest centre.
 */
export async function explainDocument(
  folder: string,
  document: string,
  context: RunContext,
): Promise<DocumentExplanation> {
  const evidence = await openEvidence(folder);
  const { analysis, rows, index } = evidence;
  const at = indexOfDocument(rows, document, analysis.source.path);
  const row = rows[at];
  if (row === undefined)
    throw new GroveError('bad-input', `${document} is not a document of ${folder}. Documents are named by their id.`);
  const held = stemsOfDocument(index, at);
  const texts = await sourceTexts(analysis, [row], context);
  const sentences = await sentencesOf(texts.get(row.id)!, row.id, row.language, evidence.stemsOf);
  const distances = distancesOf(evidence, at);
  const second = nearestBut(distances, row.cluster);
  const groups = [row.cluster, ...(second === undefined ? [] : [second])];
  const counts = countStems(index, groups.map((cluster) => membersOf(rows, cluster))); // prettier-ignore
  const rest = counts[1] ?? wholeCorpus(evidence);
  const label = (cluster: number): string => analysis.clusters.find(({ id }) => id === cluster)?.label ?? '(noise)';
  const pull = (cluster: number, toward: StemCounts, against: StemCounts): ClusterPull => {
    const weight = ratioOf(toward, against);
    return {
      id: cluster,
      label: label(cluster),
      distance: distances[cluster] ?? NaN,
      terms: held
        .map(({ stem, count }) => ({ stem, weight: count * weight(stem) }))
        .filter((term) => term.weight > 0)
        .sort((a, b) => b.weight - a.weight || a.stem - b.stem)
        .slice(0, termsShown)
        .map((term) => ({ term: index.terms[term.stem]!, weight: term.weight })),
      sentences: textsOf(chooseSentences(sentences, weight, sentencesShown)),
    };
  };
  const idf = (stem: number): number => Math.log(rows.length / (index.offsets[stem + 1]! - index.offsets[stem]!));
  const countOf = new Map(held.map(({ stem, count }) => [stem, count]));
  return {
    document: row.id,
    confidence: row.confidence,
    own: pull(row.cluster, counts[0]!, rest),
    second: second === undefined ? null : pull(second, counts[1]!, counts[0]!),
    keySentences: textsOf(chooseSentences(sentences, (stem) => (countOf.get(stem) ?? 0) * idf(stem), keySentences)),
  };
}

function textsOf(sentences: readonly Sentence[]): string[] {
  return [...sentences].sort((a, b) => a.place - b.place).map(({ text }) => text);
}

/** ln(p / q) of a stem, p and q its shares of all occurrences, with one pseudo-count a stem. */
function ratioOf(toward: StemCounts, against: StemCounts): (stem: number) => number {
  const stems = toward.occurrences.length;
  return (stem) =>
    Math.log((toward.occurrences[stem]! + 1) / (toward.total + stems)) -
    Math.log((against.occurrences[stem]! + 1) / (against.total + stems));
}

function wholeCorpus({ index, rows }: Evidence): StemCounts {
  return countStems(index, [Int32Array.from(rows.keys())])[0]!;
}

/** From the document's vector to the centre of each cluster of the cut. */
function distancesOf({ analysis, rows, vectors }: Evidence, at: number): number[] {
  const k = cutOf(analysis.clusters).length;
  const labels = Int32Array.from(rows, (row: DocumentRow) => row.cluster);
  const { columns, values } = centroidsOf(vectors, labels, k);
  return Array.from({ length: k }, (_, c) => {
    let squared = 0;
    for (let d = 0; d < columns; d++) squared += (values[c * columns + d]! - vectors.values[at * columns + d]!) ** 2;
    return Math.sqrt(squared);
  });
}

function nearestBut(distances: readonly number[], own: number): number | undefined {
  let nearest: number | undefined;
  distances.forEach((distance, c) => {
    if (c !== own && (nearest === undefined || distance < distances[nearest]!)) nearest = c;
  });
  return nearest;
}
