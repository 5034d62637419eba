import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { sha256Of } from '../../download/downloadFile';

const recordName = 'grove-model.json';

const recordSchema = v.object({
  format: v.literal('grove-model'),
  version: v.literal(1),
  url: v.string(),
  revision: v.string(),
  files: v.record(v.string(), v.object({ bytes: v.number(), sha256: v.string(), checked: v.boolean() })),
});

/** What a fetched model's folder says of where it came from, and of what was fetched. */
export type ModelRecord = v.InferOutput<typeof recordSchema>;

/** Undefined where there is none, or none that this version reads. */
export async function readRecord(folder: string): Promise<ModelRecord | undefined> {
  try {
    return v.parse(recordSchema, JSON.parse(await fs.readFile(path.join(folder, recordName), 'utf8')));
  } catch {
    return undefined;
  }
}

export async function writeRecord(folder: string, record: ModelRecord): Promise<void> {
  await fs.writeFile(path.join(folder, recordName), `${JSON.stringify(record, null, 2)}\n`);
}

/** Whether every file is there as it was fetched. */
export async function isIntact(folder: string, { files }: ModelRecord): Promise<boolean> {
  for (const [name, { sha256 }] of Object.entries(files))
    if ((await sha256Of(path.join(folder, name)).catch(() => undefined)) !== sha256) return false;
  return Object.keys(files).length > 0;
}
