import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CorpusReader, SourceDocument } from '../../../src/engine/corpus/document';
import { preprocess } from '../../../src/engine/preprocessing/preprocess';
import {
  boundary,
  type Term,
  type TermSequences,
  type TokenizedCorpus,
} from '../../../src/engine/preprocessing/tokenizedCorpus';
import { tokenizeText } from '../../../src/engine/preprocessing/tokenizeText';
import { silentContext, type RunContext } from '../../../src/engine/runContext';
import type { StageProgress } from '../../../src/shared/progress';

function readerOf(documents: readonly SourceDocument[], expected?: CorpusReader['expected']): CorpusReader {
  return {
    kind: 'folder',
    skipped: [],
    expected,
    async *documents() {
      for (const document of documents) {
        await Promise.resolve();
        yield document;
      }
    },
  };
}

function documentsOf(texts: readonly string[]): SourceDocument[] {
  return texts.map((text, i) => ({
    id: `d${String(i).padStart(3, '0')}`,
    path: `d${i}.txt`,
    title: `Title ${i}`,
    text,
  }));
}

const auto = { language: 'auto', stopWords: [] } as const;
const run = (
  texts: readonly string[],
  options: { language: string; stopWords: readonly string[] } = auto,
): Promise<TokenizedCorpus> => preprocess(readerOf(documentsOf(texts)), options, silentContext);

function termOf({ vocabulary }: TermSequences, text: string): Term {
  const term = vocabulary.find((candidate) => candidate.text === text);
  if (term === undefined) throw new Error(`${text} is not in the vocabulary`);
  return term;
}

function wordsOf({ vocabulary, offsets, terms }: TermSequences, document: number): string[] {
  return Array.from(terms.subarray(offsets[document], offsets[document + 1]), (term) =>
    term === boundary ? '|' : vocabulary[term]!.text,
  );
}

const english = [
  'The President spoke of the economy. Presidents often speak of economies, and the president knew it.',
  'COVID-19 spread through the city; C# and ASP.NET programmers in Washington worked at home with C#.',
  'Runners were running in the park when it was raining, and a runner ran past the running river.',
];
const chinese = [
  '今天北京的天气很好，我们去清华大学学习。',
  '臺灣的經濟發展很快，研究生在大學研究經濟。',
  '基金经理推荐A股市场的新基金。',
];
const german = [
  'Der Zug nach München ist heute nicht gefahren, weil die Strecke nach dem Sturm gesperrt worden ist.',
  'Die Stadt hat eine neue Bibliothek gebaut, und alle Kinder können dort jetzt Bücher lesen und lernen.',
];

