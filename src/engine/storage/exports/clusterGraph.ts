import type { Analysis, DocumentRow } from '../../../shared/analysis';
import { xmlText } from './xml';

/** Documents that are alike, as numbers of rows, with the cosine of their encodings. */
export interface SimilarPair {
  readonly a: number;
  readonly b: number;
  readonly similarity: number;
}

/**
 * The tree of clusters, parts and documents in Graphviz' language. An id is never a name there, so that ids may hold
 * anything.
 */
export function dotText({ name, clusters }: Analysis, rows: readonly DocumentRow[]): string {
  const lines = [
    `digraph ${quoted(name)} {`,
    '  rankdir=LR;',
    '  node [shape=box];',
    `  root [label=${quoted(name)}];`,
  ];
  for (const { id, parent, label, size } of clusters) {
    lines.push(`  c${id} [label=${quoted(`${label} (${size})`)}];`);
    lines.push(`  ${parent === null ? 'root' : `c${parent}`} -> c${id};`);
  }
  rows.forEach(({ title, id, subcluster }, i) => {
    lines.push(`  d${i} [shape=plaintext, label=${quoted(title)}, tooltip=${quoted(id)}];`);
    lines.push(`  ${subcluster < 0 ? 'root' : `c${subcluster}`} -> d${i};`);
  });
  return [...lines, '}', ''].join('\n');
}

function quoted(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
  return `"${line.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

const keys = [
  ['kind', 'node', 'string'],
  ['label', 'node', 'string'],
  ['size', 'node', 'int'],
  ['cluster', 'node', 'int'],
  ['confidence', 'node', 'double'],
  ['x', 'node', 'double'],
  ['y', 'node', 'double'],
  ['relation', 'edge', 'string'],
  ['weight', 'edge', 'double'],
] as const;

/**
 * The graph of clusters and documents in GraphML: 'contains' from the root, clusters and parts down to documents, and
 * 'similar' between documents, weighted by the cosine.
 */
export function graphMl(
  { name, clusters, documents }: Analysis,
  rows: readonly DocumentRow[],
  similar: readonly SimilarPair[],
): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys.map(([key, on, type]) => `<key id="${on}-${key}" for="${on}" attr.name="${key}" attr.type="${type}"/>`),
    '<graph edgedefault="directed">',
    node('root', { kind: 'analysis', label: name, size: documents }),
  ];
  for (const { id, parent, label, size } of clusters) {
    lines.push(node(`c${id}`, { kind: parent === null ? 'cluster' : 'part', label, size }));
    lines.push(edge(parent === null ? 'root' : `c${parent}`, `c${id}`, { relation: 'contains' }));
  }
  for (const { id, title, cluster, subcluster, confidence, x, y } of rows) {
    lines.push(node(`document:${id}`, { kind: 'document', label: title, cluster, confidence, x, y }));
    lines.push(edge(subcluster < 0 ? 'root' : `c${subcluster}`, `document:${id}`, { relation: 'contains' }));
  }
  for (const { a, b, similarity } of similar)
    lines.push(edge(`document:${rows[a]!.id}`, `document:${rows[b]!.id}`, { relation: 'similar', weight: similarity }));
  return [...lines, '</graph>', '</graphml>', ''].join('\n');
}

type Values = Partial<Record<(typeof keys)[number][0], string | number>>;

function node(id: string, values: Values): string {
  return `<node id="${xmlText(id)}">${cells('node', values)}</node>`;
}

function edge(source: string, target: string, values: Values): string {
  return `<edge source="${xmlText(source)}" target="${xmlText(target)}">${cells('edge', values)}</edge>`;
}

function cells(on: 'node' | 'edge', values: Values): string {
  return Object.entries(values)
    .map(([key, value]) => `<data key="${on}-${key}">${xmlText(String(value))}</data>`)
    .join('');
}
