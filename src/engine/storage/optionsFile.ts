import fs from 'node:fs/promises';
import * as v from 'valibot';
import { GroveError, messageOf } from '../../shared/errors';
import type { ClusterOptions } from '../../shared/options';
import { optionsFileFormat, optionsFileVersion, partialOptionsSchema } from '../../shared/tuning';
import { writeTextFile } from './textFile';

/** What a file of options says beside them. */
export type OptionsOrigin = Readonly<Record<string, unknown>>;

export async function writeOptionsFile(
  file: string,
  options: Partial<ClusterOptions>,
  origin: OptionsOrigin,
): Promise<void> {
  const content = { format: optionsFileFormat, version: optionsFileVersion, options, ...origin };
  await writeTextFile(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

const headSchema = v.object({ format: v.literal(optionsFileFormat), version: v.number(), options: v.unknown() });

/**
 * Reads options from a file that `writeOptionsFile` wrote, or from a JSON object of nothing but options.
 * Throws GroveError('bad-input') naming the file and what is wrong.
 */
export async function readOptionsFile(file: string): Promise<Partial<ClusterOptions>> {
  const value = await readJson(file);
  const head = v.safeParse(headSchema, value);
  if (head.success && head.output.version !== optionsFileVersion)
    throw new GroveError('bad-input', `${file} has version ${head.output.version} of the format; this Grove reads version ${optionsFileVersion}.`); // prettier-ignore
  const options = head.success ? head.output.options : value;
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new GroveError('bad-input', `${file} holds no options. It must be written by grove tune, or be a JSON object such as {"algorithm": "kmeans"}.`); // prettier-ignore
  const parsed = v.safeParse(partialOptionsSchema, options);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const place = v.getDotPath(issue) ?? '';
    throw new GroveError('bad-input', `The option ${place} in ${file} is wrong: ${issue.message}.`);
  }
  return parsed.output;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await fs.readFile(file, 'utf8'));
  } catch (error) {
    throw new GroveError('bad-input', `The options in ${file} can't be read: ${messageOf(error)}.`, { cause: error });
  }
}
