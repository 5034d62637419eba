import path from 'node:path';
import { exportAnalysis } from '../../engine/storage/exportAnalysis';
import type { ExportFormat } from '../../shared/engineProtocol';
import { type CommonFlags, print, withSession } from '../session';

export interface ExportFlags extends CommonFlags {
  readonly format: ExportFormat;
  readonly out: string;
}

/** `grove export ANALYSIS --format F --out FILE` */
export async function exportCommand(folder: string, flags: ExportFlags): Promise<void> {
  const file = path.resolve(flags.out);
  const { format } = flags;
  const result = await withSession(flags, (context) =>
    exportAnalysis({ analysis: path.resolve(folder), format, file }, context),
  );
  print(flags, result, () => `Wrote ${result.file}`);
}
