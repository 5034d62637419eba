import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topicCoherence } from '../../../src/engine/evaluation/coherence';
import { corpusCoherence } from '../../../src/engine/evaluation/corpusCoherence';
import { countWindows, type NumberedTexts } from '../../../src/engine/evaluation/windowCounts';
import { silentContext } from '../../../src/engine/runContext';
import type { Cluster } from '../../../src/shared/analysis';
import references from '../../fixtures/evaluation/coherence.json';
import { sequencesOf } from '../../support/sequences';

function numbered(texts: readonly (readonly string[])[], words: readonly string[]): NumberedTexts {
  const offsets = new Uint32Array(texts.length + 1);
  texts.forEach((text, i) => (offsets[i + 1] = offsets[i]! + text.length));
  return { offsets, words: Int32Array.from(texts.flat(), (word) => words.indexOf(word)), count: words.length };
}

describe('topicCoherence', () => {
  it.each(Object.entries(references))('equals gensim: %s', async (_, { texts, topics, npmi, cV }) => {
    const words = [...new Set(topics.flat())];
    const numbers = topics.map((topic) => topic.map((word) => words.indexOf(word)));
    const found = await topicCoherence(numbered(texts, words), numbers, silentContext);
    found.forEach((topic, t) => {
      expect(Math.abs(topic.npmi! - npmi[t]!)).toBeLessThan(1e-6);
      expect(Math.abs(topic.cV! - cV[t]!)).toBeLessThan(1e-6);
    });
  });

  it('knows nothing of a topic of one word', async () => {
    const found = await topicCoherence(numbered([['a']], ['a']), [[0], []], silentContext);
    expect(found).toEqual([
      { npmi: null, cV: null },
      { npmi: null, cV: null },
    ]);
  });
});

/** What each window counts as holding, by sliding it: a word is in from when it comes in until one leaves. */
function windowsOf(text: readonly string[], size: number): Set<string>[] {
  const held = new Set(text.slice(0, size));
  const windows = [new Set(held)];
  for (let end = size; end < text.length; end++) {
    held.delete(text[end - size]!);
    held.add(text[end]!);
    windows.push(new Set(held));
  }
  return windows;
}

describe('countWindows', () => {
  it('counts what windows made one by one hold', async () => {
    const word = fc.constantFrom('a', 'b', 'c', '-');
    const texts = fc.array(fc.array(word, { maxLength: 14 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 8 }), async (documents, size) => {
        const counts = await countWindows(numbered(documents, ['a', 'b', 'c']), size, [[0, 1, 2]], silentContext);
        const windows = documents.flatMap((text) => windowsOf(text, size));
        expect(counts.windows).toBe(windows.length);
        const holding = (...words: string[]): number => windows.filter((held) => words.every((each) => held.has(each))).length; // prettier-ignore
        expect([...counts.ofWord]).toEqual(['a', 'b', 'c'].map((each) => holding(each)));
        expect(counts.ofPair(0, 1)).toBe(holding('a', 'b'));
        expect(counts.ofPair(2, 0)).toBe(holding('a', 'c'));
      }),
    );
  });
});

describe('corpusCoherence', () => {
  const clusterOf = (id: number, terms: readonly string[]): Cluster => ({
    id,
    parent: null,
    size: 2,
    label: terms.join(', '),
    keywords: terms.map((term) => ({ term, weight: 1 })),
    medoid: '',
    cohesion: 1,
  });

  it('takes phrases by their words, with spaces or without, and counts repeated keywords as less diverse', async () => {
    const texts = [
      ['interest', 'rate', 'bank'],
      ['interest', 'rate', 'bank'],
      ['机器', '学习', '算法'],
      ['机器', '学习', 'bank'],
    ];
    const clusters = [clusterOf(0, ['interest rate', 'bank']), clusterOf(1, ['机器学习', 'bank'])];
    const { clusters: each, diversity } = await corpusCoherence(sequencesOf(texts), clusters, silentContext);
    const words = ['interest', 'rate', 'bank', '机器', '学习'];
    const expected = await topicCoherence(
      numbered(texts, words),
      [
        [0, 1, 2],
        [3, 4, 2],
      ],
      silentContext,
    );
    expect(each).toEqual(expected.map((topic, id) => ({ id, ...topic })));
    expect(diversity).toBe(3 / 4);
  });

  it('is unknown for clusters without keywords', async () => {
    const found = await corpusCoherence(sequencesOf([['a']]), [clusterOf(0, [])], silentContext);
    expect(found).toMatchObject({ npmi: null, cV: null, diversity: null });
  });
});
