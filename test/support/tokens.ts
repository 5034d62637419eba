import type { CorpusReader, SourceDocument } from '../../src/engine/corpus/document';
import { preprocess } from '../../src/engine/preprocessing/preprocess';
import type { TokenizedCorpus } from '../../src/engine/preprocessing/tokenizedCorpus';
import { silentContext } from '../../src/engine/runContext';

/** A reader of texts by id. */
export function readerOf(texts: Readonly<Record<string, string>>): CorpusReader {
  const documents = Object.entries(texts).map(([id, text]): SourceDocument => ({ id, path: id, title: id, text }));
  return {
    kind: 'folder',
    skipped: [],
    expected: undefined,
    async *documents() {
      await Promise.resolve();
      yield* documents;
    },
  };
}

export function tokensOf(texts: Readonly<Record<string, string>>, language = 'auto'): Promise<TokenizedCorpus> {
  return preprocess(readerOf(texts), { language, stopWords: [] }, silentContext);
}
