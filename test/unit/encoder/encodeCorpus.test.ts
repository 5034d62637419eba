import { describe, expect, it } from 'vitest';
import { encodeCorpus } from '../../../src/engine/encoder/encoder';
import { row } from '../../../src/engine/math/matrix';
import { silentContext } from '../../../src/engine/runContext';
import { type ClusterOptions, defaultOptions } from '../../../src/shared/options';
import { corpusOfWords } from '../../support/sequences';

const encode = (documents: readonly (readonly string[])[], options: Partial<ClusterOptions> = {}, language = 'en') =>
  encodeCorpus(corpusOfWords(documents, language), { ...defaultOptions, ...options }, silentContext);

const words = [
  ['bread', 'oven', 'dough', 'bread'],
  ['oven', 'dough', 'yeast'],
  ['planet', 'orbit', 'star'],
  ['star', 'orbit', 'moon'],
];

describe('encodeCorpus', () => {
  it.each(['auto', 'tfidf', 'word-vectors'] as const)(
    'gives unit rows, alike ones to like documents: %s',
    async (encoder) => {
      const { encoding } = await encode(words, { encoder });
      const cosine = (i: number, j: number): number =>
        row(encoding, i).reduce((sum, value, d) => sum + value * row(encoding, j)[d]!, 0);
      for (let i = 0; i < 4; i++) expect(cosine(i, i)).toBeCloseTo(1, 5);
      expect(cosine(0, 1)).toBeGreaterThan(cosine(0, 2));
      expect(cosine(2, 3)).toBeGreaterThan(cosine(1, 3));
    },
  );

  it('names the views that it fused, and why others were left out, once each', async () => {
    const { reason, views, resolved } = await encode(words);
    expect(views.map(({ name }) => name)).toEqual(['word-vectors', 'tfidf']);
    expect(resolved).toEqual({ encoder: 'word-vectors + tfidf' });
    expect(reason).toContain('word-vectors + tfidf');
    expect(reason.match(/no document is Chinese/g)).toHaveLength(1);
    expect(reason).toContain('too few to learn word vectors from');
  });

  it('fuses the views that are named, at the weights that are named, else at the usual ones', async () => {
    const fused = await encode(words, { encoder: 'tfidf', views: ['tfidf:0.25', 'word-vectors', 'corpus-vectors'] });
    expect(fused.views.map(({ name, weight }) => [name, weight])).toEqual([['word-vectors', 1], ['tfidf', 0.25]]); // prettier-ignore
    expect(fused.resolved).toEqual({ encoder: 'word-vectors + tfidf' });
    const none = await encode(words, { views: ['bigrams'] });
    expect(none.views.map(({ name }) => name)).toEqual(['word-vectors', 'tfidf']);
    expect(none.reason).toMatch(/no document is Chinese/);
  });

  it('leaves pretrained vectors out where they know too little, and refuses them where they are all that was asked for', async () => {
    const unknown = ['qqxz wwyv', 'qqxz zzkk', 'wwyv zzkk', 'aajj bbjj', 'aajj bbjj'].map((text) => text.split(' '));
    const { views, reason } = await encode(unknown, {}, 'de');
    expect(views.map(({ name }) => name)).toEqual(['tfidf']);
    expect(reason).toMatch(/only 0 of 5 documents hold words/);
    await expect(encode(unknown, { encoder: 'word-vectors' }, 'de')).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('gives a zero row a document where there is nothing to say of any', async () => {
    const { encoding, views, resolved } = await encode([[], [], []]);
    expect([views, resolved.encoder, encoding.rows]).toEqual([[], 'none', 3]);
    expect(encoding.values.every((value) => value === 0)).toBe(true);
  });
});
