import { createHash } from 'node:crypto';
import type { PageData } from '../../shared/viewProtocol';

/** The bundled page: the text of its one script and its one style sheet. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  /** The page's translations: by language, then by English text. The page shows its reader's language. */
  readonly translations: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Ids that the page looks for when no editor is around it. */
const dataElement = 'grove-data';
const translationsElement = 'grove-translations';

/**
 * The analysis as one self-contained HTML page: the panel's own script and style, with the data inlined. It needs no
 * network and no server; a Content-Security-Policy allows exactly this script and this style, by their hashes.
 * Typed arrays are written as `{ "$": type, "base64": little-endian bytes }`.
 */
export function htmlReport(data: PageData, assets: PageAssets): string {
  const script = withoutEndTag(assets.script.replace(/^\/\/# sourceMappingURL=.*$/gm, ''), 'script');
  const style = withoutEndTag(assets.style.replace(/\/\*# sourceMappingURL=[^*]*\*\//g, ''), 'style');
  const policy = [
    "default-src 'none'",
    `script-src '${contentHash(script)}'`,
    `style-src '${contentHash(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(data.analysis.name)} – Grove</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<div id="root"></div>',
    '<noscript>This report draws its pictures with JavaScript, which is turned off here.',
    '<span lang="zh-cn">此报告用 JavaScript 绘图，而它在这里被禁用了。</span></noscript>',
    `<script type="application/json" id="${translationsElement}">${inlineJson(assets.translations)}</script>`,
    `<script type="application/json" id="${dataElement}">${inlineJson(data)}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** JSON that neither ends its script element nor starts a comment in it, whatever the documents hold. */
function inlineJson(content: unknown): string {
  const json = JSON.stringify(content, (_key, value: unknown) => (isTyped(value) ? encodeTyped(value) : value));
  return json.replace(/[<>&\u2028\u2029]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
}

type Typed = Float32Array | Float64Array | Int32Array;

function isTyped(value: unknown): value is Typed {
  return value instanceof Float32Array || value instanceof Float64Array || value instanceof Int32Array;
}

function encodeTyped(values: Typed): { $: string; base64: string } {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return { $: values.constructor.name, base64: bytes.toString('base64') };
}

/**
 * In a script, `</script` and `<!--` can only stand in strings, templates, regular expressions and comments, where a
 * backslash before `/` or `!` changes nothing; in a style sheet `</style` can only stand in strings.
 */
function withoutEndTag(text: string, element: 'script' | 'style'): string {
  const closed = text.replace(new RegExp(`</(?=${element})`, 'gi'), '<\\/');
  return element === 'script' ? closed.replace(/<!--/g, '<\\!--') : closed;
}

function contentHash(text: string): string {
  return 'sha256-' + createHash('sha256').update(text, 'utf8').digest('base64');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
