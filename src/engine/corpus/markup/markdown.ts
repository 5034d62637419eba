import { splitFrontMatter } from './frontMatter';
import { decodeEntities } from './html';
import { dropSpans, mapPieces, tidyParagraphs } from './passages';
import type { Prose } from './prose';

const fence = /^ {0,3}(?:>\s*)*(`{3,}|~{3,})/;
const atxHeading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const setextUnderline = /^ {0,3}(?:=+|-{2,})\s*$/;
const thematicBreak = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const listItem = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX/-]\]\s+)?/;
const tableRule = /^\|?\s*:?-+:?(?:\s*\|\s*:?-+:?)*\s*\|?$/;
const linkDefinition = /^ {0,3}\[(?!\^)[^\]]+\]:\s*\S+/;
const footnote = /^ {0,3}\[\^[^\]]+\]:\s*/;

/**
 * Reduces Markdown (CommonMark with tables, footnotes, wiki links, callouts and MDX) to prose: the words a reader sees,
 * without code blocks, addresses and marks. Headings, list items and table rows become paragraphs of their own.
 */
export function readMarkdown(source: string): Prose {
  const { body, title, label, date, fields } = splitFrontMatter(source.replace(/^\uFEFF/, ''));
  const lines = dropInvisible(body).split('\n');
  const out: string[] = [];
  let firstHeading: string | undefined;
  let openFence: string | undefined;
  let previousIsText = false;

  for (const line of lines) {
    const mark = fence.exec(line)?.[1];
    if (openFence !== undefined) {
      if (mark !== undefined && mark.startsWith(openFence) && line.trim().replace(/^[>\s]*/, '') === mark)
        openFence = undefined;
      continue;
    }
    if (mark !== undefined) {
      openFence = mark;
      out.push('');
      previousIsText = false;
      continue;
    }
    const text = line.replace(/^ {0,3}(?:>\s?)+/, '').replace(/^\[![\w-]+\][+-]?\s*/, ''); // quote marks, callout kind
    const heading = atxHeading.exec(text);
    if (heading !== null) {
      const words = inlineText(heading[2]!).trim();
      if (words !== '') firstHeading ??= words;
      out.push('', words, '');
      previousIsText = false;
    } else if (previousIsText && setextUnderline.test(text)) {
      firstHeading ??= out.at(-1)!.trim();
      out.push('');
      previousIsText = false;
    } else if (thematicBreak.test(text) || tableRule.test(text.trim()) || linkDefinition.test(text)) {
      out.push('');
      previousIsText = false;
    } else {
      const startsBlock = listItem.test(text) || footnote.test(text) || /^\s*\|/.test(text);
      if (startsBlock) out.push('');
      out.push(inlineText(cellsApart(text.replace(listItem, '').replace(footnote, ''))));
      previousIsText = text.trim() !== '' && !startsBlock;
    }
  }
  return { text: tidyParagraphs(out.join('\n')), title: title ?? firstHeading, label, date, fields };
}

/** Comments, scripts, display mathematics and the module lines of MDX: nothing of them is read. */
function dropInvisible(text: string): string {
  let visible = dropSpans(text, /<!--/g, () => '-->');
  visible = dropSpans(visible, /^%%/gm, () => '%%');
  visible = dropSpans(visible, /<(script|style|svg)\b/gi, (match) => `</${match[1]!.toLowerCase()}>`);
  visible = dropSpans(visible, /^\$\$/gm, () => '$$');
  return visible.replace(
    /^(?:import\s[^\n]{1,500}\sfrom\s+['"][^\n'"]{1,500}['"]|export\s+(?:default|const|let|function)\b.*);?$/gm,
    '',
  );
}

/** The cells of a table row, apart from each other. */
function cellsApart(line: string): string {
  return /^\s*\|/.test(line)
    ? line
        .replace(/^\s*\|\s*/, '')
        .replace(/\s*\|\s*$/, '')
        .replace(/\s*\|\s*/g, ' · ')
    : line;
}

/** The words of a line without its inline marks. Escaped marks come back as themselves. */
function inlineText(line: string): string {
  return mapPieces(line, plainPiece);
}

function plainPiece(line: string): string {
  const kept: string[] = []; // code spans and escapes, out of reach of the rules below
  const keep = (text: string): string => `\uE000${kept.push(text) - 1}\uE001`;
  const text = line
    .replace(/(`+)(.{1,500}?)\1(?!`)/g, (_, __, code: string) => keep(code.trim()))
    .replace(/\\([!-/:-@[-`{-~])/g, (_, mark: string) => keep(mark))
    .replace(/!\[\[[^\]]{0,500}\]\]/g, '')
    .replace(/\[\[(?:[^\][|]{0,200}\|)?([^\][|#]{0,200})(?:#[^\]]{0,200})?\]\]/g, '$1')
    .replace(/!\[([^\]]{0,500})\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]{0,500}\])/g, '$1')
    .replace(/\[\^[^\]]+\]/g, '')
    .replace(/\[([^\]]{0,500})\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]{0,500}\])/g, '$1')
    .replace(/<(?:https?|mailto|ftp):[^>\s]*>/gi, '')
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/(\*\*\*|\*\*|\*|~~|==)(?=\S)(.{0,500}?\S)\1/g, '$2')
    .replace(/(\*\*|\*)(?=\S)(.{0,500}?\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}_])(___|__|_)(?=\S)(.{0,500}?\S)\1(?![\p{L}\p{N}_])/gu, '$2');
  return decodeEntities(text).replace(/\uE000(\d+)\uE001/g, (_, index: string) => kept[Number(index)] ?? '');
}
