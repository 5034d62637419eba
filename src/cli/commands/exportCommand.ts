import path from 'node:path';
import { exportAnalysis } from '../../engine/storage/exportAnalysis';
import { type ExportFormat, type Picture, type PictureTheme, pictureWidths } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { type CommonFlags, print, withSession } from '../session';

export interface ExportFlags extends CommonFlags {
  readonly format: ExportFormat;
  readonly out: string;
  readonly picture?: Picture;
  readonly width?: number;
  readonly theme?: PictureTheme;
}

/** `grove export ANALYSIS --format F --out FILE` */
export async function exportCommand(folder: string, flags: ExportFlags): Promise<void> {
  const file = path.resolve(flags.out);
  const { format, picture, width, theme } = flags;
  if (!(format in pictureWidths) && (picture ?? width ?? theme) !== undefined)
    throw new GroveError(
      'usage',
      `--picture, --width and --theme are for ${Object.keys(pictureWidths).join(' and ')}.`,
    );
  const look = { ...(picture && { picture }), ...(width !== undefined && { width }), ...(theme && { theme }) };
  const result = await withSession(flags, (context) =>
    exportAnalysis({ analysis: path.resolve(folder), format, file, ...look }, context),
  );
  print(flags, result, () => `Wrote ${result.file}`);
}
