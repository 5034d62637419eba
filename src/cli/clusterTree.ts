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
 */
export function clusterTreeText(
  clusters: readonly Cluster[],
  depth: number,
  documents: readonly TreeDocument[] = [],
): string {
  const lines: string[] = [];
  const top = clusters.filter((cluster) => cluster.parent === null);
  top.forEach((cluster, i) => addCluster(cluster, '', i === top.length - 1, 1));
  return lines.join('\n');

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
    const own = documents.filter((document) => document.cluster === cluster.id);
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
