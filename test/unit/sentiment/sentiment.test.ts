import { describe, expect, it } from 'vitest';
import { chineseSentiment } from '../../../src/engine/sentiment/chineseSentiment';
import { englishSentiment } from '../../../src/engine/sentiment/englishSentiment';
import reference from '../../fixtures/sentiment/vader.json';

describe('English sentiment', () => {
  it('of single sentences is that of the original VADER', () => {
    for (const { text, compound } of reference) expect(Math.abs(englishSentiment(text) - compound)).toBeLessThan(0.011);
    expect(reference.some(({ compound }) => compound < 0)).toBe(true);
  });

  it('of a text is the mean of the sentences that say anything', () => {
    const [good, bad] = [englishSentiment('A wonderful day.'), englishSentiment('A terrible night.')];
    expect(englishSentiment('A wonderful day. The bus came. A terrible night.')).toBeCloseTo((good + bad) / 2, 9);
    expect(englishSentiment('1 2 3. 4 5 6.')).toBe(0);
    expect(englishSentiment('')).toBe(0);
  });
});

describe('Chinese sentiment', () => {
  const of = (text: string): number => chineseSentiment(text.split(' '));

  it('knows valence, negation and degree', () => {
    expect(of('这 部 电影 美丽')).toBeGreaterThan(0.05);
    expect(of('服务 无礼')).toBeLessThan(-0.05);
    expect(of('我 不 喜欢')).toBeLessThan(0);
    expect(of('我 非常 喜欢')).toBeGreaterThan(of('我 喜欢'));
    expect(of('我 有点 喜欢')).toBeLessThan(of('我 喜欢'));
    expect(of('星期一 到 了')).toBe(0);
    expect(chineseSentiment([])).toBe(0);
  });
});
