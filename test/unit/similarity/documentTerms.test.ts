import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type DocumentTerms,
  readDocumentTerms,
  sharedTerms,
  tellingTerms,
  writeDocumentTerms,
} from '../../../src/engine/similarity/documentTerms';
import { countTerms, documentFrequencies, termFeatures } from '../../../src/engine/preprocessing/termCounts';
import { sequencesOf } from '../../support/sequences';

function termsOf(documents: readonly (readonly string[])[]): DocumentTerms {
  const sequences = sequencesOf(documents);
  const space = termFeatures(sequences.vocabulary);
  const counts = countTerms(sequences, space);
  return tellingTerms(counts, documentFrequencies(counts), (f) => sequences.vocabulary[space.termOf[f]!]!.text);
}

const listed = ({ surfaces, offsets, terms }: DocumentTerms, i: number): string[] =>
  Array.from(terms.subarray(offsets[i], offsets[i + 1]), (term) => surfaces[term]!);

const table = termsOf([
  ['rare', 'rare', 'rare', 'common', 'alone'],
  ['rare', 'common', 'common', 'other'],
  ['common', 'other'],
  ['common'],
]);

describe('tellingTerms', () => {
  it('ranks by (1 + ln tf) ln((n + 1) / df), without terms that no other document has', () => {
    // rare: 2 documents of 4, common: 4 of 4
    expect(listed(table, 0)).toEqual(['rare', 'common']);
    expect(listed(table, 2)).toEqual(['other', 'common']);
    expect((1 + Math.log(3)) * Math.log(5 / 2)).toBeGreaterThan(Math.log(5 / 4));
    expect(table.surfaces).not.toContain('alone');
  });

  it('keeps the best 48', () => {
    const many = Array.from({ length: 60 }, (_, w) => `w${w}`);
    const long = termsOf([many, many, [...many.slice(0, 12)]]);
    expect(listed(long, 0)).toHaveLength(48);
    expect(listed(long, 0)).not.toContain('w3'); // in all three: the least telling
  });
});

describe('sharedTerms', () => {
  it('are those that both hold, by their ranks in both, as many as asked for', () => {
    expect(sharedTerms(table, 0, 1, 6)).toEqual(['rare', 'common']);
    expect(sharedTerms(table, 1, 0, 6)).toEqual(['rare', 'common']);
    expect(sharedTerms(table, 0, 1, 1)).toEqual(['rare']);
    expect(sharedTerms(table, 0, 3, 6)).toEqual(['common']);
    expect(sharedTerms(termsOf([['a', 'b'], ['a'], ['b']]), 1, 2, 6)).toEqual([]);
  });
});

it('come back from disk as they were, or name the file that is damaged', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-terms-'));
  try {
    await writeDocumentTerms(folder, table);
    expect(await readDocumentTerms(folder)).toEqual(table);
    fs.writeFileSync(path.join(folder, 'model', 'terms.json'), '{"not": "a list"}');
    await expect(readDocumentTerms(folder)).rejects.toMatchObject({
      code: 'bad-analysis',
      message: expect.stringContaining('terms.json') as string,
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
