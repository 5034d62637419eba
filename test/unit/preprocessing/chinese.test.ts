import { describe, expect, it, vi } from 'vitest';
import { icuSegmenter, openChineseSegmenter } from '../../../src/engine/preprocessing/chineseSegmenter';
import { tokenizeText } from '../../../src/engine/preprocessing/tokenizeText';

describe('Chinese text', () => {
  it('comes apart into words', async () => {
    const { words } = await tokenizeText('我来到北京清华大学，研究自然语言处理。', 'auto');
    expect(words).toEqual(['我', '来到', '北京', '清华大学', '研究', '自然语言', '处理']);
  });

  it('gives the same terms in traditional and in simplified characters', async () => {
    const traditional = await tokenizeText('臺灣的語言學研究與經濟發展', 'auto');
    const simplified = await tokenizeText('台湾的语言学研究与经济发展', 'auto');
    expect(traditional).toEqual(simplified);
    expect(simplified.words).toContain('经济');
  });

  it('keeps words of other scripts whole, and dictionary words with a letter in them', async () => {
    const { words } = await tokenizeText('他用Node.js写了一个iPhone手机应用，买了A股和T恤，还有BP机。', 'auto');
    for (const word of ['node.js', 'iphone', '手机', 'a股', 't恤', 'bp机']) expect(words).toContain(word);
    const english = await tokenizeText(
      'The word 经济发展 means economic development in this long English sentence.',
      'auto',
    );
    expect(english.words).toEqual(
      expect.arrayContaining(['word', '经济', '发展', 'economic', 'development']) as readonly string[],
    );
    expect(english.bigrams).toEqual([]);
  });

  it('pairs neighbouring units for bigrams, across no sign', async () => {
    const { bigrams } = await tokenizeText('新iPhone4发布，价格 高', 'auto');
    expect(bigrams).toEqual(['新iphone', 'iphone4', '4发', '发布', '价格']);
  });

  it('falls back on the segmenter of ICU when the module can not be loaded, and says so', async () => {
    vi.resetModules();
    vi.doMock('jieba-wasm', () => {
      throw new Error('no WebAssembly here');
    });
    const fresh = await import('../../../src/engine/preprocessing/chineseSegmenter');
    const { segment, note } = await fresh.openChineseSegmenter();
    vi.doUnmock('jieba-wasm');
    expect(note).toMatch(/ICU/);
    expect(segment('北京大学').join('')).toBe('北京大学');
  });

  it('loses no character', async () => {
    const { segment, note } = await openChineseSegmenter();
    expect(note).toBeUndefined();
    const text = '中青宝首秀，𠮷野家2024年在上海开业';
    expect(segment(text).join('')).toBe(text);
    expect(icuSegmenter('zh')(text).join('')).toBe(text);
  });
});

describe('other scripts without spaces', () => {
  it('reads Japanese with its kanji', async () => {
    const { words, bigrams } = await tokenizeText('東京は日本の首都です。カタカナも読みます。', 'auto');
    expect(words).toEqual(expect.arrayContaining(['東京', '日本', '首都', 'カタカナ']) as readonly string[]);
    expect(bigrams).toEqual([]);
  });

  it('reads Thai', async () => {
    const { words } = await tokenizeText('ภาษาไทยเป็นภาษาราชการ', 'auto');
    expect(words.length).toBeGreaterThan(2);
    expect(words).toContain('ภาษา');
  });
});
