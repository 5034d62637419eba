import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { GroveError } from '../../shared/errors';
import { damaged } from '../storage/analysisFolder';

/** Names a folder as a trained classifier; its `model/` is beside it. */
export const classifierFile = 'classifier.json';

const scoresSchema = v.object({ precision: v.number(), recall: v.number(), f1: v.number(), support: v.number() });
const epochSchema = v.object({ loss: v.number(), accuracy: v.number() });

const classifierSchema = v.object({
  format: v.literal('grove-classifier'),
  version: v.literal(2),
  /** ISO 8601, UTC. */
  created: v.string(),
  source: v.string(),
  sourceOptions: v.record(v.string(), v.unknown()),
  backend: v.picklist(['auto', 'native', 'wasm', 'cpu']),
  classes: v.array(v.string()),
  epochs: v.array(v.object({ train: epochSchema, test: epochSchema })),
  report: v.object({
    accuracy: v.number(),
    labels: v.array(v.object({ label: v.string(), ...scoresSchema.entries })),
    macro: scoresSchema,
    weighted: scoresSchema,
  }),
  versions: v.record(v.string(), v.string()),
});

type Stored = v.InferOutput<typeof classifierSchema>;
export type Classifier = Omit<Stored, 'sourceOptions' | 'classes' | 'epochs' | 'report'> & {
  readonly sourceOptions: Readonly<Record<string, unknown>>;
  readonly classes: readonly string[];
  readonly epochs: readonly Stored['epochs'][number][];
  readonly report: Omit<Stored['report'], 'labels'> & {
    readonly labels: readonly Stored['report']['labels'][number][];
  };
};

/** Reads `classifier.json`; undefined where the folder has none. Throws GroveError('bad-analysis') where it is damaged. */
export async function readClassifier(folder: string): Promise<Classifier | undefined> {
  const file = path.join(folder, classifierFile);
  const text = await fs.readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged(file, error);
  }
  const parsed = v.safeParse(classifierSchema, json);
  if (!parsed.success)
    throw new GroveError('bad-analysis', `${file} is damaged or of another version. Train again with grove train.`);
  return parsed.output;
}
