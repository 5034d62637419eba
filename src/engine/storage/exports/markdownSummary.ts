import { type Analysis, type Cluster, cutOf, type DocumentRow } from '../../../shared/analysis';

const documentsShown = 3;

/** The analysis for a note or a wiki: the clusters with their keywords, parts and clearest documents, and the measures. */
export function markdownSummary(analysis: Analysis, rows: readonly DocumentRow[]): string {
  const { name, documents, created, clusters, metrics, reasons, skipped, source } = analysis;
  const cut = cutOf(clusters);
  const lines = [
    `# ${inline(name)}`,
    '',
    `${documents} documents of ${inline(source.path)} in ${cut.length} clusters, ${created}.`,
    '',
    '| cluster | documents | keywords |',
    '|---|---|---|',
    ...cut.map(({ label, size, keywords }) => `| ${inline(label)} | ${size} | ${inline(keywords.map(({ term }) => term).join(', '))} |`), // prettier-ignore
  ];
  for (const cluster of cut) lines.push('', ...section(cluster, clusters, rows));
  lines.push('', '## Measures', '', '| measure | value |', '|---|---|');
  const figures: [string, number | null | undefined][] = [
    ['silhouette', metrics.internal.silhouette],
    ['Davies–Bouldin', metrics.internal.daviesBouldin],
    ['coherence (C_V)', metrics.coherence?.cV],
    ['diversity of keywords', metrics.coherence?.diversity],
    ['accuracy against true labels', metrics.external?.accuracy],
    ['NMI against true labels', metrics.external?.nmi],
  ];
  for (const [measure, value] of figures)
    if (value !== undefined && value !== null) lines.push(`| ${measure} | ${value.toFixed(3)} |`);
  lines.push('', '## How it was made', '');
  for (const [option, reason] of Object.entries(reasons)) lines.push(`- ${option}: ${inline(reason)}`);
  lines.push(`- ${skipped.length} files or rows were skipped.`);
  return [...lines, ''].join('\n');
}

function section(cluster: Cluster, clusters: readonly Cluster[], rows: readonly DocumentRow[]): string[] {
  const lines = [`## ${inline(cluster.label)}`, ''];
  if (cluster.namedBy !== undefined) lines.push(`Named by ${inline(cluster.namedBy)}.`, '');
  const parts = clusters.filter(({ parent }) => parent === cluster.id);
  if (parts.length > 0) lines.push(`Parts: ${parts.map(({ label, size }) => `${inline(label)} (${size})`).join('; ')}.`, ''); // prettier-ignore
  const clearest = rows
    .filter((row) => row.cluster === cluster.id)
    .sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1))
    .slice(0, documentsShown);
  for (const { title, id, snippet } of clearest)
    lines.push(`- **${inline(title)}** (${inline(id)}): ${inline(snippet)}`);
  return lines;
}

/** Text of documents on one line, its characters of Markdown and HTML taken as they are. */
function inline(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').replace(/[\\`*_[\]{}<>#|~&!]/g, (c) => `\\${c}`);
}
