import { describe, expect, it } from 'vitest';
import { silentContext } from '../../../src/engine/runContext';
import { buildTermGraph } from '../../../src/engine/termGraph/buildTermGraph';
import { communitiesOf } from '../../../src/engine/termGraph/communities';
import { termGraphMl } from '../../../src/engine/termGraph/termGraphMl';
import { notes } from '../../support/texts';
import { tokensOf } from '../../support/tokens';

describe('the graph of terms', () => {
  it('links what stands together, in communities that are the themes', async () => {
    const { words } = await tokensOf(notes(60), 'en');
    const { nodes, edges, stretches } = await buildTermGraph(words, () => true, 50, 1, silentContext);
    expect(stretches).toBe(60);
    expect(edges.length).toBeGreaterThan(10);
    const community = new Map(nodes.map(({ term, community: own }) => [term, own]));
    const themes = [['bread', 'yeast'], ['planet', 'star'], ['boat', 'mast']]; // prettier-ignore
    const places = nodes.map(({ term }) => term);
    expect(places.some((term) => themes.flat().includes(term))).toBe(true);
    for (const { source, target, npmi, together } of edges) {
      expect(npmi).toBeGreaterThan(0);
      expect(npmi).toBeLessThanOrEqual(1);
      expect(together).toBeLessThanOrEqual(Math.min(nodes[source]!.frequency, nodes[target]!.frequency));
      expect(community.get(nodes[source]!.term)).toBe(community.get(nodes[target]!.term));
    }
  });

  it('is the same each time, and of one cluster only where asked', async () => {
    const { words } = await tokensOf(notes(60), 'en');
    const build = () => buildTermGraph(words, (i) => i % 2 === 0, 50, 1, silentContext);
    expect(await build()).toEqual(await build());
    expect((await build()).stretches).toBe(30);
    expect(await buildTermGraph(words, () => false, 50, 1, silentContext)).toEqual({ nodes: [], edges: [], stretches: 0 }); // prettier-ignore
  });

  it('takes documents only of numbers', async () => {
    const { words } = await tokensOf({ a: '1 2 3', b: '4 5' }, 'en');
    expect((await buildTermGraph(words, () => true, 50, 1, silentContext)).nodes).toEqual([]);
  });

  it('numbers communities from the largest on, those without links last', () => {
    const edge = (source: number, target: number) => ({ source, target, weight: 1 });
    const found = communitiesOf(6, [edge(1, 2), edge(3, 4), edge(4, 5), edge(3, 5)], () => 0.3);
    expect(found).toEqual([2, 1, 1, 0, 0, 0]);
  });

  it('is written with what is hostile escaped', () => {
    const xml = termGraphMl({ nodes: [{ term: '<R&D> "x"', frequency: 2, community: 0 }], edges: [], stretches: 1 });
    expect(xml).toContain('&#60;R&#38;D&#62; &#34;x&#34;');
  });
});
