import type { Cluster, DocumentRow } from '../../shared/analysis';
import type { ClusterPortrait } from '../../shared/explanation';
import type { RunContext } from '../runContext';
import { keyDocuments } from './keyDocuments';
import { type Evidence, membersOf, openEvidence, requireCluster } from './openEvidence';
import { chooseSentences, type Sentence, sentencesOf } from './sentences';
import { sourceTexts } from './sourceTexts';
import { countStems } from './stemCounts';

const documentsRead = 12;
const documentsShown = 5;
const sentenceCount = 3;

/** A cluster in its own documents' words: what it is called, the documents that stand for it, and a few sentences of theirs. */
export async function clusterPortrait(folder: string, id: number, context: RunContext): Promise<ClusterPortrait> {
  const evidence = await openEvidence(folder);
  const cluster = requireCluster(evidence.analysis, id);
  const members = membersOf(evidence.rows, id);
  const keyRows = keyDocuments(evidence.encodings, members, documentsRead).map((i) => evidence.rows[i]!);
  const texts = await sourceTexts(evidence.analysis, keyRows, context);
  const sentences: Sentence[] = [];
  for (const { id: document, language } of keyRows)
    sentences.push(...(await sentencesOf(texts.get(document)!, document, language, evidence.stemsOf)));
  const weights = tellingWeights(evidence, members);
  return {
    cluster,
    documents: keyRows.slice(0, documentsShown).map(shown),
    summary: inReadingOrder(
      chooseSentences(sentences, (stem) => weights[stem]!, sentenceCount),
      keyRows,
    ).map(({ text, document }) => ({ text, document })),
    parts: evidence.analysis.clusters.filter(({ parent }) => parent === id).map(({ id: part, label, size }) => ({ id: part, label, size })), // prettier-ignore
  };
}

function shown({ id, title, confidence, snippet }: DocumentRow): ClusterPortrait['documents'][number] {
  return { id, title, confidence, snippet };
}

/** By how typical their documents are, then by their place in them. */
function inReadingOrder(
  sentences: readonly Sentence[],
  rows: readonly Pick<Cluster | DocumentRow, 'id'>[],
): Sentence[] {
  const order = new Map(rows.map(({ id }, i) => [id, i]));
  return [...sentences].sort((a, b) => order.get(a.document)! - order.get(b.document)! || a.place - b.place);
}

/** p ln(p / q) of each stem, as for labels: p the share of the cluster's documents that hold it, q that of all documents. */
export function tellingWeights({ index, rows }: Pick<Evidence, 'index' | 'rows'>, members: Int32Array): Float64Array {
  const [own] = countStems(index, [members]);
  return own!.documents.map((count, stem) => {
    const p = count / members.length;
    const q = (index.offsets[stem + 1]! - index.offsets[stem]!) / rows.length;
    return p > q ? p * Math.log(p / q) : 0;
  });
}
