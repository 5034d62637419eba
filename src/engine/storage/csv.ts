import { stringify } from 'csv-stringify/sync';

/** The door to csv-stringify: rows of cells as comma-separated text (RFC 4180), with a header. */
export function csvText(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return stringify(rows as unknown[][], { header: true, columns: [...columns] });
}
