import { isoDate } from '../dates';
import { dropSpans, mapLines, tidyParagraphs } from './passages';
import type { Prose } from './prose';

const headline = /^\*+\s+(?:(?:TODO|DONE)\s+)?(.*?)(?:\s+:[\w@:]+:)?\s*$/;

/** Reduces Org mode to prose: no keywords, drawers, source blocks and planning lines. */
export function readOrg(source: string): Prose {
  const keyword = (name: string): string | undefined =>
    new RegExp(`^#\\+${name}:(.+)$`, 'im').exec(source)?.[1]?.trim();
  let body = dropSpans(
    source,
    /^[^\S\n]*#\+begin_(src|example|comment|export)\b/gim,
    (match) => `#+end_${match[1]!.toLowerCase()}`,
  );
  body = dropSpans(body, /^[^\S\n]*:(?!END:)[\w-]+:[^\S\n]*$/gim, () => ':end:');
  let title = keyword('title');
  const text = mapLines(body, (line) => {
    if (/^\s*(?:#(?:\+|\s|$)|(?:SCHEDULED|DEADLINE|CLOSED):|\|[-+|]+\|?\s*$)/.test(line)) return '';
    const heading = headline.exec(line)?.[1];
    if (heading === undefined) return inlineText(line.replace(/^\s*(?:[-+]|\d+[.)])\s+(?:\[[ X-]\]\s+)?/, '\n'));
    title ??= heading;
    return `\n${inlineText(heading)}\n`;
  });
  return {
    text: tidyParagraphs(text),
    title,
    label: keyword('category'),
    date: isoDate(keyword('date')?.replace(/^[<[](\d{4}-\d{2}-\d{2}).*/, '$1')),
  };
}

function inlineText(line: string): string {
  return line
    .replace(/\[\[[^\]]{0,500}\]\[([^\]]{0,500})\]\]/g, '$1')
    .replace(/\[\[[^\]]{0,500}\]\]/g, '')
    .replace(/(?<=^|[\s('"])([*/_=~+])(?=\S)(.{0,500}?\S)\1(?=$|[\s.,;:!?'")-])/gm, '$2')
    .replace(/^\s*\|(.*)\|\s*$/, (_, cells: string) => `\n${cells.replaceAll('|', ' · ')}`);
}
