import { describe, expect, it } from 'vitest';
import { preprocess, type PreprocessOptions } from '../../../src/engine/preprocessing/preprocess';
import { inSavedVocabulary, savedReading, vocabularyParts } from '../../../src/engine/preprocessing/savedVocabulary';
import type { TokenizedCorpus } from '../../../src/engine/preprocessing/tokenizedCorpus';
import { silentContext } from '../../../src/engine/runContext';
import { modelVersion } from '../../../src/engine/storage/model';
import { readerOf } from '../../support/tokens';
import { seededRandom } from '../../../src/engine/math/random';

const random = seededRandom(7);
const syllables = ['ba', 'ke', 'li', 'mo', 'nu', 'ra', 'se', 'ti', 'vo', 'zu'];
const word = (): string => Array.from({ length: 3 }, () => syllables[Math.floor(random() * 10)]).join('');
const prose = (words: number): string => Array.from({ length: words }, word).join(' ');
const disclaimer =
  'This message and its attachments are confidential; if you received it in error, please delete it and tell the sender at once.';
const nav = 'Home | News | Weather | Contact | About | Imprint | Sitemap | Search | Login';

function corpusOf(
  texts: readonly string[],
  choice: PreprocessOptions['boilerplate'] = 'set-aside',
  language = 'en',
): Promise<TokenizedCorpus> {
  const reader = readerOf(Object.fromEntries(texts.map((text, i) => [`d${String(i).padStart(3, '0')}`, text])));
  return preprocess(reader, { language, stopWords: [], boilerplate: choice }, silentContext);
}

const texts = Array.from(
  { length: 30 },
  (_, i) => `${i % 2 ? nav : ''}\n\n${prose(60)}.\n\n${i < 20 ? disclaimer : ''}`,
);
const has = ({ words }: TokenizedCorpus, text: string): boolean => words.vocabulary.some((term) => term.text === text);

describe('boilerplate', () => {
  it('is set aside and told: the passages and in how many documents', async () => {
    const corpus = await corpusOf(texts);
    expect(corpus.boilerplate?.passages).toEqual([
      { text: 'this message and its attachments are confidential if you received it in error please delete it and tell the sender at once', documents: 20 }, // prettier-ignore
      { text: 'home news weather contact about imprint sitemap search login', documents: 15 },
    ]);
    expect(has(corpus, 'confidential')).toBe(false);
    expect(has(corpus, 'sitemap')).toBe(false);
    expect(has(await corpusOf(texts, 'keep'), 'sitemap')).toBe(true);
  });

  it('is the same whatever the order of reading', async () => {
    const [one, other] = [await corpusOf(texts), await corpusOf([...texts].reverse())];
    expect(other.boilerplate?.passages).toEqual(one.boilerplate?.passages);
    expect([...other.boilerplate!.words].sort()).toEqual([...one.boilerplate!.words].sort());
  });

  it('leaves the document its own words, with a boundary in between', async () => {
    const { words } = await corpusOf(texts);
    const kept = (await corpusOf(texts.map((text) => text.replace(disclaimer, '').replace(nav, '')))).words;
    expect(words.vocabulary.map(({ text, frequency }) => [text, frequency])).toEqual(kept.vocabulary.map(({ text, frequency }) => [text, frequency])); // prettier-ignore
    expect([...words.terms]).toEqual([...kept.terms]);
  });

  it('is not what few documents share, nor what short ones do, nor whole copies', async () => {
    const few = await corpusOf([...texts.slice(0, 9), ...Array.from({ length: 20 }, () => prose(60))]);
    expect(few.boilerplate).toBeUndefined();
    const short = await corpusOf(Array.from({ length: 20 }, () => `${prose(10)}. ${disclaimer}`));
    expect(short.boilerplate).toBeUndefined();
    const copied = prose(80);
    const copies = await corpusOf([...Array.from({ length: 10 }, () => copied), ...Array.from({ length: 10 }, () => prose(60))]); // prettier-ignore
    expect(copies.boilerplate).toBeUndefined();
    expect(copies.words.offsets[10]).toBe(800);
  });

  it('is known again in new documents', async () => {
    const first = await corpusOf(texts);
    const reading = { language: 'en', stopWords: [] };
    const model = { version: modelVersion, parts: vocabularyParts(first, reading) } as const;
    const { boilerplate } = savedReading(model);
    const later = inSavedVocabulary(await corpusOf([`${prose(50)}. ${disclaimer}`], boilerplate), model);
    expect(later.words.terms).toHaveLength(50);
  });

  it('is found in Chinese, in words and in bigrams', async () => {
    const han = (): string => String.fromCharCode(0x4e00 + Math.floor(random() * 3000));
    const notice = '本网站所有内容未经书面授权不得以任何形式转载复制或者建立镜像违者必究';
    const own = Array.from({ length: 12 }, () => `${Array.from({ length: 120 }, han).join('')}。${notice}`);
    const { boilerplate, bigrams } = await corpusOf(own, 'set-aside', 'zh');
    expect(boilerplate?.passages[0]?.documents).toBe(12);
    expect(bigrams?.vocabulary.some(({ text }) => text === '镜像')).toBe(false);
  });
});
