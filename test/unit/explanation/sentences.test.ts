import { describe, expect, it } from 'vitest';
import { chooseSentences, sentencesOf } from '../../../src/engine/explanation/sentences';

/** Every word has the number of its letters as its stem; one letter is unknown. */
const stemsOf = (text: string): Promise<number[]> =>
  Promise.resolve((text.match(/\p{L}+/gu) ?? []).map((word) => word.length).filter((length) => length > 1));

describe('sentencesOf', () => {
  it('leaves out a mail header, quotation marks of mail, and what is too short to be a sentence', async () => {
    const text = 'From: a@b.c\nSubject: the seas of the moon\n\n> Dust covers\n> everything there.\n\nNo. A b c d e.';
    const sentences = await sentencesOf(text, 'one', 'en', stemsOf);
    expect(sentences.map((sentence) => sentence.text)).toEqual(['Dust covers everything there.']);
  });

  it('cuts Chinese where Chinese ends a sentence', async () => {
    const cut = await sentencesOf('海水很咸很深。月亮很亮!', 'one', 'zh', () => Promise.resolve([1, 2, 3]));
    expect(cut.map(({ text, place }) => [text, place])).toEqual([
      ['海水很咸很深。', 0],
      ['月亮很亮!', 1],
    ]);
  });
});

describe('chooseSentences', () => {
  const sentence = (text: string, stems: readonly number[]) => ({ text, stems, document: 'one', place: 0 });
  const weights = new Map([
    [1, 1],
    [2, 0.9],
    [3, 0.5],
  ]);
  const weightOf = (stem: number): number => weights.get(stem) ?? 0;

  it('says the most first and nothing twice', () => {
    const all = [
      sentence('weak', [3, 7, 8]),
      sentence('strong', [1, 2, 9]),
      sentence('strong again', [1, 2, 8]),
      sentence('nothing', [7, 8, 9]),
    ];
    expect(chooseSentences(all, weightOf, 3).map(({ text }) => text)).toEqual(['strong', 'weak']);
  });

  it('has nothing to choose where no word weighs', () => {
    expect(chooseSentences([sentence('nothing', [7, 8, 9])], weightOf, 3)).toEqual([]);
  });
});
