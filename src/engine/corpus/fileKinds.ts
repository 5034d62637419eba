import path from 'node:path';
import type { MarkupKind } from './markup/prose';
import type { TableKind } from './tables/table';

/** What a file's name says about how to read it. */
export type FileKind =
  | { readonly kind: 'prose'; readonly markup: MarkupKind }
  | { readonly kind: 'table'; readonly table: TableKind; readonly gzipped: boolean }
  /** Its content decides: read as plain text where it is text. */
  | { readonly kind: 'unknown' }
  /** `reason` completes a sentence that begins with the file's name. */
  | { readonly kind: 'other'; readonly reason: string };

const markupByExtension = new Map<string, MarkupKind>(
  Object.entries({
    '.txt': 'plain',
    '.text': 'plain',
    '.log': 'plain',
    '.md': 'markdown',
    '.markdown': 'markdown',
    '.mdx': 'markdown',
    '.rmd': 'markdown',
    '.qmd': 'markdown',
    '.html': 'html',
    '.htm': 'html',
    '.xhtml': 'html',
    '.rst': 'restructuredText',
    '.rest': 'restructuredText',
    '.tex': 'latex',
    '.latex': 'latex',
    '.ltx': 'latex',
    '.org': 'org',
    '.adoc': 'asciiDoc',
    '.asciidoc': 'asciiDoc',
  } satisfies Record<string, MarkupKind>),
);

const tableByExtension = new Map<string, TableKind>([
  ['.csv', 'csv'],
  ['.tsv', 'tsv'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.parquet', 'parquet'],
]);

/** Text by their bytes, but written for a program: source code, settings, data, generated files. */
const programText = new Set(
  (
    '.json .json5 .jsonc .geojson .yaml .yml .toml .ini .cfg .conf .properties .env .lock .xml .xsd .xsl .svg .plist .sql ' +
    '.js .mjs .cjs .jsx .ts .mts .cts .tsx .py .pyi .ipynb .r .jl .m .java .kt .kts .scala .groovy .gradle .c .h .cc .cpp ' +
    '.cxx .hpp .hh .cs .fs .vb .go .rs .rb .php .pl .pm .lua .swift .dart .ex .exs .erl .hs .ml .clj .lisp .el .vim .sh ' +
    '.bash .zsh .fish .ps1 .bat .cmd .css .scss .sass .less .vue .svelte .astro .map .proto .graphql .tf .cmake .mk .asm .s ' +
    '.diff .patch .bib .bst .cls .sty .aux .toc .bbl .gitignore .editorconfig .code-workspace .ics .vcf .pem .crt .key .sum ' +
    '.mod .f90 .f .pas .do .sas .sps .ps .eps .dot .newick .nwk'
  ).split(' '),
);

/** Office formats that hold text which Grove cannot take out. */
const convertible = new Map([
  ['.pdf', 'PDF'],
  ['.doc', 'Word'],
  ['.docx', 'Word'],
  ['.odt', 'OpenDocument'],
  ['.rtf', 'RTF'],
  ['.epub', 'EPUB'],
  ['.ppt', 'PowerPoint'],
  ['.pptx', 'PowerPoint'],
  ['.xls', 'Excel'],
  ['.xlsx', 'Excel'],
]);

const binary = new Set(
  (
    '.png .jpg .jpeg .gif .bmp .tif .tiff .webp .ico .heic .avif .psd .mp3 .mp4 .m4a .m4v .wav .ogg .flac .avi .mov .mkv .webm ' +
    '.zip .tar .tgz .bz2 .xz .7z .rar .zst .jar .war .exe .dll .so .dylib .o .a .lib .class .pyc .wasm .bin .dat .db .sqlite ' +
    '.npy .npz .pkl .onnx .pt .h5 .woff .woff2 .ttf .otf .eot .iso .dmg .vsix'
  ).split(' '),
);

const programNames = new Set([
  'makefile',
  'dockerfile',
  'jenkinsfile',
  'vagrantfile',
  'gemfile',
  'rakefile',
  'procfile',
]);

export function fileKindOf(name: string): FileKind {
  const extension = path.extname(name).toLowerCase();
  const markup = markupByExtension.get(extension);
  if (markup !== undefined) return { kind: 'prose', markup };
  const table = tableKindOf(name);
  if (table !== undefined) return table;
  const application = convertible.get(extension);
  if (application !== undefined)
    return { kind: 'other', reason: `is not text (${application}): save it as text or HTML to include it` };
  if (extension === '.gz') return { kind: 'other', reason: 'is not text (compressed, .gz): unpack it to include it' };
  if (binary.has(extension)) return { kind: 'other', reason: `is not text (binary, ${extension})` };
  if (programText.has(extension)) return { kind: 'other', reason: `is not a text document (${extension})` };
  if (programNames.has(name.toLowerCase())) return { kind: 'other', reason: 'is not a text document (a build script)' };
  return { kind: 'unknown' };
}

/** The table format of a file by its name, '.gz' looked through; undefined for other files. */
export function tableKindOf(name: string): Extract<FileKind, { kind: 'table' }> | undefined {
  const gzipped = path.extname(name).toLowerCase() === '.gz';
  const extension = path.extname(gzipped ? name.slice(0, -3) : name).toLowerCase();
  const table = tableByExtension.get(extension);
  if (table === undefined || (gzipped && table === 'parquet')) return undefined;
  return { kind: 'table', table, gzipped };
}

/** The file's name without folders and without an extension that looks like one ('.txt', not '. Smith'). */
export function titleFromName(file: string): string {
  const name = path.posix.basename(file);
  const stem = name.replace(/(?<=.)\.[a-z][a-z0-9]{0,8}$/i, '');
  return stem.replace(/\s+/g, ' ').trim() || name;
}
