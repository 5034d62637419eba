import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { assetPath } from '../../../src/engine/assets';
import type { CorpusReader, SourceDocument } from '../../../src/engine/corpus/document';
import { seededRandom } from '../../../src/engine/math/random';
import { CorpusTokens } from '../../../src/engine/preprocessing/corpusTokens';
import { preprocess, type PreprocessOptions } from '../../../src/engine/preprocessing/preprocess';
import type { ReadThreads } from '../../../src/engine/preprocessing/readCorpus';
import { BatchReceiver, BatchTokenizer } from '../../../src/engine/preprocessing/tokenBatch';
import type { TokenizedCorpus } from '../../../src/engine/preprocessing/tokenizedCorpus';
import { type RunContext, silentContext } from '../../../src/engine/runContext';

const sentences = [
  'The President spoke of the economy; presidents often speak of economies. Write to jane.doe@example.org!',
  'COVID-19 spread through the city, and C# programmers in Washington worked at home.',
  '臺灣的經濟發展很快，研究生在大學研究經濟。基金经理推荐A股市场的新基金。',
  'Der Zug nach München ist heute nicht gefahren, weil die Strecke nach dem Sturm gesperrt worden ist.',
  '. . . See http://example.org/a?b=c',
];

/** Documents of a few sentences each, with words that are in few of them. */
function documentsOf(count: number): SourceDocument[] {
  const random = seededRandom(3);
  return Array.from({ length: count }, (_, i) => {
    const drawn = Array.from({ length: 4 }, () => sentences[Math.floor(random() * sentences.length)]!);
    const rare = `word${String.fromCharCode(97 + Math.floor(random() * 26), 97 + Math.floor(random() * 26))}`;
    return { id: `d${i}`, path: `d${i}.txt`, title: `T${i}`, text: `${drawn.join(' ')} ${rare}` };
  });
}

const documents = documentsOf(1300);
const reader: CorpusReader = {
  ...{ kind: 'folder', skipped: [], expected: undefined },
  async *documents() {
    for (const document of documents) {
      await Promise.resolve();
      yield document;
    }
  },
};
const options: PreprocessOptions = {
  language: 'auto',
  stopWords: [],
  keepsTexts: true,
  keepsMailAddresses: true,
  boilerplate: 'set-aside',
};
const read = (division: ReadThreads, context = silentContext): Promise<TokenizedCorpus> =>
  preprocess(reader, options, context, division);

/** A thread that dies once it has work. */
const dying = (): Worker =>
  new Worker(`require('node:worker_threads').parentPort.on('message', () => process.exit(7));`, { eval: true });

describe('texts taken apart on several threads', () => {
  it.each([1, 3])('are the same on %i beside this one', async (threads) => {
    const alone = await read({ threads: 0 });
    expect(await read({ threads, charactersFirst: 0 })).toEqual(alone);
    expect(await read({ threads, charactersFirst: 50_000 })).toEqual(alone);
  });

  it.each(['one', 'all'])('are the same where %s of them die, and it is logged', async (which) => {
    const logged: string[] = [];
    const context: RunContext = { ...silentContext, log: (line) => logged.push(line) };
    let made = 0;
    const spawn = (): Worker =>
      ++made === 1 || which === 'all' ? dying() : new Worker(assetPath('dist/tokenWorker.js'));
    const found = await read({ threads: 2, charactersFirst: 0, spawn }, context);
    expect(found).toEqual(await read({ threads: 0 }));
    const deaths = 'A thread died (it ended with code 7); its texts are taken apart again.';
    expect(logged).toEqual(Array.from({ length: which === 'all' ? 2 : 1 }, () => deaths));
  });

  it('are the same where no thread can be made', async () => {
    const refuse = (): Worker => {
      throw new Error('no more threads');
    };
    const found = await read({ threads: 2, charactersFirst: 0, spawn: refuse });
    expect(found).toEqual(await read({ threads: 0 }));
  });

  it('are no longer waited for once the run was cancelled', async () => {
    const silent = (): Worker => new Worker(`require('node:worker_threads').parentPort.on('message', () => {})`, { eval: true }); // prettier-ignore
    let asked = 0;
    const context: RunContext = { ...silentContext, isCancelled: () => ++asked > 3 };
    const found = read({ threads: 1, charactersFirst: 0, spawn: silent }, context);
    await expect(found).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('batches', () => {
  it.each([
    ['a sender that begins its vocabulary anew', 40, 1_000_000],
    ['a receiver that forgets rare forms', 1_000_000, 120],
  ])('leave what one thread would, with %s', async (_, maxWritten, maxForms) => {
    const tokenOptions = { language: 'auto', keepsMailAddresses: true };
    const alone = new CorpusTokens(tokenOptions, maxForms);
    for (const { text } of documents) await alone.add(text);
    const received = new CorpusTokens(tokenOptions, maxForms);
    const senders = [new BatchTokenizer(maxWritten), new BatchTokenizer(maxWritten)];
    const receivers = [new BatchReceiver(), new BatchReceiver()];
    let fresh = 0;
    for (let from = 0, turn = 0; from < documents.length; from += 50, turn = 1 - turn) {
      const texts = documents.slice(from, from + 50).map(({ text }) => text);
      const batch = await senders[turn]!.tokenize({ texts, options: tokenOptions, keepsTexts: false });
      if (batch.isFresh) fresh++;
      receivers[turn]!.receive(batch, received);
    }
    expect(fresh > 2).toBe(maxWritten < 1000);
    expect(received.words.builder.forgettings > 0).toBe(maxForms < 1000);
    for (const kind of ['words', 'bigrams'] as const) {
      expect(received[kind].forms.view()).toEqual(alone[kind].forms.view());
      expect(received[kind].offsets.view()).toEqual(alone[kind].offsets.view());
      expect(received[kind].builder.texts).toEqual(alone[kind].builder.texts);
      expect(received[kind].builder.surfaces).toEqual(alone[kind].builder.surfaces);
    }
  });
});
