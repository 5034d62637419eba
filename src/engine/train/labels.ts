import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { GroveError, messageOf } from '../../shared/errors';
import { tagFileSchema } from '../../shared/tags';
import { readTrueLabels } from '../corpus/trueLabels';
import type { DocumentRecord } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';

/**
 * Where labels come from: 'own' (a label column, or front matter), 'folders' (the first folder of each document's path),
 * 'tags' (.grove/tags.json of the source), 'auto' (own where some document has one, else folders), or a .csv or .tsv file
 * with the columns id and label; or the labels themselves, by path.
 */
export async function labelsOf(
  documents: readonly DocumentRecord[],
  source: string,
  from: string | ReadonlyMap<string, string>,
  context: RunContext,
): Promise<(string | undefined)[]> {
  if (typeof from !== 'string') return documents.map((document) => from.get(document.path));
  switch (from) {
    case 'auto':
      return documents.some(({ label }) => label !== undefined) ? own(documents) : folders(documents);
    case 'own':
      return own(documents);
    case 'folders':
      return folders(documents);
    case 'tags': {
      const tags = await readTags(path.join(source, '.grove', 'tags.json'));
      return documents.map((document) => tags.get(document.path));
    }
    default: {
      const labels = await readTrueLabels(path.resolve(from), context);
      return documents.map(({ id }) => labels.get(id));
    }
  }
}

function own(documents: readonly DocumentRecord[]): (string | undefined)[] {
  return documents.map(({ label }) => label);
}

function folders(documents: readonly DocumentRecord[]): (string | undefined)[] {
  return documents.map((document) => (document.path.includes('/') ? document.path.split('/', 1)[0] : undefined));
}

async function readTags(file: string): Promise<ReadonlyMap<string, string>> {
  try {
    const { files } = v.parse(tagFileSchema, JSON.parse(await fs.readFile(file, 'utf8')));
    return new Map(Object.entries(files).map(([place, { tag }]) => [place, tag]));
  } catch (error) {
    throw new GroveError('bad-input', `The tags in ${file} can't be read: ${messageOf(error)}. Tag files first.`, {
      cause: error,
    });
  }
}
