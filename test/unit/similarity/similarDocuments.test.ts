import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { silentContext } from '../../../src/engine/runContext';
import { similarDocuments } from '../../../src/engine/similarity/similarDocuments';
import { writeNpy } from '../../../src/engine/storage/analysisFolder';
import { exportAnalysis } from '../../../src/engine/storage/exportAnalysis';
import { saveAnalysis } from '../../../src/engine/storage/saveAnalysis';
import type { SimilarLeaveOut } from '../../../src/shared/engineProtocol';
import { analysisContent } from '../../support/analysisContent';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-analysis-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

async function saved(name: string, content = analysisContent()): Promise<string> {
  const out = path.join(folder, name);
  await saveAnalysis(out, content, { time: (_, work) => work(), seconds: () => ({ total: 1 }) }, silentContext);
  return out;
}

describe('similarDocuments', () => {
  it('ranks by cosine, equal ones in their order, and bounds what rounding makes', async () => {
    const analysis = await saved('ranked');
    const { similar } = await similarDocuments({ analysis, document: 'a', top: 10 });
    // 'b' is the same direction a little too long, 'c' and 'd' are alike, 'e' is opposite
    expect(similar.map(({ id }) => id)).toEqual(['b', 'c', 'd', 'e']);
    expect(similar.map(({ similarity }) => similarity)).toEqual([1, 0, 0, -1]);
    expect(similar[0]!.sharedTerms).toEqual(['tide', 'moon']);
    expect((await similarDocuments({ analysis, document: 'a', top: 2 })).similar).toHaveLength(2);
  });

  it('leaves out near-duplicates and what is in the same folder', async () => {
    const content = analysisContent();
    const rows = content.rows.map((row, i) => ({ ...row, path: i < 3 ? `near/${row.path}` : `far/${row.path}` }));
    const analysis = await saved('left-out', { ...content, rows });
    const ids = async (leaveOut: SimilarLeaveOut): Promise<string[]> =>
      (await similarDocuments({ analysis, document: 'a', top: 10, leaveOut })).similar.map(({ id }) => id);
    expect(await ids({ nearDuplicates: true })).toEqual(['c', 'd', 'e']);
    expect(await ids({ sameFolder: true })).toEqual(['d', 'e']);
    expect(await ids({})).toEqual(['b', 'c', 'd', 'e']);
  });

  it('reads an analysis that was written anew', async () => {
    const analysis = await saved('anew');
    await similarDocuments({ analysis, document: 'a', top: 1 });
    const content = analysisContent();
    const created = '2026-02-02T00:00:00.000Z';
    content.encodings.values.set([1, 0], 8); // now 'e' is the nearest but one
    await saved('anew', { ...content, analysis: { ...content.analysis, created } });
    const { similar } = await similarDocuments({ analysis, document: 'a', top: 2 });
    expect(similar.map(({ id }) => id)).toEqual(['b', 'e']);
  });

  it('refuses an analysis whose files do not belong together', async () => {
    const analysis = await saved('mixed');
    await writeNpy(path.join(analysis, 'encodings.npy'), { shape: [2, 2], values: Float32Array.of(1, 0, 0, 1) });
    await expect(similarDocuments({ analysis, document: 'a', top: 1 })).rejects.toMatchObject({ code: 'bad-analysis' });
  });
});

describe('exportAnalysis of an analysis over micro-clusters', () => {
  it('newick: the documents of a leaf are a group at no distance', async () => {
    const file = path.join(folder, 'x.newick');
    await exportAnalysis({ analysis: await saved('micro'), format: 'newick', file }, silentContext);
    expect(fs.readFileSync(file, 'utf8')).toBe("('e':3,(('a':0,'b':0):1,('c':0,'d':0):1):2);\n");
  });

  it('csv: columns that no document has a value for are left out', async () => {
    const file = path.join(folder, 'x.csv');
    await exportAnalysis({ analysis: await saved('columns'), format: 'csv', file }, silentContext);
    const [header, first] = fs.readFileSync(file, 'utf8').split('\n');
    expect(header).toBe('id,path,title,language,cluster,cluster_label,subcluster,confidence,x,y,label');
    expect(first).toBe('a,a,"Title, ""a""",en,0,Sea,0,0.5,0.25,-1,true one');
  });
});
