import { Parser } from 'htmlparser2';
import { isoDate } from '../dates';
import { tidyParagraphs } from './passages';
import type { Prose } from './prose';

/** Elements whose content no reader reads as text. */
const dropped = new Set(
  'script style template noscript nav svg math canvas iframe object audio video button select form dialog'.split(' '),
);

/** Elements that begin and end a paragraph. */
const blocks = new Set(
  (
    'address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 ' +
    'header hr html li main ol p pre section summary table tbody tfoot thead tr ul caption head title'
  ).split(' '),
);

/**
 * Reduces an HTML page to its prose: no scripts, styles and navigation; block elements become paragraphs. Reads the page
 * as a stream of tags, so that tags that nobody closes cost nothing.
 */
export function readHtml(source: string): Prose {
  const reader = new HtmlReader();
  const parser = new Parser(reader, { decodeEntities: true });
  parser.write(source);
  parser.end();
  return {
    text: tidyParagraphs(reader.text),
    title: oneLine(reader.title) ?? oneLine(reader.heading),
    date: isoDate(reader.date),
  };
}

/** The character encoding that a page names in its head, looked for in its first kilobyte. */
export function charsetOfHtml(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString('latin1');
  return /<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)/i.exec(head)?.[1];
}

/** Replaces character references ('&amp;', '&#233;') by their characters. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const out: string[] = [];
  const parser = new Parser({ ontext: (piece) => out.push(piece) }, { decodeEntities: true, xmlMode: false });
  parser.write(text.replaceAll('<', '&lt;'));
  parser.end();
  return out.join('');
}

function oneLine(text: string): string | undefined {
  return text.replace(/\s+/g, ' ').trim() || undefined;
}

/** Receives the tags and texts of a page in their order. */
class HtmlReader {
  title = '';
  heading = '';
  date: string | undefined;
  private readonly out: string[] = [];
  private endsInSpace = true;
  /** The element that is left out, and how many of its name are open. */
  private droppedName = '';
  private droppedDepth = 0;
  private preformatted = 0;
  private inTitle = false;
  private heading1: 'before' | 'inside' | 'after' = 'before';

  get text(): string {
    return this.out.join('').replaceAll(/(?: · )+(?=\n|$)/g, '');
  }

  onopentag(name: string, attributes: Readonly<{ [name: string]: string }>): void {
    if (this.droppedDepth > 0) {
      if (name === this.droppedName) this.droppedDepth++;
      return;
    }
    if (dropped.has(name)) {
      this.droppedName = name;
      this.droppedDepth = 1;
    } else if (name === 'meta') {
      const isDate = attributes['property'] === 'article:published_time' || attributes['name'] === 'date';
      if (isDate) this.date ??= attributes['content'];
    } else if (name === 'br') {
      this.add('\n');
    } else if (blocks.has(name)) {
      this.add('\n\n');
      if (name === 'pre') this.preformatted++;
      if (name === 'title') this.inTitle = true;
      if (name === 'h1' && this.heading1 === 'before') this.heading1 = 'inside';
    }
  }

  onclosetag(name: string): void {
    if (this.droppedDepth > 0) {
      if (name === this.droppedName) this.droppedDepth--;
      return;
    }
    if (blocks.has(name)) {
      this.add('\n\n');
      if (name === 'pre' && this.preformatted > 0) this.preformatted--;
      if (name === 'title') this.inTitle = false;
      if (name === 'h1' && this.heading1 === 'inside') this.heading1 = 'after';
    } else if (name === 'td' || name === 'th') {
      this.add(' · ');
    }
  }

  ontext(piece: string): void {
    if (this.droppedDepth > 0) return;
    if (this.inTitle) {
      this.title += piece;
      return;
    }
    if (this.heading1 === 'inside') this.heading += piece;
    if (this.preformatted > 0) {
      this.add(piece);
      return;
    }
    // White space as a browser shows it: single, and none at the beginning of a line.
    const single = piece.replace(/[\t\n\f\r ]+/g, ' ');
    this.add(this.endsInSpace && single.startsWith(' ') ? single.slice(1) : single);
  }

  private add(text: string): void {
    if (text === '') return;
    this.out.push(text);
    this.endsInSpace = /[\s]$/.test(text);
  }
}
