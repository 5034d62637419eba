import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { analysisFiles } from '../../shared/analysis';
import { GroveError, messageOf } from '../../shared/errors';
import { type NpyArray, type NpyValues, parseNpy } from '../../shared/npy';
import { damaged, writeNpy } from './analysisFolder';

/** What it takes to encode and assign new documents as the old ones were: each part has terms, options and arrays. */
export interface SavedModel {
  readonly version: typeof modelVersion;
  readonly parts: Readonly<Record<string, ModelPart>>;
}

export interface ModelPart {
  readonly terms?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, NpyArray>>;
}

export const modelVersion = 2;
const indexFile = 'model.json';

const indexSchema = v.object({
  version: v.literal(modelVersion),
  parts: v.record(
    v.string(),
    v.object({
      settings: v.record(v.string(), v.unknown()),
      /** Names of arrays. */
      arrays: v.array(v.string()),
      hasTerms: v.boolean(),
    }),
  ),
  /** SHA-256 of each file, so that damage is seen before it does harm. */
  files: v.record(v.string(), v.string()),
});

/** Writes `model/`: `model.json` lists the parts; the array a of part p is `p.a.npy`, its terms `p.terms.json`. */
export async function writeModel(folder: string, model: SavedModel): Promise<void> {
  const place = path.join(folder, analysisFiles.model);
  await fs.mkdir(place, { recursive: true });
  const parts: v.InferOutput<typeof indexSchema>['parts'] = {};
  const files: Record<string, string> = {};
  for (const [name, part] of Object.entries(model.parts)) {
    const arrays = Object.entries(part.arrays);
    parts[name] = { settings: part.settings ?? {}, arrays: arrays.map(([array]) => array), hasTerms: part.terms !== undefined }; // prettier-ignore
    if (part.terms) await fs.writeFile(path.join(place, termsFile(name)), JSON.stringify(part.terms));
    for (const [array, value] of arrays) await writeNpy(path.join(place, arrayFile(name, array)), value);
    for (const file of [...(part.terms ? [termsFile(name)] : []), ...arrays.map(([array]) => arrayFile(name, array))])
      files[file] = digestOf(await fs.readFile(path.join(place, file)));
  }
  await fs.writeFile(path.join(place, indexFile), JSON.stringify({ version: modelVersion, parts, files }, null, 1));
}

/** Reads `model/` whole. Throws GroveError('bad-analysis') naming the file that is missing, damaged or of another version. */
export async function readModel(folder: string): Promise<SavedModel> {
  const place = path.join(folder, analysisFiles.model);
  const index = await readIndex(path.join(place, indexFile));
  const read = async (name: string): Promise<Buffer> => {
    const bytes = await fs.readFile(path.join(place, name));
    if (digestOf(bytes) !== index.files[name]) throw new Error('its content is not what was written');
    return bytes;
  };
  const parts: Record<string, ModelPart> = {};
  for (const [name, { settings, arrays, hasTerms }] of Object.entries(index.parts)) {
    const values: Record<string, NpyArray> = {};
    for (const array of arrays)
      values[array] = await orDamaged(path.join(place, arrayFile(name, array)), async () =>
        parseNpy(await read(arrayFile(name, array))),
      );
    const terms = hasTerms
      ? await orDamaged(path.join(place, termsFile(name)), async () => {
          const text = (await read(termsFile(name))).toString('utf8');
          return v.parse(v.array(v.string()), JSON.parse(text));
        })
      : undefined;
    parts[name] = { settings, arrays: values, ...(terms && { terms }) };
  }
  return { version: modelVersion, parts };
}

async function readIndex(file: string): Promise<v.InferOutput<typeof indexSchema>> {
  const json = await orDamaged(file, async () => JSON.parse(await fs.readFile(file, 'utf8')) as unknown);
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version !== modelVersion)
    throw new GroveError(
      'bad-analysis',
      `${file} has version ${version}; this Grove reads models of version ${modelVersion}. ${version > modelVersion ? 'Update Grove, or cluster' : 'Cluster'} the folder again.`,
    );
  return orDamaged(file, () => Promise.resolve(v.parse(indexSchema, json)));
}

async function orDamaged<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing)
      throw new GroveError('bad-analysis', `${file} is missing. Cluster the folder again.`, { cause: error });
    throw damaged(file, messageOf(error));
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function termsFile(part: string): string {
  return `${part}.terms.json`;
}

function arrayFile(part: string, array: string): string {
  return `${part}.${array}.npy`;
}

/** A part of a model. Throws GroveError('bad-analysis') where the model has none of that name. */
export function partOf(model: SavedModel, name: string): ModelPart {
  const part = model.parts[name];
  if (part === undefined) throw lacks(name);
  return part;
}

/** The values of an array of a part. Throws GroveError('bad-analysis') where it is not there or of another type. */
export function arrayOf<T extends NpyValues>(part: ModelPart, name: string, type: new () => T): NpyArray<T> {
  const array = part.arrays[name];
  if (!(array?.values instanceof type)) throw lacks(name);
  return { shape: array.shape, values: array.values };
}

/** A setting of a part. Throws GroveError('bad-analysis') where it is not what the schema says. */
export function settingOf<T extends v.GenericSchema>(part: ModelPart, name: string, schema: T): v.InferOutput<T> {
  const parsed = v.safeParse(schema, part.settings?.[name]);
  if (!parsed.success) throw lacks(name);
  return parsed.output;
}

function lacks(name: string): GroveError {
  return new GroveError('bad-analysis', `The analysis' model lacks '${name}'. Cluster the folder again.`);
}
