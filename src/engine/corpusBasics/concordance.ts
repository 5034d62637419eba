import type { Concordance, ConcordanceLine } from '../../shared/corpusBasics';
import { GroveError } from '../../shared/errors';
import { escapeRegExp } from '../../shared/escapeRegExp';
import type { CorpusReader } from '../corpus/document';
import { breather, type RunContext } from '../runContext';

/** Characters looked at on each side for one word of the window. */
const longestWord = 40;
const spaceless = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`;
const unit = new RegExp(`[${spaceless}]|[^\\s${spaceless}]+`, 'gu');

/**
 * Every place where a term stands (keyword in context), in the order of the documents' ids. The term may be several words; `*` in it stands
 * for any letters; upper and lower case are alike. A term of letters is found as a whole word only; in scripts without spaces anywhere.
 *
 * @param window how many words (or characters of scripts without spaces) to show on each side
 * @param most so many places are kept; the others are counted
 */
export async function concordance(
  reader: CorpusReader,
  term: string,
  window: number,
  most: number,
  context: RunContext,
): Promise<Concordance> {
  const pattern = patternOf(term);
  const lines: ConcordanceLine[] = [];
  const breathe = breather(context);
  let total = 0;
  let done = 0;
  for await (const { id, path, row, text } of reader.documents()) {
    let place = 0;
    for (const match of text.matchAll(pattern)) {
      const from = match.index;
      const to = from + match[0].length;
      const left = units(text.slice(Math.max(0, from - window * longestWord), from)).slice(-window);
      const right = units(text.slice(to, to + window * longestWord)).slice(0, window);
      lines.push({
        id,
        path,
        ...(row !== undefined && { row }),
        left: joined(text, left),
        match: match[0].replace(/\s+/gu, ' '),
        right: joined(text, right),
        place: place++,
      });
      total++;
    }
    if (lines.length > 4 * most) keepFirst(lines, most);
    done++;
    if (!breathe.due()) continue;
    context.progress({ stage: 'read', done, unit: 'documents' });
    await breathe();
  }
  keepFirst(lines, most);
  return { lines, total };
}

function keepFirst(lines: ConcordanceLine[], most: number): void {
  lines.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.place - b.place));
  lines.length = Math.min(lines.length, most);
}

/** The regular expression of a term; nothing in it but `*` and spaces has a meaning of its own. */
export function patternOf(term: string): RegExp {
  const words = term.trim().split(/\s+/u).filter((word) => word.replaceAll('*', '') !== ''); // prettier-ignore
  if (words.length === 0) throw new GroveError('usage', 'There is no term to look for. Name a word or a phrase.');
  const escaped = words.map((word) => word.split('*').map(escapeRegExp).join(String.raw`[\p{L}\p{M}\p{N}]*`)); // prettier-ignore
  const letter = String.raw`[\p{L}\p{M}\p{N}]`;
  const edge = new RegExp(`^(?![${spaceless}])${letter}`, 'u');
  const before = edge.test(words[0]!.replaceAll('*', '')) ? `(?<!(?![${spaceless}])${letter})` : '';
  const end = words.at(-1)!.replaceAll('*', '');
  const after = edge.test([...new Intl.Segmenter().segment(end)].at(-1)?.segment ?? '') ? `(?!(?![${spaceless}])${letter})` : ''; // prettier-ignore
  return new RegExp(`${before}${escaped.join(String.raw`\s+`)}${after}`, 'giu');
}

function units(text: string): string[] {
  return text.match(unit) ?? [];
}

function joined(text: string, pieces: readonly string[]): string {
  let line = '';
  let previous = '';
  for (const piece of pieces) {
    const touches = line === '' || text.includes(previous + piece);
    line += touches ? piece : ` ${piece}`;
    previous = piece;
  }
  return line;
}
