import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { analysisFiles } from '../../shared/analysis';
import { GroveError } from '../../shared/errors';

/** How deep analyses are looked for below the root. */
const deepest = 4;
/** Folders that hold no analysis and may hold very many files. */
const passedOver = new Set(['node_modules', '.git']);

/** The folder that a language model may look into. Nothing outside it is read or written, not through links either. */
export class CorpusRoot {
  private constructor(readonly folder: string) {}

  /** Throws GroveError('bad-input') where it is not a folder. */
  static async open(folder: string): Promise<CorpusRoot> {
    const real = await fs.realpath(folder).catch(() => undefined);
    if (real === undefined || !(await fs.stat(real)).isDirectory())
      throw new GroveError('bad-input', `${folder} is not a folder. Name the folder that may be looked into.`);
    return new CorpusRoot(real);
  }

  /**
   * A folder in the root by its path, absolute or from the root.
   *
   * Throws GroveError('bad-input') where it is none, or leads out of the root.
   */
  async folderAt(place: string): Promise<string> {
    const real = await fs.realpath(path.resolve(this.folder, place)).catch(() => undefined);
    if (real === undefined || !this.#holds(real) || !(await fs.stat(real)).isDirectory())
      throw new GroveError('bad-input', `There is no folder ${place} in the corpus.`);
    return real;
  }

  /**
   * A place to write at, below a folder of the root.
   *
   * Throws GroveError('bad-input') where a link on the way leads out of the root.
   */
  async placeOf(folder: string, names: readonly string[]): Promise<string> {
    let place = folder;
    for (const name of names) {
      place = path.join(place, name);
      const real = await fs.realpath(place).catch(() => place); // not there yet
      if (!this.#holds(real)) throw new GroveError('bad-input', `${name} is a link that leads out of the corpus.`);
    }
    return place;
  }

  /** The analyses in the root by their path from it, the root itself as '.'. */
  async analyses(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    await this.#collect(this.folder, 0, found);
    return found;
  }

  /**
   * The folder of an analysis by its name; of the only one, where no name is given.
   *
   * Throws GroveError('bad-input') naming those that there are.
   */
  async analysis(name: string | undefined): Promise<string> {
    const analyses = await this.analyses();
    const names = [...analyses.keys()];
    const wanted = name ?? (names.length === 1 ? names[0] : undefined);
    const folder = wanted === undefined ? undefined : analyses.get(wanted);
    if (folder !== undefined) return folder;
    if (names.length === 0) throw new GroveError('bad-input', 'This folder has no analysis yet. Cluster it first.');
    throw new GroveError('bad-input', `Name one of the analyses: ${names.join(', ')}.`);
  }

  #holds(real: string): boolean {
    const way = path.relative(this.folder, real);
    return way === '' || (!way.startsWith(`..${path.sep}`) && way !== '..' && !path.isAbsolute(way));
  }

  async #collect(folder: string, depth: number, found: Map<string, string>): Promise<void> {
    const entries: Dirent[] = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
    if (entries.some((entry) => entry.name === analysisFiles.analysis && entry.isFile())) {
      if (await hasLinks(folder)) return;
      found.set(path.relative(this.folder, folder).split(path.sep).join('/') || '.', folder);
      return;
    }
    if (depth === deepest) return;
    const folders = entries.filter((entry) => entry.isDirectory() && !passedOver.has(entry.name)); // links are no folders
    for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1)))
      await this.#collect(path.join(folder, name), depth + 1, found);
  }
}

/** An analysis as Grove writes it has none; through one, files elsewhere would be read. */
async function hasLinks(folder: string): Promise<boolean> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true });
  return entries.some((entry) => entry.isSymbolicLink());
}
