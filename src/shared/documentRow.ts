import type { DocumentRow } from './analysis';

/** Checks one decoded row of `documents.parquet`. Throws a plain Error that names the column that is wrong. */
export function parseDocumentRow(cells: Readonly<Record<string, unknown>>): DocumentRow {
  const text = (name: string): string => {
    const value = cells[name];
    if (typeof value !== 'string') throw new Error(`its column ${name} is missing or not text`);
    return value;
  };
  const number = (name: string): number => {
    const value = cells[name];
    if (typeof value !== 'number') throw new Error(`its column ${name} is missing or not a number`);
    return value;
  };
  const isAbsent = (name: string): boolean => cells[name] === null || cells[name] === undefined;
  return {
    id: text('id'),
    path: text('path'),
    row: isAbsent('row') ? undefined : number('row'),
    title: text('title'),
    snippet: text('snippet'),
    language: text('language'),
    cluster: number('cluster'),
    cluster_label: text('cluster_label'),
    subcluster: number('subcluster'),
    confidence: number('confidence'),
    x: number('x'),
    y: number('y'),
    nearest_cluster: isAbsent('nearest_cluster') ? undefined : number('nearest_cluster'),
    outlier_score: isAbsent('outlier_score') ? undefined : number('outlier_score'),
    micro_cluster: isAbsent('micro_cluster') ? undefined : number('micro_cluster'),
    held: isAbsent('held') ? undefined : number('held'),
    label: isAbsent('label') ? undefined : text('label'),
    date: isAbsent('date') ? undefined : text('date'),
  };
}
