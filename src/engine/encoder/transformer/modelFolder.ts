import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { GroveError, messageOf } from '../../../shared/errors';
import { throwIfCancelled, type RunContext } from '../../runContext';
import { findModel, notCached } from './modelCache';
import { configNames, networkNames, weightsOf } from './modelFiles';

export type Pooling = 'mean' | 'cls' | 'max' | 'last';

/** What a folder with a sentence encoder says of itself. */
export interface ModelFolder {
  readonly folder: string;
  readonly networkFile: string;
  readonly tokenizerFile: string;
  readonly tokenizer: unknown;
  readonly tokenizerConfig: object;
  readonly pooling: Pooling;
  /** Whether the prefix's tokens are part of what is pooled. */
  readonly poolsPrefix: boolean;
  /** Tokens that the network reads at once, those around the text included. */
  readonly longest: number;
  /** Written before each text. */
  readonly prefix: string;
  /** Whether the network scales the values of a batch together, as ones of 8 bits do. */
  readonly scalesBatches: boolean;
  /** SHA-256 of all that decides the vectors. */
  readonly fingerprint: string;
}

/**
 * Texts beyond this are read in windows, whatever more the network could take: attention takes time with the square of the
 * length, and a step has to end before a person loses patience.
 */
const mostTokens = 512;
const fewestTokens = 16;

const number = v.optional(v.nullable(v.number()));
const schemas = {
  sentence: v.object({ max_seq_length: number }),
  tokenizerConfig: v.looseObject({ model_max_length: number }),
  model: v.object({ max_position_embeddings: number, model_type: v.optional(v.string()) }),
  prompts: v.object({
    prompts: v.optional(v.record(v.string(), v.string()), {}),
    default_prompt_name: v.optional(v.nullable(v.string())),
  }),
  modules: v.array(v.object({ type: v.string() })),
};

/**
 * Reads the folder of a sentence encoder as the hub has them (sentence-transformers, bge, e5, gte): network, tokenizer,
 * and how vectors of tokens become one of a text.
 *
 * @param folder its path, or the name of one that was fetched into the cache
 * @throws GroveError 'bad-input' naming the file that is missing, damaged, or asks for what is not supported
 */
export async function readModelFolder(folder: string, context: RunContext): Promise<ModelFolder> {
  const place = await findModel(folder);
  const fileOf = (name: string): string => path.join(place, name);
  await requireFolder(place, folder);
  const networkName = await firstThere(place, networkNames);
  if (networkName === undefined)
    throw new GroveError(
      'bad-input',
      `${place} has no model.onnx (nor ${networkNames.slice(1).join(', ')}). Choose the folder of a sentence encoder exported to ONNX.`,
    );
  const tokenizer = await readJson(fileOf(configNames.tokenizer), v.unknown());
  if (tokenizer === undefined)
    throw new GroveError(
      'bad-input',
      `${fileOf(configNames.tokenizer)} is missing. Download it from where the network ${networkName} came from.`,
    );
  const tokenizerConfig = (await readJson(fileOf(configNames.tokenizerConfig), schemas.tokenizerConfig)) ?? {};
  const pooling = await requireSupported(place);
  const sentence = await readJson(fileOf(configNames.sentence), schemas.sentence);
  const model = await readJson(fileOf(configNames.model), schemas.model);
  const prompts = await readJson(fileOf(configNames.prompts), schemas.prompts);
  return {
    folder: place,
    networkFile: fileOf(networkName),
    tokenizerFile: fileOf(configNames.tokenizer),
    tokenizer,
    tokenizerConfig,
    ...pooling,
    longest: longestOf(sentence?.max_seq_length, tokenizerConfig['model_max_length'], positionsOf(model)),
    prefix: prefixOf(prompts),
    ...(await lookThrough(place, networkName, context)),
  };
}

/** Changes whenever a file of the folder does that `fingerprint` covers; cheap to ask. */
export async function stampOf(folder: string): Promise<string> {
  const networks = networkNames.flatMap((name) => [name, ...weightsOf(name)]);
  const stats = [...networks, ...Object.values(configNames)].map(async (name) => {
    const stat = await fs.stat(path.join(folder, name)).catch(() => undefined);
    return stat === undefined ? '' : `${stat.mtimeMs} ${stat.size}`;
  });
  return (await Promise.all(stats)).join('\n');
}

/** Refuses a folder whose settings ask for what Grove doesn't have, whether or not its network is there yet. */
export async function requireSupported(place: string): Promise<Pick<ModelFolder, 'pooling' | 'poolsPrefix'>> {
  await requireKnownModules(path.join(place, configNames.modules));
  return readPooling(path.join(place, configNames.pooling));
}

