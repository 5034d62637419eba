import * as v from 'valibot';

export const tagEntrySchema = v.object({ tag: v.string(), analysis: v.string() });

/** `.grove/tags.json`: which cluster each file was tagged with. Sorted by path, one line a file, so that merges stay small. */
export const tagFileSchema = v.object({
  format: v.literal('grove-tags'),
  version: v.literal(1),
  files: v.record(v.string(), tagEntrySchema),
});

export type TagFile = v.InferOutput<typeof tagFileSchema>;

/** The tag file of a folder. */
export const tagFileName = 'tags.json';
export const groveFolder = '.grove';

/** What `tags.json` held before an analysis tagged its files, as far as taking the tags back needs it. */
export const tagBackupSchema = v.object({
  /** The file's text before, or null where there was none. */
  text: v.nullable(v.string()),
  /** The entries that the analysis replaced. */
  replaced: tagFileSchema.entries.files,
});

export type TagBackup = v.InferOutput<typeof tagBackupSchema>;

/** What the tags begin with that Grove writes into front matter. */
export const ownTagPrefix = 'grove/';

export function isOwnTag(tag: unknown): boolean {
  return typeof tag === 'string' && tag.startsWith(ownTagPrefix);
}

/** An edit that put a tag into a Markdown file, and the file around it, so that exactly that can be taken back. */
export const writtenTagSchema = v.object({
  /** What is inserted at an offset of the file's text, byte order mark and all, in the place of what is removed. */
  at: v.number(),
  removed: v.string(),
  inserted: v.string(),
  /** SHA-256 of the file before and after. */
  before: v.string(),
  after: v.string(),
  /** When the file was modified last before, in milliseconds since 1970. */
  modified: v.number(),
});
