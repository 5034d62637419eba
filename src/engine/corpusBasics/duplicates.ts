import type { DuplicateGroup } from '../../shared/corpusBasics';
import { jaccard } from '../math/jaccard';
import { seededRandom } from '../math/random';
import { boundary, type TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import { breather, type RunContext } from '../runContext';

/** Words a shingle. */
const shingleLength = 5;
const bands = 32;
const rowsOfBand = 4;
const hashes = bands * rowsOfBand;

/**
 * Documents that are copies of each other, or nearly: MinHash signatures of their shingles (five consecutive words) find
 * candidates by 32 bands of 4, of which each is verified by the Jaccard similarity of the shingles themselves. A pair of similarity .8
 * is missed with a probability of 5e-8. Groups are what such pairs connect.
 * Source: A. Broder, "On the resemblance and containment of documents" (1997).
 *
 * @param least smallest Jaccard similarity of a pair, above 0
 * @returns the largest groups first
 */
export async function findDuplicates(
  { documents, words }: Pick<TokenizedCorpus, 'documents' | 'words'>,
  least: number,
  context: RunContext,
): Promise<DuplicateGroup[]> {
  const { offsets } = words;
  const tokensOf = (i: number): number[] => Array.from(words.terms.subarray(offsets[i], offsets[i + 1])).filter((term) => term !== boundary); // prettier-ignore
  const parent = documents.map((_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = i; at !== root;) [at, parent[at]] = [parent[at]!, root];
    return root;
  };
  const connect = (a: number, b: number): void => {
    const [x, y] = [rootOf(a), rootOf(b)];
    parent[Math.max(x, y)] = Math.min(x, y);
  };
  const breathe = breather(context);
  const signature = signer();
  const firstOf = new Map<string, number>();
  const buckets = Array.from({ length: bands }, () => new Map<string, number[]>());
  for (let i = 0; i < documents.length; i++) {
    if (breathe.due()) await report(i);
    const tokens = tokensOf(i);
    if (tokens.length === 0) continue;
    const whole = tokens.join(' ');
    const same = firstOf.get(whole);
    if (same !== undefined) {
      connect(same, i);
      continue; // its first stands for it
    }
    firstOf.set(whole, i);
    const own = signature(tokens);
    for (let band = 0; band < bands; band++) {
      const key = own.subarray(band * rowsOfBand, (band + 1) * rowsOfBand).join(' ');
      const bucket = buckets[band]!.get(key);
      if (bucket === undefined) {
        buckets[band]!.set(key, [i]);
        continue;
      }
      for (const other of bucket) {
        if (rootOf(other) === rootOf(i)) continue;
        if (jaccard(shinglesOf(tokensOf(other)), shinglesOf(tokens)) >= least) connect(other, i);
        if (breathe.due()) await report(i);
      }
      bucket.push(i);
    }
  }
  return groupsOf();

  async function report(done: number): Promise<void> {
    context.progress({ stage: 'preprocess', done, total: documents.length, unit: 'documents' });
    await breathe();
  }

  function groupsOf(): DuplicateGroup[] {
    const members = new Map<number, number[]>();
    documents.forEach((_, i) => {
      const root = rootOf(i);
      if (root === i) members.set(i, []);
      else members.get(root)!.push(i);
    });
    return [...members]
      .filter(([, copies]) => copies.length > 0)
      .sort(([a, x], [b, y]) => y.length - x.length || a - b)
      .map(([first, copies]) => {
        const own = shinglesOf(tokensOf(first));
        return {
          kept: documents[first]!.id,
          copies: copies.map((i) => {
            const { id, path, row } = documents[i]!;
            return { id, path, ...(row !== undefined && { row }), similarity: jaccard(own, shinglesOf(tokensOf(i))) };
          }),
        };
      });
  }
}

/** The different runs of five words; a shorter document is one shingle. */
export function shinglesOf(tokens: readonly number[]): Set<string> {
  const shingles = new Set<string>();
  for (let p = 0; p + shingleLength <= tokens.length; p++) shingles.add(tokens.slice(p, p + shingleLength).join(' '));
  if (shingles.size === 0) shingles.add(tokens.join(' '));
  return shingles;
}

/** Signatures: the least value of each of 128 hash functions over a document's shingles. */
function signer(): (tokens: readonly number[]) => Uint32Array {
  const random = seededRandom(1);
  const draw = (): number => Math.floor(random() * 4294967296) | 0;
  const factors = Int32Array.from({ length: hashes }, () => draw() | 1);
  const shifts = Int32Array.from({ length: hashes }, draw);
  return (tokens) => {
    const least = new Uint32Array(hashes).fill(0xffffffff);
    const last = Math.max(0, tokens.length - shingleLength);
    for (let p = 0; p <= last; p++) {
      let hash = 0x811c9dc5;
      for (let q = p; q < p + shingleLength && q < tokens.length; q++) {
        hash = Math.imul(hash ^ tokens[q]!, 0x01000193);
        hash ^= hash >>> 13;
        hash = Math.imul(hash, 0x5bd1e995);
        hash ^= hash >>> 15;
      }
      for (let h = 0; h < hashes; h++) {
        let value = Math.imul(hash ^ shifts[h]!, factors[h]!);
        value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
        value = (value ^ (value >>> 16)) >>> 0;
        if (value < least[h]!) least[h] = value;
      }
    }
    return least;
  };
}
