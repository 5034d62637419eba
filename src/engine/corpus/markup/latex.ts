import { accented, namedLetters } from './latexAccents';
import { tidyParagraphs } from './passages';
import type { Prose } from './prose';

/** Commands whose arguments are keys, lengths or file names, not words. */
const silent = new Set(
  (
    'cite citep citet citeauthor citeyear autocite parencite textcite footcite nocite ref eqref pageref autoref cref label ' +
    'includegraphics input include usepackage documentclass bibliography bibliographystyle addbibresource vspace hspace vskip ' +
    'hskip setlength addtolength setcounter addtocounter newcommand renewcommand providecommand newenvironment newtheorem def ' +
    'pagestyle thispagestyle graphicspath url path color definecolor hypersetup geometry index glossary gls rule phantom ' +
    'hphantom vphantom pagenumbering fontsize selectfont linespread tag email orcid affil thanks'
  ).split(' '),
);

/** Commands of which only the last argument is words. */
const lastArgument = new Set(
  'href textcolor colorbox fcolorbox parbox multicolumn multirow resizebox scalebox raisebox foreignlanguage'.split(
    ' ',
  ),
);

const sections = new Set(
  'part chapter section subsection subsubsection paragraph subparagraph caption title'.split(' '),
);

/** Environments that hold mathematics, code, pictures or references. */
const droppedEnvironments = new Set(
  (
    'equation align gather multline eqnarray math displaymath flalign alignat array matrix pmatrix bmatrix cases split ' +
    'verbatim lstlisting minted tikzpicture picture pgfpicture thebibliography comment filecontents algorithm algorithmic Verbatim alltt'
  ).split(' '),
);

/** Reduces LaTeX to prose: the body without comments, mathematics and commands, with the words of their arguments. */
export function readLatex(source: string): Prose {
  const text = source.replace(/(?<!\\)((?:\\\\)*)%.*(?:\n[^\S\n]*)?/g, '$1');
  const title = titleOf(text);
  const begin = text.indexOf('\\begin{document}');
  const end = text.indexOf('\\end{document}');
  const body = begin < 0 ? text : text.slice(begin + '\\begin{document}'.length, end > begin ? end : undefined);
  const heading = /\\(?:chapter|section)\*?\s*\{([^{}]*)\}/.exec(body)?.[1];
  return {
    text: tidyParagraphs(reduce(body)),
    title: title ?? (heading === undefined ? undefined : oneLine(reduce(heading))),
  };
}

function titleOf(text: string): string | undefined {
  const start = /\\title\s*(?:\[[^\]]*\])?\s*\{/.exec(text);
  if (start === null) return undefined;
  const open = start.index + start[0].length - 1;
  return oneLine(reduce(text.slice(open + 1, closingBrace(text, open))));
}

function oneLine(text: string): string | undefined {
  return text.replace(/\s+/g, ' ').trim() || undefined;
}

