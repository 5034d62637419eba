import { describe, expect, it } from 'vitest';
import { stemOf } from '../../../src/engine/preprocessing/stemming';
import { isNeverKeyword, stopWordLanguages, stopWordsOf } from '../../../src/engine/preprocessing/stopWords';
import reference from '../../fixtures/preprocessing/stems.json' with { type: 'json' };

describe('stemOf', () => {
  for (const [language, stems] of Object.entries(reference.stems))
    it(`agrees with snowballstemmer 2.2.0 in ${language}`, () => {
      for (const [word, stem] of Object.entries(stems)) expect(stemOf(word, language), word).toBe(stem);
    });

  it('leaves technical terms alone and brings hyphenated spellings together', () => {
    for (const term of ['c++', 'c#', 'asp.net', 'node.js', 'mp3s']) expect(stemOf(term, 'en')).toBe(term);
    expect(stemOf('e-mail', 'en')).toBe('email');
    expect(stemOf('covid-19', 'en')).toBe('covid19');
    expect(stemOf('研究', 'zh')).toBe('研究');
  });

  it('takes a particle off a Korean noun', () => {
    expect(stemOf('대학교에서', 'ko')).toBe('대학교');
    expect(stemOf('고양이', 'ko')).toBe('고양');
    expect(stemOf('나는', 'ko')).toBe('나는');
  });
});

describe('stop words', () => {
  it('are function words; none names a topic', () => {
    const english = stopWordsOf('en');
    for (const word of ['the', 'would', "don't", 'which', 'using', 'e.g.']) expect(english.has(word), word).toBe(true);
    for (const word of ['computer', 'system', 'text', 'microsoft', 'fire', 'u.s.', 'state', 'c', 'novel', 'page'])
      expect(english.has(word), word).toBe(false);
    const chinese = stopWordsOf('zh');
    for (const word of ['的', '是', '没有', '已经', '因为', '可能']) expect(chinese.has(word), word).toBe(true);
    for (const word of ['记者', '报道', '经济', '学生']) expect(chinese.has(word), word).toBe(false);
  });

  it('exist for 50 languages and more', () => {
    expect(stopWordLanguages.length).toBeGreaterThan(50);
    expect(stopWordsOf('xx').size).toBe(0);
  });

  it('include numbers, ordinals and single letters in any language', () => {
    for (const term of ['1984', '1', '20th', '1990s', 'c', 'я', 'iii']) expect(isNeverKeyword(term), term).toBe(true);
    for (const term of ['c#', 'c++', '3d', 'mp3', '水', 'covid-19', 'vi'])
      expect(isNeverKeyword(term), term).toBe(false);
  });
});
