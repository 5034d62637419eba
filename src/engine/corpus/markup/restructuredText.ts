import { mapPieces, tidyParagraphs } from './passages';
import type { Prose } from './prose';

const adornment = /^([!-/:-@[-`{-~])\1{2,}\s*$/;
const directive = /^(\s*)\.\.\s+(?:\|[^|]+\|\s+)?([\w:-]+)::\s*(.*)$/;
const explicitMarkup = /^(\s*)\.\.(?:\s|$)/;
const footnoteTarget = /^\s*\.\.\s+\[[^\]]+\]\s+(.*)$/;
const field = /^:(?!\w+:`)[^:\n]+:(?:\s+(.*))?$/;
const listItem = /^\s*(?:[-*+•]|(?:\d+|#|[a-zA-Z])[.)]|\((?:\d+|#|[a-zA-Z])\))\s+/;

/** Directives whose body is prose. All others hold code, data or settings. */
const proseDirectives = new Set(
  (
    'note warning tip hint important caution danger error attention seealso admonition topic sidebar epigraph highlights ' +
    'pull-quote compound container rubric centered versionadded versionchanged deprecated glossary'
  ).split(' '),
);

/** Reduces reStructuredText to prose: no directives, comments, targets and adornments; the text of roles and links. */
export function readRestructuredText(source: string): Prose {
  const lines = source.replace(/\t/g, '        ').split('\n');
  const out: string[] = [];
  let title: string | undefined;
  /** Lines indented deeper than this belong to a block that is left out. */
  let droppedIndent: number | undefined;
  let inOptions = false;

  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const indent = line.length - line.trimStart().length;
    if (droppedIndent !== undefined) {
      if (line.trim() === '' || indent > droppedIndent) continue;
      droppedIndent = undefined;
      out.push('');
    }
    if (inOptions && field.test(line.trim())) continue; // ':class: x' below '.. note::'
    inOptions = false;

    const named = directive.exec(line);
    if (named !== null) {
      const words = named[3]!;
      if (proseDirectives.has(named[2]!)) {
        out.push('', inlineText(words), '');
        inOptions = true;
      } else {
        if (named[2] === 'title') title ??= words.trim();
        droppedIndent = indent;
        out.push('');
      }
      continue;
    }
    const target = footnoteTarget.exec(line);
    if (target !== null) {
      out.push('', inlineText(target[1]!));
      continue;
    }
    if (explicitMarkup.test(line)) {
      droppedIndent = indent;
      out.push('');
      continue;
    }
    if (adornment.test(line) && indent === 0) {
      const above = lines[i - 1]?.trim() ?? '';
      const heading = above !== '' && !adornment.test(above) ? out.at(-1)!.trim() : '';
      if (heading !== '') title ??= heading;
      out.push('');
      continue;
    }
    if (/^\s*[+|][-=+|\s]*[+|]\s*$/.test(line) || /^\s*={2,}(?:\s+={2,})+\s*$/.test(line)) {
      out.push('');
      continue;
    }
    if (indent === 0 && field.test(line)) {
      out.push('');
      continue;
    }
    let text = line
      .replace(/^\s*\|\s(.*?)\s*\|\s*$/, (_, cells: string) => cells.replaceAll('|', ' · '))
      .replace(/^\s*\|\s/, '');
    if (/::\s*$/.test(text)) {
      text = text.replace(/\s*::\s*$/, /\S::\s*$/.test(text) ? ':' : '');
      droppedIndent = indent;
    }
    if (listItem.test(text)) out.push('');
    out.push(inlineText(text.replace(listItem, '')).trim());
  }
  return { text: tidyParagraphs(out.join('\n')), title };
}

/** The words of a line without roles, link targets and emphasis. */
function inlineText(line: string): string {
  return mapPieces(line, plainPiece);
}

function plainPiece(line: string): string {
  return line
    .replace(/``(.{1,500}?)``/g, '$1')
    .replace(/:[\w:+.-]+:`([^`<]{0,500}?)\s*<[^`>]*>`/g, '$1')
    .replace(/:[\w:+.-]+:`[!~]?([^`]*)`/g, '$1')
    .replace(/`([^`<]{0,500}?)\s*<[^`>]*>`__?/g, '$1')
    .replace(/`([^`]{1,500})`(?:__?)?/g, '$1')
    .replace(/\[[\w#*.-]+\]_/g, '')
    .replace(/\|([^|\s][^|]*)\|(?:__?)?/g, '$1')
    .replace(/\b([\p{L}\p{N}-]+)__?(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/(\*\*|\*)(?=\S)(.{1,500}?)(?<=\S)\1/g, '$2')
    .replace(/\\(\S)/g, '$1')
    .replace(/\\ /g, '');
}