describe('preprocess', () => {
  it('gives the terms in the order of the text, with boundaries between clauses only', async () => {
    const { words } = await run(['One thing, two THINGS!! (Three) ... '], auto);
    expect(wordsOf(words, 0)).toEqual(['one', 'thing', '|', 'two', 'things', '|', 'three']);
  });

  it('counts terms and orders them by document frequency, then by code units', async () => {
    const { words } = await run(['beta alpha alpha', 'beta gamma', 'beta delta gamma']);
    expect(
      words.vocabulary.map(({ text, documentFrequency, frequency }) => [text, documentFrequency, frequency]),
    ).toEqual([
      ['beta', 3, 3],
      ['gamma', 2, 2],
      ['alpha', 1, 2],
      ['delta', 1, 1],
    ]);
  });

  it('shows the commonest form; capitals do not win over common lower case', async () => {
    const { words } = await run(english);
    expect(termOf(words, 'president').surface).toBe('president'); // one of two
    expect(termOf(words, 'covid-19').surface).toBe('COVID-19');
    expect(termOf(words, 'c#').surface).toBe('C#');
    expect(termOf(words, 'washington').surface).toBe('Washington');
  });

  it('stems by the language, and marks stop words instead of dropping them', async () => {
    const { words, language } = await run(english);
    expect(language).toBe('en');
    expect(termOf(words, 'running').stem).toBe('run');
    expect(termOf(words, 'economies').stem).toBe(termOf(words, 'economy').stem);
    expect(termOf(words, 'the').isStopWord).toBe(true);
    expect(termOf(words, 'c#').isStopWord).toBe(false);
  });

  it('segments Chinese, shows traditional text as written, and gives bigrams to Chinese documents alone', async () => {
    const { words, bigrams, languages } = await run([...english, ...chinese]);
    expect(languages).toEqual({ en: 3, zh: 3 });
    expect(termOf(words, '经济').surface).toBe('經濟');
    expect(termOf(words, '清华大学').isStopWord).toBe(false);
    expect(termOf(words, '的').isStopWord).toBe(true);
    expect(termOf(words, 'the').isStopWord).toBe(true);
    expect(termOf(bigrams!, '经济').documentFrequency).toBe(1);
    expect(Array.from(bigrams!.offsets.subarray(0, 4))).toEqual([0, 0, 0, 0]);
    expect(bigrams!.terms.includes(boundary)).toBe(false);
  });

  it('gives a word the stop list and the stemmer of the language that it occurs in', async () => {
    const { words, languages } = await run([...english, ...german]);
    expect(languages).toEqual({ de: 2, en: 3 });
    expect(termOf(words, 'die').isStopWord).toBe(true);
    expect(termOf(words, 'bücher').stem).toBe('buch');
    expect(termOf(words, 'runners').stem).toBe('runner');
  });

  it('gives short documents the language of their fellows, and obeys the option', async () => {
    expect((await run([...german, 'Kurz'])).documents[2]!.language).toBe('de');
    expect((await run(['Das Haus und der Garten', 'Die Stadt ist schön', 'Nicht mit mir'])).language).toBe('de');
    expect((await run(['Short one', 'Another'])).language).toBe('en');
    const forced = await run(english, { language: 'fr', stopWords: [] });
    expect(forced.languages).toEqual({ fr: 3 });
    expect(termOf(forced.words, 'of').isStopWord).toBe(false); // it is English, and no longer taken for that
  });

  it('honours the person’s stop words in any case and form', async () => {
    const { words } = await run([...english, ...chinese], { language: 'auto', stopWords: ['ECONOMIES', 'c#', '經濟'] });
    for (const text of ['economy', 'economies', 'c#', '经济']) expect(termOf(words, text).isStopWord, text).toBe(true);
    expect(termOf(words, 'park').isStopWord).toBe(false);
  });

  it('keeps documents without a word', async () => {
    const { documents, words } = await run(['!!! ... 123456789', 'word', '']);
    expect(documents).toHaveLength(3);
    expect(Array.from(words.offsets)).toEqual([0, 0, 1, 1]);
  });

  it('keeps a one-line snippet and what else is known of a document', async () => {
    const text = `First line.\n\n  Second   line. ${'word '.repeat(100)}`;
    const source: SourceDocument = { id: 'a', path: 't.csv', row: 2, title: 'T', text, label: 'x', date: '2024-01-01' };
    const { documents } = await preprocess(readerOf([source]), auto, silentContext);
    expect(documents[0]).toMatchObject({ id: 'a', path: 't.csv', row: 2, title: 'T', label: 'x', date: '2024-01-01' });
    const { snippet } = documents[0]!;
    expect(snippet).toMatch(/^First line\. Second line\. word .*word…$/);
    expect(snippet.length).toBeLessThanOrEqual(240);
  });

  it('does not depend on the order of reading', async () => {
    const mixed = documentsOf([...english, ...chinese, ...german, 'Kurz', 'the The THE', '']);
    const expected = await preprocess(readerOf(mixed), auto, silentContext);
    expect(expected.documents.map(({ id }) => id)).toEqual(mixed.map(({ id }) => id));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(mixed, { minLength: mixed.length }), async (shuffled) => {
        expect(await preprocess(readerOf(shuffled), auto, silentContext)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('tokenises one text as it did the corpus', async () => {
    for (const text of [...english, ...chinese]) {
      const { words } = await run([text]);
      expect(wordsOf(words, 0).filter((word) => word !== '|')).toEqual((await tokenizeText(text, 'auto')).words);
    }
  });

  it('reports documents, of how many where that is known', async () => {
    const reports: StageProgress[] = [];
    const context: RunContext = { ...silentContext, progress: (report) => reports.push(report) };
    await preprocess(readerOf(documentsOf(english), { total: 3, unit: 'files' }), auto, context);
    expect(reports.filter(({ stage }) => stage === 'read').at(-1)).toEqual({
      stage: 'read',
      done: 3,
      total: 3,
      unit: 'documents',
    });
  });

  it('stops soon after it was cancelled', async () => {
    let read = 0;
    let time = 0;
    const context: RunContext = { ...silentContext, now: () => (time += 50), isCancelled: () => read >= 5 };
    const reader: CorpusReader = {
      ...readerOf([]),
      async *documents() {
        for (const document of documentsOf(Array.from({ length: 1000 }, () => 'some words'))) {
          await Promise.resolve();
          read++;
          yield document;
        }
      },
    };
    await expect(preprocess(reader, auto, context)).rejects.toMatchObject({ code: 'cancelled' });
    expect(read).toBeLessThan(10);
  });

  it('refuses an empty corpus and an unknown language', async () => {
    await expect(run([])).rejects.toMatchObject({ code: 'bad-input' });
    await expect(run(['text'], { language: 'klingon', stopWords: [] })).rejects.toMatchObject({ code: 'usage' });
  });
});
