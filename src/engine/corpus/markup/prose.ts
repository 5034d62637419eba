import { readAsciiDoc } from './asciiDoc';
import { readHtml } from './html';
import { readLatex } from './latex';
import { readMarkdown } from './markdown';
import { readOrg } from './org';
import { readRestructuredText } from './restructuredText';

/** A document without its markup. */
export interface Prose {
  /** Paragraphs separated by blank lines; lines are not glued. */
  readonly text: string;
  /** The document's own title: front matter, title command, or its first heading. */
  readonly title?: string | undefined;
  readonly label?: string | undefined;
  readonly date?: string | undefined;
  /** Front matter by name. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

export type MarkupKind = 'plain' | 'markdown' | 'html' | 'restructuredText' | 'latex' | 'org' | 'asciiDoc';

const readers: Readonly<Record<MarkupKind, (text: string) => Prose>> = {
  plain: (text) => ({ text }),
  markdown: readMarkdown,
  html: readHtml,
  restructuredText: readRestructuredText,
  latex: readLatex,
  org: readOrg,
  asciiDoc: readAsciiDoc,
};

/** Reduces markup to prose. `text` is the decoded file; its line ends may be of any kind. */
export function readProse(kind: MarkupKind, text: string): Prose {
  const prose = readers[kind](text.replace(/\r\n?/g, '\n'));
  return { ...prose, text: prose.text.trim() };
}
