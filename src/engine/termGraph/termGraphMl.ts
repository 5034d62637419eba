import type { TermGraph } from '../../shared/termGraph';
import { xmlText } from '../storage/exports/xml';

/** The graph of terms in GraphML, undirected; edges are weighted by NPMI. */
export function termGraphMl({ nodes, edges }: TermGraph): string {
  const key = (id: string, on: string, type: string): string => `<key id="${id}" for="${on}" attr.name="${id}" attr.type="${type}"/>`; // prettier-ignore
  const data = (id: string, value: string | number): string => `<data key="${id}">${xmlText(String(value))}</data>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    key('label', 'node', 'string'),
    key('frequency', 'node', 'int'),
    key('community', 'node', 'int'),
    key('weight', 'edge', 'double'),
    key('together', 'edge', 'int'),
    key('logLikelihood', 'edge', 'double'),
    '<graph edgedefault="undirected">',
    ...nodes.map(({ term, frequency, community }, i) => `<node id="t${i}">${data('label', term)}${data('frequency', frequency)}${data('community', community)}</node>`), // prettier-ignore
    ...edges.map(({ source, target, npmi, together, logLikelihood }) => `<edge source="t${source}" target="t${target}">${data('weight', npmi)}${data('together', together)}${data('logLikelihood', logLikelihood)}</edge>`), // prettier-ignore
    '</graph>',
    '</graphml>',
    '',
  ].join('\n');
}
