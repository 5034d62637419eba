import * as v from 'valibot';

/** `.grove/tags.json`: which cluster each file was tagged with. Sorted by path, one line a file, so that merges stay small. */
export const tagFileSchema = v.object({
  format: v.literal('grove-tags'),
  version: v.literal(1),
  files: v.record(v.string(), v.object({ tag: v.string(), analysis: v.string() })),
});

export type TagFile = v.InferOutput<typeof tagFileSchema>;
