import type { LoadedAnalysis } from './loadedAnalysis';

/** The analyses whose documents are in memory: those that somebody keeps, a panel or who made one active. */
export class OpenAnalyses {
  readonly #loaded = new Map<string, LoadedAnalysis>();
  /** How many keep an analysis, by its id. */
  readonly #keepers = new Map<string, number>();
  readonly #reading = new Map<string, Promise<LoadedAnalysis>>();

  get(id: string): LoadedAnalysis | undefined {
    return this.#loaded.get(id);
  }

  /** The documents, once they are read, stay in memory until as many have released it. */
  keep(id: string): void {
    this.#keepers.set(id, (this.#keepers.get(id) ?? 0) + 1);
  }

  release(id: string): void {
    const left = (this.#keepers.get(id) ?? 0) - 1;
    if (left > 0) this.#keepers.set(id, left);
    else {
      this.#keepers.delete(id);
      this.#loaded.delete(id);
    }
  }

  /** From memory, or else by `read`, which is called once for all that ask meanwhile. */
  async load(id: string, read: () => Promise<LoadedAnalysis>): Promise<LoadedAnalysis> {
    const known = this.#loaded.get(id);
    if (known !== undefined) return known;
    let reading = this.#reading.get(id);
    if (reading === undefined) {
      reading = read().finally(() => this.#reading.delete(id));
      this.#reading.set(id, reading);
    }
    const loaded = await reading;
    const newer = this.#loaded.get(id); // a run may have replaced it meanwhile
    if (newer !== undefined) return newer;
    this.set(loaded);
    return loaded;
  }

  /** Puts what is known now in the place of what was; nothing where nobody keeps it. */
  set(loaded: LoadedAnalysis): void {
    if (this.#keepers.has(loaded.id)) this.#loaded.set(loaded.id, loaded);
  }

  /** Drops documents that are no longer those on disk. */
  forget(id: string): void {
    this.#loaded.delete(id);
  }

  /** The ids of what is in memory. */
  ids(): string[] {
    return [...this.#loaded.keys()];
  }
}
