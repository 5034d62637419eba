import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { openCorpus } from '../../../src/engine/corpus/openCorpus';
import type { SkippedDocument, SourceDocument } from '../../../src/engine/corpus/document';
import { silentContext, type RunContext } from '../../../src/engine/runContext';
import { defaultSourceOptions, type SourceOptions } from '../../../src/shared/options';

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A new folder that holds the files given by relative path; it is removed after the test. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'corpus-'));
  made.push(root);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
  return root;
}

export interface ReadCorpus {
  readonly documents: SourceDocument[];
  readonly ids: string[];
  readonly texts: Record<string, string>;
  readonly skipped: Record<string, string>;
  readonly skips: readonly SkippedDocument[];
  readonly expected: { readonly total: number; readonly unit: string } | undefined;
  readonly log: string[];
}

export async function readCorpus(
  source: string,
  options: Partial<SourceOptions> & { maxFileSizeMB?: number; context?: RunContext } = {},
): Promise<ReadCorpus> {
  const { maxFileSizeMB = 10, context, ...sourceOptions } = options;
  const log: string[] = [];
  const reader = await openCorpus(
    source,
    { sourceOptions: { ...defaultSourceOptions, ...sourceOptions }, maxFileSizeMB },
    context ?? { ...silentContext, log: (message) => log.push(message) },
  );
  const documents: SourceDocument[] = [];
  for await (const document of reader.documents()) documents.push(document);
  return {
    documents,
    ids: documents.map((document) => document.id),
    texts: Object.fromEntries(documents.map((document) => [document.id, document.text])),
    skipped: Object.fromEntries(reader.skipped.map(({ id, reason }) => [id, reason])),
    skips: reader.skipped,
    expected: reader.expected,
    log,
  };
}
