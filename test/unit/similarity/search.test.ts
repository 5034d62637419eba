import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterCorpus } from '../../../src/engine/pipeline';
import { silentContext } from '../../../src/engine/runContext';
import { similarToText } from '../../../src/engine/similarity/similarToText';
import { searchDocuments } from '../../../src/engine/similarity/searchDocuments';
import { bm25, holds, wordIndex, wordIndexOf, wordIndexPart } from '../../../src/engine/similarity/wordIndex';
import { readDocuments } from '../../../src/engine/storage/documentTable';
import { sequencesOf } from '../../support/sequences';

describe('bm25', () => {
  const documents = [['a', 'b', 'a'], ['b'], ['c', 'c', 'd', 'the'], [], ['a', ...new Array<string>(300).fill('e')]];
  const index = wordIndexOf(wordIndexPart(wordIndex(sequencesOf(documents, ['the']))));
  const stem = (term: string): number => index.terms.indexOf(term);

  it('is the formula, written out', () => {
    const query = ['a', 'c'];
    const texts = documents.map((words) => words.filter((word) => word !== 'the'));
    const mean = texts.reduce((sum, words) => sum + words.length, 0) / texts.length;
    const expected = texts.map((words) =>
      query.reduce((sum, term) => {
        const df = texts.filter((other) => other.includes(term)).length;
        const tf = words.filter((word) => word === term).length;
        const idf = Math.log(1 + (texts.length - df + 0.5) / (df + 0.5));
        return sum + (idf * tf * 2.2) / (tf + 1.2 * (0.25 + (0.75 * words.length) / mean));
      }, 0),
    );
    const scores = bm25(index, query.map(stem));
    expected.forEach((score, i) => expect(scores[i]).toBeCloseTo(score, 12));
  });

  it('knows which document holds a stem, and no stop word', () => {
    expect(documents.map((_, i) => holds(index, stem('a'), i))).toEqual([true, false, false, false, true]);
    expect(stem('the')).toBe(-1);
  });

  it('keeps great counts within their bits', () => {
    expect(bm25(index, [stem('e')])[4]).toBeGreaterThan(0);
    expect(holds(index, stem('e'), 4)).toBe(true);
    expect(holds(index, stem('e'), 3)).toBe(false);
  });
});

describe('searching', () => {
  const samples = path.resolve(__dirname, '../../../media/samples');
  let folder: string;
  beforeAll(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'grove-search-'));
    for (const name of ['english', 'chinese'])
      await clusterCorpus({ runId: 't', source: path.join(samples, name), out: path.join(folder, name), name, options: { projection: 'none' }, sourceOptions: {} }, silentContext); // prettier-ignore
  });
  afterAll(() => fs.rm(folder, { recursive: true }));
  const search = (name: string, query: string, top = 5): ReturnType<typeof searchDocuments> =>
    searchDocuments({ analysis: path.join(folder, name), query, top }, silentContext);

  it.each(['english', 'chinese'])('finds the documents most like a text that is none of them: %s', async (name) => {
    const analysis = path.join(folder, name);
    const row = (await readDocuments(analysis))[0]!;
    const { similar } = await similarToText({ analysis, text: row.snippet, top: 5 }, silentContext);
    expect(similar[0]!.id).toBe(row.id);
    expect(similar[0]!.sharedTerms.length).toBeGreaterThan(0);
    expect(similar.map(({ similarity }) => similarity)).toEqual([...similar.map(({ similarity }) => similarity)].sort((a, b) => b - a)); // prettier-ignore
    const others = await similarToText({ analysis, text: row.snippet, within: row.id, top: 4 }, silentContext);
    expect(others.similar.map(({ id }) => id)).toEqual(similar.slice(1).map(({ id }) => id));
    await expect(similarToText({ analysis, text: '…', top: 5 }, silentContext)).rejects.toMatchObject({ code: 'bad-input' }); // prettier-ignore
  });

  it('searches within a cluster or a part of one', async () => {
    const analysis = path.join(folder, 'english');
    const rows = await readDocuments(analysis);
    const query = rows[0]!.snippet;
    const all = await search('english', query, rows.length);
    for (const cluster of [rows[0]!.cluster, rows.find((row) => row.subcluster !== row.cluster)?.subcluster ?? 0]) {
      const { found } = await searchDocuments({ analysis, query, top: rows.length, cluster }, silentContext);
      const members = new Set(rows.filter((row) => row.cluster === cluster || row.subcluster === cluster).map((row) => row.id)); // prettier-ignore
      expect(members.size).toBeGreaterThan(0);
      expect(found.map(({ id }) => id)).toEqual(all.found.map(({ id }) => id).filter((id) => members.has(id)));
    }
  });

  it('finds a document by its own beginning, first', async () => {
    for (const name of ['english', 'chinese']) {
      const [wanted] = await readDocuments(path.join(folder, name));
      const { found } = await search(name, wanted!.snippet);
      expect(found[0]!.id).toBe(wanted!.id);
      expect(found[0]!.terms.length).toBeGreaterThan(0);
      expect(found[0]!.score).toBeLessThanOrEqual(1);
      expect(found.map(({ score }) => score)).toEqual([...found.map(({ score }) => score)].sort((a, b) => b - a));
    }
  });

  it('finds other forms of a word', async () => {
    const singular = await search('english', 'planet');
    const plural = await search('english', 'PLANETS');
    expect(plural.found[0]!.bm25).toBe(singular.found[0]!.bm25);
    expect(singular.found[0]!.bm25).toBeGreaterThan(0);
  });

  it('finds by meaning what shares no word', async () => {
    const { found } = await search('english', 'spacecraft asteroid');
    expect(found[0]!.similarity).toBeGreaterThan(0.2);
  });

  it('says so when it knows no word', async () => {
    await expect(search('english', 'zzqqx')).rejects.toMatchObject({ code: 'bad-input' });
    await expect(search('english', '')).rejects.toThrow(/Try other words/);
  });
});
