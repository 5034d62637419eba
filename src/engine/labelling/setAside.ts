import { boundary, type Term, type TermSequences, type TokenizedCorpus } from '../preprocessing/tokenizedCorpus';

/** Left of addresses and markup by copying; a text about them names them by better words. */
const remnants: ReadonlySet<string> = new Set('http https www href nbsp quot mailto'.split(' '));
/** A pronoun, alone or with its particle. */
const chinesePronoun = /^(?:[我你您他她它咱]们?|自己|大家|人们)的?$/u;

/** Fields of mail and news articles (RFC 5322, RFC 5536), as the tokenizer has them. */
const mailFields: ReadonlySet<string> = new Set(
  (
    'from subject organization organisation lines nntp-posting-host nntp posting host distribution reply-to reply to cc ' +
    'keywords summary article-id article-i.d message-id references newsgroups path sender originator followup-to followup ' +
    'x-newsreader newsreader date xref approved expires in-reply-to return-path received mime-version content-type ' +
    'content-transfer-encoding x-mailer x-sender x-posted-from disclaimer posted-by'
  ).split(' '),
);
/** Fields whose value is prose. */
const proseFields: ReadonlySet<string> = new Set(['subject', 'summary', 'keywords']);
/** Words of the line that comes before a quotation: 'In article <…> somebody writes:'. */
const quotingWords: ReadonlySet<string> = new Set(['article', 'write', 'writes', 'wrote', 'edu', 'com']);

const beginsWithField =
  /^(?:from|subject|path|newsgroups|received|return-path|message-id|date|to|organization|xref):\s/i;
/** Beyond this share of documents a corpus is one of mail. */
const leastMailShare = 0.2;

/**
 * The terms of a corpus that no cluster is named by, beside stop words: remnants of markup, and where the documents are
 * mail or news articles the names of their header's fields and what stands in headers more often than below them (hosts,
 * organisations, senders).
 *
 * @returns 1 for each term set aside [terms]
 */
export function termsSetAside({ words, documents }: Pick<TokenizedCorpus, 'words' | 'documents'>): Uint8Array {
  const { vocabulary } = words;
  const setAside = Uint8Array.from(vocabulary, ({ text }) => (remnants.has(text) || chinesePronoun.test(text) ? 1 : 0));
  const isMail = Uint8Array.from(documents, ({ snippet }) => (beginsWithField.test(snippet) ? 1 : 0));
  const mails = isMail.reduce((sum, one) => sum + one, 0);
  if (mails === 0 || mails < leastMailShare * documents.length) return setAside;
  const below = countsBelowHeaders(words, isMail);
  vocabulary.forEach((term, t) => {
    if (isMailWord(term) || below[t]! < term.frequency / 2) setAside[t] = 1;
  });
  return setAside;
}

function isMailWord({ text, stem }: Term): boolean {
  return mailFields.has(text) || quotingWords.has(text) || quotingWords.has(stem);
}

/** How often each term stands elsewhere than in a header's fields; prose fields count as elsewhere. */
function countsBelowHeaders({ vocabulary, offsets, terms }: TermSequences, isMail: Uint8Array): Uint32Array {
  const below = new Uint32Array(vocabulary.length);
  const isField = Uint8Array.from(vocabulary, ({ text }) => (mailFields.has(text) ? 1 : 0));
  const isProse = Uint8Array.from(vocabulary, ({ text }) => (proseFields.has(text) ? 1 : 0));
  for (let i = 0; i + 1 < offsets.length; i++) {
    const from = offsets[i]!;
    const to = offsets[i + 1]!;
    const end = isMail[i] === 1 ? headerEnd(terms, isField, from, to) : from;
    let inProse = true;
    for (let p = from; p < to; p++) {
      const term = terms[p]!;
      if (term === boundary) continue;
      // A field's name is what stands before its colon, which is a boundary.
      if (p < end && isField[term] === 1 && terms[p + 1] === boundary) inProse = isProse[term] === 1;
      else if (p >= end || inProse) below[term] = below[term]! + 1;
    }
  }
  return below;
}

/** A field is found again within so many clauses: addresses and names of organisations are several. */
const clausesBetweenFields = 8;
const mostHeaderClauses = 80;

/** Where the header ends: with the clause after the last one that ends in a field's name. */
function headerEnd(terms: Int32Array, isField: Uint8Array, from: number, to: number): number {
  let end = from;
  let sinceField = 0;
  let isLastField = false;
  for (let p = from, clauses = 0; p < to && clauses < mostHeaderClauses; p++) {
    if (terms[p] !== boundary) continue;
    clauses++;
    if (isLastField) end = p;
    isLastField = p > from && isField[terms[p - 1]!] === 1;
    sinceField = isLastField ? 0 : sinceField + 1;
    if (sinceField > clausesBetweenFields) break;
  }
  return end;
}
