import path from 'node:path';

/** What the files made from a source are named after: its folder, or its table file without the endings. */
export function sourceName(source: string): string {
  const base = path.basename(path.resolve(source));
  return base.replace(/\.(csv|tsv|jsonl|ndjson|parquet|txt)(\.gz)?$/i, '') || 'corpus';
}
