import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { permutation, seededRandom } from '../../src/engine/math/random';
import { grove } from '../support/commandLine';
import { newFolder } from '../support/folders';
import { documentsOf, samples } from '../support/runs';

const folder = newFolder();

/** A sample folder as a table, its documents in another order for each seed. */
function tableOf(corpus: 'english' | 'chinese', seed: number): string {
  const names = fs.readdirSync(samples[corpus], { recursive: true, encoding: 'utf8' }).filter((name) => fs.statSync(path.join(samples[corpus], name)).isFile()).sort(); // prettier-ignore
  const lines = names.map((id) =>
    JSON.stringify({ id, text: fs.readFileSync(path.join(samples[corpus], id), 'utf8') }),
  );
  const file = path.join(folder, `${corpus}-${seed}`, 'table.jsonl');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, Array.from(permutation(lines.length, seededRandom(seed)), (at) => lines[at]).join('\n'));
  return file;
}

const algorithms = [
  'kmeans',
  'spherical',
  'bisecting',
  'hierarchical',
  'agnes',
  'leiden',
  'spectral',
  'dbscan',
  'hdbscan',
] as const;

const corporaOf = (algorithm: string): ('english' | 'chinese')[] =>
  algorithm === 'leiden' ? ['english', 'chinese'] : ['english'];

describe.each(algorithms)('--algorithm %s', (algorithm) => {
  it.each(corporaOf(algorithm))('gives the same whatever the order of the documents: %s', async (corpus) => {
    const tables = [1, 2].map((seed) => {
      const out = path.join(folder, `${corpus}-${algorithm}-${seed}.grove`);
      return { out, source: tableOf(corpus, seed) };
    });
    for (const { source, out } of tables) {
      const flags = ['--algorithm', algorithm, '--refine', 'none', '--compress', 'none', '--projection', 'none'];
      const { exitCode, stderr } = await grove(['cluster', source, '--out', out, '--quiet', ...flags]);
      expect(stderr).toBe('');
      expect(exitCode).toBe(0);
    }
    // All but the place in the table is the same.
    const [first, second] = await Promise.all(
      tables.map(async ({ out }) => (await documentsOf(out)).map((row) => ({ ...row, row: 0 }))),
    );
    expect(first).toEqual(second);
    expect(new Set(first!.map(({ cluster }) => cluster)).size).toBeGreaterThan(0);
  }); // prettier-ignore

  it('gives its own documents their own clusters back', async () => {
    const out = path.join(folder, `english-${algorithm}-1.grove`);
    const { exitCode, stdout } = await grove(['assign', out, tableOf('english', 2), '--json']);
    expect(exitCode).toBe(0);
    const { documents } = JSON.parse(stdout) as { documents: readonly { id: string; cluster: number }[] };
    const clusterOf = new Map((await documentsOf(out)).map(({ id, cluster }) => [id, cluster]));
    expect(documents).toHaveLength(clusterOf.size);
    expect(documents.filter(({ id, cluster }) => clusterOf.get(id) !== cluster)).toEqual([]);
  });
});
