import { type ClusterOptions, defaultOptions, type OptionName } from '../../shared/options';

/**
 * The options that a person changed, from the values of their settings. An option that stands at its default is left
 * out, so that the analysis remembers what was asked for and nothing else.
 *
 * @param read the value of the setting of an option
 */
export function changedOptions(read: (name: string) => unknown): Partial<ClusterOptions> {
  const changed: Record<string, unknown> = {};
  for (const [name, standard] of Object.entries(defaultOptions)) {
    const value = wholeNumber(name, read(name));
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(standard)) changed[name] = value;
  }
  return changed;
}

/** The settings page edits 'auto' or a number as text. */
function wholeNumber(name: string, value: unknown): unknown {
  if (name !== ('clusters' satisfies OptionName) || typeof value !== 'string') return value;
  return /^\d+$/.test(value.trim()) ? Number(value) : value.trim();
}

/** The glob patterns that `files.exclude` turns on. Conditional ones ("when": sibling) are left to the editor. */
export function excludedPatterns(filesExclude: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(filesExclude)
    .filter(([, isOn]) => isOn === true)
    .map(([pattern]) => pattern);
}

const tablePattern = /\.(csv|tsv|jsonl|parquet)(\.gz)?$/i;

export function isTableFile(file: string): boolean {
  return tablePattern.test(file);
}

/** The name of a new analysis folder: readable, safe on every file system, and unlike every other. */
export function analysisFolderName(name: string, unique: string): string {
  const readable = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 40);
  return [readable, unique].filter((part) => part !== '').join('-');
}
