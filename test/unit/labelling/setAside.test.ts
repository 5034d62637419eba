import { describe, expect, it } from 'vitest';
import { termsSetAside } from '../../../src/engine/labelling/setAside';
import type { DocumentRecord } from '../../../src/engine/preprocessing/tokenizedCorpus';
import { corpusOfWords } from '../../support/sequences';

/** The words set aside of a corpus; '.' stands for what the tokenizer takes as a clause's end, a colon among others. */
function setAsideOf(documents: readonly string[], snippet: (text: string) => string = (text) => text): string[] {
  const corpus = corpusOfWords(documents.map((text) => text.split(' ')));
  const records = corpus.documents.map((record, i): DocumentRecord => ({ ...record, snippet: snippet(documents[i]!) }));
  const setAside = termsSetAside({ words: corpus.words, documents: records });
  return corpus.words.vocabulary.flatMap(({ text }, t) => (setAside[t] === 1 ? [text] : [])).sort();
}

describe('termsSetAside', () => {
  const mail =
    'from . smith subject . lenses wanted organization . optilink corporation nntp-posting-host . apollo lines . many . lenses bend light';
  const asMail = (text: string): string => text.replaceAll(' .', ':');

  it('sets aside the fields of a header and what stands in headers alone, but keeps the subject', () => {
    const aside = setAsideOf([mail, mail.replace('smith', 'jones')], asMail);
    expect(aside).toEqual(
      expect.arrayContaining(['from', 'subject', 'organization', 'nntp-posting-host', 'lines', 'optilink', 'apollo', 'smith', 'jones']), // prettier-ignore
    );
    for (const kept of ['lenses', 'wanted', 'light', 'bend']) expect(aside).not.toContain(kept);
  });

  it('keeps a word of a header that texts speak of more often', () => {
    const speaking = 'from . smith subject . moon lines . many . apollo landed . apollo returned . apollo is old';
    expect(setAsideOf([mail, speaking, mail], asMail)).not.toContain('apollo');
  });

  it('leaves the same words alone where few documents are mail', () => {
    const other = 'the organization of lines . a subject of posting . to distribution';
    expect(setAsideOf([...Array<string>(9).fill(other), mail], asMail)).toEqual([]);
  });

  it('sets aside remnants of markup and Chinese pronouns with their particle', () => {
    expect(setAsideOf(['href http 他的 目的 stocks', '我们 news'])).toEqual(['href', 'http', '他的', '我们'].sort());
  });
});
