import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { GroveError, messageOf } from '../../shared/errors';
import { writtenTagSchema } from '../../shared/tags';
import { type Moves, movedPlace } from './moves';

const taggedFileSchema = v.object({
  ...writtenTagSchema.entries,
  /** When the file was written, in milliseconds since 1970. */
  written: v.number(),
  /** The file before, in Base64, where saving changed more than the tag. */
  original: v.optional(v.string()),
});

/** What tagging did to a Markdown file, so that exactly that can be taken back. */
export type TaggedFile = v.InferOutput<typeof taggedFileSchema>;

const recordSchema = v.object({
  format: v.literal('grove-front-matter'),
  version: v.literal(1),
  files: v.record(v.string(), taggedFileSchema),
});

/** Which Markdown files each analysis has tagged in their front matter, by absolute path: a file an analysis in the extension's storage. */
export class FrontMatterRecords {
  readonly #context: vscode.ExtensionContext;
  /** When each file got its tag, as far as records were read. */
  readonly #written = new Map<string, number>();

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  /** Throws GroveError('bad-input') where there is a record that can't be read. */
  async read(analysis: string): Promise<Readonly<Record<string, TaggedFile>>> {
    const file = this.#fileOf(analysis);
    let files: Readonly<Record<string, TaggedFile>>;
    try {
      ({ files } = v.parse(recordSchema, JSON.parse(await fs.readFile(file, 'utf8'))));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw new GroveError(
        'bad-input',
        vscode.l10n.t('{0} can’t be read: {1}. Correct it or remove it, then try again.', file, messageOf(error)),
        { cause: error },
      );
    }
    for (const [place, { written }] of Object.entries(files)) this.#written.set(place, written);
    return files;
  }

  /** Without files the record goes. */
  async write(analysis: string, files: Readonly<Record<string, TaggedFile>>): Promise<void> {
    const file = this.#fileOf(analysis);
    if (Object.keys(files).length === 0) {
      await fs.rm(file, { force: true });
      return;
    }
    await fs.mkdir(path.dirname(file), { recursive: true });
    const partial = `${file}.partial-${process.pid}`;
    await fs.writeFile(partial, JSON.stringify({ format: 'grove-front-matter', version: 1, files }));
    await fs.rename(partial, file);
    for (const [place, { written }] of Object.entries(files)) this.#written.set(place, written);
  }

  /** Takes the records of files that were renamed or moved along, of every analysis. Throws as `read` does. */
  async follow(moves: Moves): Promise<void> {
    const names = await fs.readdir(this.#place).catch(() => []); // nothing was tagged
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const analysis = path.basename(name, '.json');
      const files = await this.read(analysis);
      const now = Object.entries(files).map(([file, entry]) => [movedPlace(file, moves) ?? file, entry] as const);
      if (now.every(([file]) => Object.hasOwn(files, file))) continue;
      await this.write(analysis, Object.fromEntries(now));
    }
  }

  /** Whether a file is as tagging left it, by the time when it was written: no change of its text. */
  isOurs(file: string, modifiedMs: number): boolean {
    return this.#written.get(file) === modifiedMs;
  }

  #fileOf(analysis: string): string {
    return path.join(this.#place, `${analysis}.json`);
  }

  get #place(): string {
    const { storageUri, globalStorageUri } = this.#context;
    return path.join((storageUri ?? globalStorageUri).fsPath, 'front-matter');
  }
}
