import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { GroveError, messageOf } from '../../shared/errors';
import type { ClusterOptions } from '../../shared/options';
import { partialOptionsSchema } from '../../shared/tuning';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import { writeTextFile } from '../storage/textFile';

const format = 'grove-tuning';
const version = 1;

/** What is kept of one trial, so that the search can go on. */
export interface TrialRecord {
  readonly options: Partial<ClusterOptions>;
  /** On each sample so far, the smallest first. */
  readonly runs: readonly { readonly documents: number; readonly score: number; readonly seconds: number }[];
  readonly failure?: string | undefined;
}

/** What must be the same for a search to go on. */
export interface SearchIdentity {
  /** Of the documents' ids and terms. */
  readonly corpus: string;
  readonly documents: number;
  readonly given: Partial<ClusterOptions>;
  readonly objective: string;
  readonly samples: readonly number[];
}

const schema = v.object({
  format: v.literal(format),
  version: v.literal(version),
  identity: v.object({
    corpus: v.string(),
    documents: v.number(),
    given: partialOptionsSchema,
    objective: v.string(),
    samples: v.array(v.number()),
  }),
  trials: v.array(
    v.object({
      options: partialOptionsSchema,
      runs: v.array(v.object({ documents: v.number(), score: v.number(), seconds: v.number() })),
      failure: v.optional(v.string()),
    }),
  ),
});

/** A hash of all that clustering sees of the documents. */
export function corpusFingerprint({ documents, words }: TokenizedCorpus): string {
  const hash = createHash('sha256');
  for (const { id } of documents) hash.update(`${id}\0`);
  for (const { text } of words.vocabulary) hash.update(`${text}\0`);
  hash.update(new Uint8Array(words.terms.buffer, words.terms.byteOffset, words.terms.byteLength));
  return hash.digest('hex');
}

export async function writeState(
  file: string,
  identity: SearchIdentity,
  trials: readonly TrialRecord[],
): Promise<void> {
  await writeTextFile(file, `${JSON.stringify({ format, version, identity, trials })}\n`);
}

/**
 * The trials that a file remembers. Throws GroveError('bad-input') naming the file, where it can't be read or is of
 * another search.
 */
export async function readState(file: string, identity: SearchIdentity): Promise<TrialRecord[]> {
  const state = await parsedState(file);
  const difference = differenceOf(state.identity, identity);
  if (difference !== undefined)
    throw new GroveError(
      'bad-input',
      `${file} remembers trials of another search: ${difference}. Begin anew without --resume, or give --out another place.`,
    );
  return state.trials;
}

async function parsedState(file: string): Promise<v.InferOutput<typeof schema>> {
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    throw new GroveError('bad-input', `There is nothing to go on with: ${file} can't be read (${messageOf(error)}). Begin without --resume.`, { cause: error }); // prettier-ignore
  }
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (error) {
    throw new GroveError('bad-input', `${file} is not what grove tune wrote, or of another version of Grove: ${messageOf(error)}. Begin anew without --resume.`, { cause: error }); // prettier-ignore
  }
}

function differenceOf(theirs: v.InferOutput<typeof schema>['identity'], ours: SearchIdentity): string | undefined {
  if (theirs.corpus !== ours.corpus)
    return theirs.documents === ours.documents
      ? 'its documents were not the same'
      : `it was over ${theirs.documents} documents, and here are ${ours.documents}`;
  if (theirs.objective !== ours.objective) return `its objective was ${theirs.objective}`;
  if (!isDeepStrictEqual(theirs.given, ours.given)) return `the options given were ${JSON.stringify(theirs.given)}`;
  return isDeepStrictEqual(theirs.samples, ours.samples) ? undefined : 'its samples were not the same';
}