/** One pass over the text; words inside braces stay where they are, so that no recursion is needed. */
function reduce(text: string): string {
  const out: string[] = [];
  for (let i = 0; i < text.length;) {
    const next = nextSpecial(text, i);
    if (next > i) out.push(text.slice(i, next));
    if (next >= text.length) break;
    const mark = text[next]!;
    if (mark === '\\') i = command(text, next, out);
    else if (mark === '$') i = afterMath(text, next);
    else {
      if (mark === '~') out.push(' ');
      else if (mark === '&') out.push(' · ');
      i = next + 1; // a brace leaves nothing
    }
  }
  return out.join('').replace(/---/g, '—').replace(/--/g, '–').replace(/``|''/g, '"').replace(/`/g, '‘');
}

function nextSpecial(text: string, from: number): number {
  let i = from;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === 92 || code === 123 || code === 125 || code === 36 || code === 126 || code === 38) break; // \ { } $ ~ &
    i++;
  }
  return i;
}

/** Handles the command at `start`; returns where reading goes on. */
function command(text: string, start: number, out: string[]): number {
  const name = /[a-zA-Z]+\*?|[\s\S]/y;
  name.lastIndex = start + 1;
  const found = name.exec(text)?.[0] ?? '';
  const after = start + 1 + found.length;
  const word = found.replace(/\*$/, '');

  if (word === '\\') {
    out.push('\n');
    return /\s*\[[^\]\n]*\]/y.test(text.slice(after, after + 20)) ? text.indexOf(']', after) + 1 : after;
  }
  if (word === '(' || word === '[') return afterText(text, word === '(' ? '\\)' : '\\]', after);
  const accent = accented(text, word, after);
  if (accent !== undefined) {
    out.push(accent.letter);
    return accent.end;
  }
  const letter = namedLetters.get(word);
  if (letter !== undefined) {
    out.push(letter);
    return skip(/\s*(?:\{\})?/y, text, after);
  }
  if (!/^[a-zA-Z]/.test(word)) {
    out.push(' ,;:!/'.includes(word) ? ' ' : '-'.includes(word) ? '' : word); // spaces, hyphenation, '\%'
    return after;
  }
  if (word === 'begin') return beginEnvironment(text, after, out);
  if (word === 'end') {
    out.push('\n\n');
    return skipArguments(text, after, 1);
  }
  if (word === 'verb') {
    const close = text.indexOf(text[after] ?? '', after + 1);
    if (close < 0) return after;
    out.push(text.slice(after + 1, close));
    return close + 1;
  }
  if (silent.has(word)) return skipArguments(text, after, Infinity);
  if (word === 'item' || word === 'par') out.push('\n\n');
  if (sections.has(word)) return headingCommand(text, after, out);
  if (lastArgument.has(word)) return beforeLastArgument(text, after);
  if (word === 'footnote') out.push(' ');
  // Any other command: its options are left out, its arguments are read on as text. A space that only ends its name goes.
  const options = skip(/(?:\s*\[[^\]\n]*\])?/y, text, after);
  return text[options] === '{' ? options : skip(/[^\S\n]*/y, text, options);
}

function headingCommand(text: string, after: number, out: string[]): number {
  const open = skip(/\s*(?:\[[^\]]*\])?\s*/y, text, after);
  if (text[open] !== '{') return after;
  const close = closingBrace(text, open);
  out.push('\n\n', reduceFlat(text.slice(open + 1, close)), '\n\n');
  return close + 1;
}

/** A heading holds no heading, so this goes one level deep at most; deeper ones lose their marks only. */
function reduceFlat(heading: string): string {
  return reduce(heading.replace(/\\(?:part|chapter|(?:sub)*section|(?:sub)?paragraph|caption|title)\b\*?/g, ''));
}

function beginEnvironment(text: string, after: number, out: string[]): number {
  const open = skip(/\s*/y, text, after);
  if (text[open] !== '{') return after;
  const close = closingBrace(text, open);
  const name = text.slice(open + 1, close);
  out.push('\n\n');
  if (droppedEnvironments.has(name.replace(/\*$/, ''))) return afterText(text, `\\end{${name}}`, close + 1);
  // Options and column layouts: '[htbp]', '{lcr}', '{0.5\textwidth}'.
  const takesArguments = /^(?:tabular|tabularx|longtable|minipage|multicols|wrapfigure|adjustbox|spacing)/.test(name);
  return skipArguments(text, close + 1, takesArguments ? Infinity : 0);
}

/** Where the argument begins that is read as words: the last of those that follow. */
function beforeLastArgument(text: string, after: number): number {
  let last = after;
  for (let i = skip(/\s*(?:\[[^\]]*\])?\s*/y, text, after); text[i] === '{';) {
    last = i;
    i = closingBrace(text, i) + 1;
  }
  return last;
}

/** Past '[…]' and at most `count` '{…}'. */
function skipArguments(text: string, from: number, count: number): number {
  let i = from;
  let left = count;
  for (;;) {
    const next = skip(/\*?[^\S\n]*/y, text, i);
    if (text[next] === '[') {
      const close = text.indexOf(']', next);
      if (close < 0) return i;
      i = close + 1;
    } else if (text[next] === '{' && left > 0) {
      i = closingBrace(text, next) + 1;
      left--;
    } else return i;
  }
}

/** No argument is longer: a brace without its partner must not send each command to the end of the text. */
const maxArgument = 4000;

/** The index of the brace that closes the one at `open`; where there is none near, `open` itself. */
function closingBrace(text: string, open: number): number {
  const limit = Math.min(text.length, open + maxArgument);
  let depth = 0;
  for (let i = open; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return i;
  }
  return open;
}

function afterMath(text: string, start: number): number {
  const fence = text.startsWith('$$', start) ? '$$' : '$';
  let i = start + fence.length;
  for (; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text.startsWith(fence, i)) return i + fence.length;
    else if (text[i] === '\n' && text[i + 1] === '\n') return start + fence.length; // a lone dollar sign
  }
  return start + fence.length;
}

function afterText(text: string, wanted: string, from: number): number {
  const index = text.indexOf(wanted, from);
  return index < 0 ? text.length : index + wanted.length;
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}
