import type { Cluster } from '../shared/analysis';

/** A document under its cluster, where documents are shown. */
export interface TreeDocument {
  readonly id: string;
  readonly title: string;
  readonly cluster: number;
}

/**
 * The cluster tree as text.
 *
 * @param depth 1: clusters, 2: and their parts, 3: and the documents
 * @param total all documents: those in no cluster are counted in a last line
 */
export function clusterTreeText(
  clusters: readonly Cluster[],
  depth: number,
  documents: readonly TreeDocument[] = [],
  total = 0,
): string {
  const lines: string[] = [];
  const top = clusters.filter((cluster) => cluster.parent === null);
  const without = total - top.reduce((sum, { size }) => sum + size, 0);
  top.forEach((cluster, i) => addCluster(cluster, '', without <= 0 && i === top.length - 1, 1));
  if (without > 0) addNoise();
  return lines.join('\n');

  function addNoise(): void {
    lines.push(`└─ without a cluster  (${without})`);
    if (depth < 3) return;
    addDocuments(documents.filter((document) => document.cluster < 0), '   '); // prettier-ignore
  }

  // At most three levels deep, so recursion is safe here.
  function addCluster(cluster: Cluster, indent: string, isLast: boolean, level: number): void {
    const words = cluster.keywords.slice(0, 6).map((keyword) => keyword.term).join(', '); // prettier-ignore
    const name = printable(cluster.label);
    lines.push(
      `${indent}${isLast ? '└─' : '├─'} ${name}  (${cluster.size})${level === 1 ? `  ${printable(words)}` : ''}`,
    );
    if (level >= depth) return;
    const inner = `${indent}${isLast ? '   ' : '│  '}`;
    const parts = clusters.filter((part) => part.parent === cluster.id);
    parts.forEach((part, i) => addCluster(part, inner, i === parts.length - 1, level + 1));
    if (parts.length > 0 || depth < 3) return;
    addDocuments(documents.filter((document) => document.cluster === cluster.id), inner); // prettier-ignore
  }

  function addDocuments(own: readonly TreeDocument[], inner: string): void {
    own.forEach((document, i) =>
      lines.push(
        `${inner}${i === own.length - 1 ? '└─' : '├─'} ${printable(document.title)}  [${printable(document.id)}]`,
      ),
    );
  }
}

/** Text of documents on a terminal: control characters (escape sequences among them) become spaces. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}