async function requireFolder(place: string, given: string): Promise<void> {
  const stat = await fs.stat(place).catch(() => undefined);
  if (stat?.isDirectory() === true) return;
  const what = stat === undefined ? `does not exist${notCached(given)}` : 'is no folder';
  throw new GroveError('bad-input', `${place} ${what}. --model (setting grove.model) takes the folder of a sentence encoder.`); // prettier-ignore
}

async function firstThere(place: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const stat = await fs.stat(path.join(place, name)).catch(() => undefined);
    if (stat?.isFile() === true) return name;
  }
  return undefined;
}

/** A JSON file's content, undefined where there is no such file. */
async function readJson<T extends v.GenericSchema>(file: string, schema: T): Promise<v.InferOutput<T> | undefined> {
  const text = await fs.readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw unreadable(file, error);
  });
  if (text === undefined) return undefined;
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): GroveError {
  return new GroveError('bad-input', `${file} can't be read: ${messageOf(error)}. Download or export the model again.`, { cause: error }); // prettier-ignore
}

const knownModules = ['Transformer', 'Pooling', 'Normalize'];

/** A dense layer after pooling has its weights outside the network: the vectors would not be the model's. */
async function requireKnownModules(file: string): Promise<void> {
  const modules = (await readJson(file, schemas.modules)) ?? [];
  const unknown = modules.map(({ type }) => type.split('.').at(-1)!).find((type) => !knownModules.includes(type));
  if (unknown === undefined) return;
  throw new GroveError(
    'bad-input',
    `${file} asks for the step ${unknown}, which Grove doesn't have. Choose a model of ${knownModules.join(', ')} alone.`,
  );
}

/** The names that pooling goes by. The square root of the length (of mean_sqrt_len) is gone once rows have unit length. */
const poolings: Readonly<Record<string, Pooling>> = {
  mean: 'mean',
  mean_tokens: 'mean',
  mean_sqrt_len: 'mean',
  mean_sqrt_len_tokens: 'mean',
  cls: 'cls',
  cls_token: 'cls',
  max: 'max',
  max_tokens: 'max',
  lasttoken: 'last',
};

async function readPooling(file: string): Promise<Pick<ModelFolder, 'pooling' | 'poolsPrefix'>> {
  const config = (await readJson(file, v.record(v.string(), v.unknown()))) ?? {};
  const mode = config['pooling_mode'];
  const asked = [
    ...(typeof mode === 'string' ? [mode] : Array.isArray(mode) ? mode.map(String) : []),
    ...Object.keys(config).filter((key) => key.startsWith('pooling_mode_') && config[key] === true),
  ].map((name) => name.replace('pooling_mode_', ''));
  const pooling = asked.length === 0 ? 'mean' : poolings[asked[0]!];
  if (asked.length > 1 || pooling === undefined)
    throw new GroveError(
      'bad-input',
      `${file} asks for pooling by ${asked.join(' and ')}; Grove pools by mean, cls, max or the last token, one of them. Choose another model.`,
    );
  return { pooling, poolsPrefix: config['include_prompt'] !== false };
}

/** RoBERTa and its kin count positions from 2. */
function positionsOf(model: v.InferOutput<typeof schemas.model> | undefined): number | undefined {
  const positions = model?.max_position_embeddings ?? undefined;
  return positions === undefined ? undefined : positions % 2 === 0 && positions % 16 === 2 ? positions - 2 : positions;
}

function longestOf(...given: unknown[]): number {
  const sizes = given.filter((size): size is number => typeof size === 'number' && size >= fewestTokens);
  return Math.floor(Math.min(mostTokens, ...sizes));
}

/** Clustering compares documents with documents: its own prefix first, then that for whatever is said nothing of. */
function prefixOf(config: v.InferOutput<typeof schemas.prompts> | undefined): string {
  if (config === undefined) return '';
  const { prompts, default_prompt_name: standard } = config;
  return prompts['clustering'] ?? prompts[standard ?? ''] ?? prompts['document'] ?? prompts['passage'] ?? '';
}

/** The name of ONNX's operator that quantises a batch's values by their range; names stand in the file as they are. */
const scalingOperator = Buffer.from('DynamicQuantizeLinear');

/** Reads the files once, for their fingerprint and for what the network does with a batch. */
async function lookThrough(
  place: string,
  network: string,
  context: RunContext,
): Promise<Pick<ModelFolder, 'fingerprint' | 'scalesBatches'>> {
  const hash = createHash('sha256');
  let scalesBatches = false;
  for (const name of [network, ...weightsOf(network), ...Object.values(configNames)]) {
    if ((await firstThere(place, [name])) === undefined) continue;
    hash.update(`${name}\n`);
    for await (const chunk of createReadStream(path.join(place, name), { highWaterMark: 1 << 20 })) {
      const bytes = chunk as Buffer;
      hash.update(bytes);
      scalesBatches ||= name === network && bytes.includes(scalingOperator);
      throwIfCancelled(context);
    }
  }
  return { fingerprint: hash.digest('hex'), scalesBatches };
}
