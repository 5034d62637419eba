import { isoDate } from '../dates';
import { dropSpans, mapLines, tidyParagraphs } from './passages';
import type { Prose } from './prose';

const blockMark =
  /^(?:\/\/|:[\w!-]+:|\[[^\]]*\]\s*$|[=*_]{4,}\s*$|\|===|\+\s*$|'{3,}\s*$|<{3,}\s*$|(?:image|include|video|audio|toc)::)/;

/** Reduces AsciiDoc to prose: no attributes, listings, macros' targets and block marks. */
export function readAsciiDoc(source: string): Prose {
  const body = dropSpans(source, /^(-{4,}|\.{4,}|\/{4,}|\+{4,})[^\S\n]*$/gm, (match) => `\n${match[1]!}`);
  let title: string | undefined;
  const text = mapLines(body, (line) => {
    if (blockMark.test(line)) return '';
    const heading = /^=+\s+(\S.*)$/.exec(line)?.[1] ?? /^\.(?=[^\s.])(.+)$/.exec(line)?.[1];
    if (heading !== undefined) {
      const words = inlineText(heading).trim();
      title ??= words;
      return `\n${words}\n`;
    }
    return inlineText(
      line
        .replace(/^\s*(?:[*-]+|\.+)\s+(?:\[[ x*]\]\s+)?/, '\n')
        .replace(/^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+/, '')
        .replace(/^\|(.*)$/, (_, cells: string) => `\n${cells.replaceAll('|', ' · ').trim()}`),
    );
  });
  return { text: tidyParagraphs(text), title, date: isoDate(/^:(?:revdate|date):(.+)$/m.exec(source)?.[1]) };
}

function inlineText(line: string): string {
  return line
    .replace(
      /(?:(?:link|xref|mailto|footnote|kbd|btn|menu):|https?:\/\/)[^\s[]{0,500}\[([^\],]{0,500})(?:,[^\]]{0,500})?\]/g,
      '$1',
    )
    .replace(/<<[^<>,]+,\s*([^<>]+)>>/g, '$1')
    .replace(/<<[^<>]+>>/g, '')
    .replace(/(\*\*|__|``|\*|`)(?=\S)(.{1,500}?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}_])_(?=\S)(.{1,500}?)(?<=\S)_(?![\p{L}\p{N}_])/gu, '$1');
}
