import { describe, expect, it } from 'vitest';
import { CodePairIndex } from '../../../src/engine/preprocessing/codePairIndex';
import { finishSequences, gatherTerms } from '../../../src/engine/preprocessing/finishVocabulary';
import { IntList } from '../../../src/engine/preprocessing/intList';
import { VocabularyBuilder } from '../../../src/engine/preprocessing/vocabularyBuilder';

describe('VocabularyBuilder', () => {
  it('forgets the rarest forms over its limit, and keeps counting the others', () => {
    const forms = new IntList();
    const offsets = new IntList();
    offsets.push(0);
    const builder = new VocabularyBuilder(forms, () => false, 100);
    for (let document = 0; document < 300; document++) {
      builder.addWord('common');
      builder.addWord(`rare${document}x`);
      builder.addSlice('经济', 0, 2);
      builder.keepWithinLimit();
      offsets.push(forms.length);
    }
    const runs = { builder, forms, offsets };
    const {
      vocabulary,
      terms,
      offsets: ends,
    } = finishSequences(
      runs,
      gatherTerms(runs),
      Uint32Array.from({ length: 300 }, (_, i) => i),
      (text) => ({ stem: text, isStopWord: false }),
    );
    expect(vocabulary.length).toBeLessThanOrEqual(100);
    expect(vocabulary.slice(0, 2)).toMatchObject([
      { text: 'common', documentFrequency: 300, frequency: 300 },
      { text: '经济', documentFrequency: 300, frequency: 300 },
    ]);
    expect(Array.from(terms.subarray(0, ends[1]))).toEqual([0, 1]); // the rare word of the first document is gone
    expect(vocabulary.map(({ text }) => text)).toContain('rare299x');
  });
});

describe('CodePairIndex', () => {
  it('finds each of many pairs again, and no other', () => {
    const index = new CodePairIndex();
    const pairs: [number, number][] = [];
    for (let i = 0; i < 50_000; i++) pairs.push([(i * 7919) & 0xffff, ((i * 104_729) >>> 4) & 0xffff]);
    const expected = new Map<string, number>();
    pairs.forEach(([a, b], i) => {
      index.set(a, b, i);
      expected.set(`${a} ${b}`, i);
    });
    for (const [a, b] of pairs) expect(index.get(a, b)).toBe(expected.get(`${a} ${b}`));
    expect(expected.has('1 65535')).toBe(false);
    expect(index.get(1, 65535)).toBe(-1);
  });
});
