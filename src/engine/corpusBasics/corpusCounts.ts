import type { CorpusCounts } from '../../shared/corpusBasics';
import { boundary, type TokenizedCorpus } from '../preprocessing/tokenizedCorpus';

const stretch = 1000;

/** Counts of a corpus: words, different words, their ratio, lengths, and the commonest words. */
export function corpusCounts({ words, documents, languages }: TokenizedCorpus, top: number): CorpusCounts {
  const { vocabulary, offsets, terms } = words;
  const lengths = documents.map((_, i) => {
    let length = 0;
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++) if (terms[p] !== boundary) length++;
    return length;
  });
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const sorted = [...lengths].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const commonest = vocabulary
    .filter(({ isStopWord }) => !isStopWord)
    .sort((a, b) => b.frequency - a.frequency || (a.text < b.text ? -1 : 1))
    .slice(0, top);
  return {
    documents: documents.length,
    tokens,
    types: vocabulary.length,
    typeTokenRatio: tokens > 0 ? vocabulary.length / tokens : 0,
    standardTypeTokenRatio: standardRatio(terms, vocabulary.length),
    stretch,
    hapaxes: vocabulary.filter(({ frequency }) => frequency === 1).length,
    length: {
      mean: tokens / documents.length,
      median: sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2,
      least: sorted[0]!,
      most: sorted.at(-1)!,
    },
    languages,
    commonest: commonest.map(({ surface, frequency, documentFrequency }) => ({ term: surface, frequency, documents: documentFrequency })), // prettier-ignore
  };
}

function standardRatio(terms: Int32Array, types: number): number | null {
  const seenIn = new Int32Array(types).fill(-1);
  let [stretches, inStretch, different, sum] = [0, 0, 0, 0];
  for (const term of terms) {
    if (term === boundary) continue;
    if (seenIn[term] !== stretches) different++;
    seenIn[term] = stretches;
    if (++inStretch < stretch) continue;
    sum += different / stretch;
    stretches++;
    [inStretch, different] = [0, 0];
  }
  return stretches === 0 ? null : sum / stretches;
}
