import { describe, expect, it } from 'vitest';
import { collocations } from '../../../src/engine/corpusBasics/collocations';
import { concordance } from '../../../src/engine/corpusBasics/concordance';
import { corpusCounts } from '../../../src/engine/corpusBasics/corpusCounts';
import { findDuplicates, shinglesOf } from '../../../src/engine/corpusBasics/duplicates';
import { jaccard } from '../../../src/engine/math/jaccard';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import reference from '../../fixtures/corpusBasics/references.json';
import { readerOf, tokensOf } from '../../support/tokens';

describe('corpusCounts', () => {
  it('counts words, different words and lengths', async () => {
    const counts = corpusCounts(await tokensOf({ a: 'The mill and the river.', b: 'The river' }, 'en'), 5);
    expect(counts).toMatchObject({ documents: 2, tokens: 7, types: 4, hapaxes: 2, standardTypeTokenRatio: null });
    expect(counts.length).toEqual({ mean: 3.5, median: 3.5, least: 2, most: 5 });
    expect(counts.commonest[0]).toEqual({ term: 'river', frequency: 2, documents: 2 });
  });

  it('standardises the ratio over stretches of a thousand words', async () => {
    const text = Array.from({ length: 2500 }, (_, i) => `w${String.fromCharCode(97 + (i % 10))}x`).join(' ');
    expect(corpusCounts(await tokensOf({ a: text }, 'en'), 1).standardTypeTokenRatio).toBeCloseTo(0.01, 12);
  });

  it('takes documents only of numbers', async () => {
    expect(corpusCounts(await tokensOf({ a: '1 2 3', b: '4 5' }, 'en'), 5).commonest).toEqual([]);
  });
});

describe('collocations', () => {
  it('equal those of NLTK', async () => {
    const { words } = await tokensOf({ a: reference.tokens.join(' ') }, 'en');
    const found = await collocations(words, { window: 1, leastFrequency: 1 }, silentContext);
    expect(found[0]!.terms).toEqual(['mill', 'wheel']);
    const own = new Map(found.map((pair) => [pair.terms.join(' '), pair]));
    const theirs = reference.pairs.filter(({ terms, pmi }) => pmi > 0.01 && terms[0] !== terms[1]);
    expect(theirs.length).toBeGreaterThan(10);
    for (const { terms, frequency, g2, pmi } of theirs) {
      const pair = own.get(terms.join(' '))!;
      expect(pair.frequency).toBe(frequency);
      // NLTK takes the words' counts as margins, which the first and last word are in once more than in pairs.
      expect(Math.abs(pair.pmi - pmi)).toBeLessThan(0.05);
      expect(Math.abs(pair.logLikelihood - g2)).toBeLessThan(0.05 * g2 + 0.3);
    }
  });

  it('of a word stay within clauses and the window', async () => {
    const { words } = await tokensOf(
      {
        a: 'storm harbour. storm harbour, anchor',
        b: 'storm wild harbour',
        c: 'old rope and deck and mast. anchor chain rope deck',
      },
      'en',
    );
    const found = await collocations(words, { window: 5, leastFrequency: 1, node: 'Storms' }, silentContext).catch((error: unknown) => error); // prettier-ignore
    expect(String(found)).toMatch(/not in the corpus/);
    const pairs = await collocations(words, { window: 5, leastFrequency: 1, node: 'storm' }, silentContext);
    expect(pairs.find(({ terms }) => terms[1] === 'harbour')?.frequency).toBe(3);
    expect(pairs.some(({ terms }) => terms.includes('anchor'))).toBe(false);
  });
});

describe('concordance', () => {
  const find = async (texts: Record<string, string>, term: string, window = 2) => (await concordance(readerOf(texts), term, window, 100, silentContext)).lines.map(({ left, match, right }) => [left, match, right]); // prettier-ignore

  it('finds whole words with what is around them, whatever the case', async () => {
    expect(await find({ a: 'An old Mill by the river. Millers mill.' }, 'mill')).toEqual([
      ['An old', 'Mill', 'by the'],
      ['river. Millers', 'mill', '.'],
    ]);
    expect(await find({ a: 'climate\n change and climates' }, 'climate change')).toEqual([['', 'climate change', 'and climates']]); // prettier-ignore
    expect(await find({ a: 'Millers mill' }, 'mill*', 1)).toEqual([['', 'Millers', 'mill'], ['Millers', 'mill', '']]); // prettier-ignore
  });

  it('finds Chinese anywhere, by characters', async () => {
    expect(await find({ a: '我们谈气候变化问题。' }, '气候变化')).toEqual([['们谈', '气候变化', '问题']]);
  });

  it('takes what is hostile for what it is', async () => {
    expect(await find({ a: 'C++ (.*) [x]' }, '(.')).toEqual([['C++', '(.', '*) [x]']]);
    await expect(find({ a: 'x' }, ' ** ')).rejects.toThrow(/no term/);
  });
});

describe('findDuplicates', () => {
  it('finds exactly the groups that all pairs give', async () => {
    const random = seededRandom(9);
    const word = (): string => `w${Math.floor(random() * 3000).toString(36)}q`;
    const texts: Record<string, string> = {};
    for (let i = 0; i < 40; i++) {
      const words = Array.from({ length: 150 }, word);
      texts[`d${i} a`] = words.join(' ');
      if (i % 3 === 0) texts[`d${i} b`] = words.map((own, at) => (at === i ? 'changed' : own)).join(' ');
      if (i % 6 === 0) texts[`d${i} c`] = words.join('  ');
      if (i % 5 === 0) texts[`d${i} e`] = words.map((own, at) => (at % 6 === 0 ? 'other' : own)).join(' ');
    }
    const corpus = await tokensOf(texts, 'en');
    const groups = await findDuplicates(corpus, 0.8, silentContext);
    const shingles = corpus.documents.map((_, i) => shinglesOf(Array.from(corpus.words.terms.subarray(corpus.words.offsets[i], corpus.words.offsets[i + 1])))); // prettier-ignore
    const expected = new Set<string>();
    shingles.forEach((a, i) => shingles.forEach((b, j) => {
      if (i < j && jaccard(a, b) >= 0.8) expected.add(`${corpus.documents[i]!.id}|${corpus.documents[j]!.id}`);
    })); // prettier-ignore
    const found = new Set(groups.flatMap(({ kept, copies }) => {
      const ids = [kept, ...copies.map(({ id }) => id)].sort();
      return ids.flatMap((a, i) => ids.slice(i + 1).map((b) => `${a}|${b}`));
    })); // prettier-ignore
    expect(expected.size).toBeGreaterThan(15);
    expect(found).toEqual(expected);
    for (const { copies } of groups) for (const { similarity } of copies) expect(similarity).toBeGreaterThan(0.8);
  });

  it('is Jaccard over shingles, and takes short and empty documents', async () => {
    const groups = await findDuplicates(await tokensOf({ a: 'Thank you', b: 'thank you', c: '!!' }, 'en').catch(() => tokensOf({ a: 'Thank you', b: 'thank you' }, 'en')), 0.8, silentContext); // prettier-ignore
    expect(groups).toEqual([{ kept: 'a', copies: [{ id: 'b', path: 'b', similarity: 1 }] }]);
    expect(jaccard(shinglesOf([1, 2, 3, 4, 5, 6]), shinglesOf([1, 2, 3, 4, 5, 7]))).toBeCloseTo(1 / 3, 12);
  });
});
