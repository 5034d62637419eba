import fs from 'node:fs/promises';
import path from 'node:path';
import type { Analysis, DocumentRow } from '../../shared/analysis';
import type { DateSource } from '../../shared/timeline';
import { isoDate } from '../corpus/dates';
import { breather, type RunContext } from '../runContext';

export interface DocumentDate {
  readonly iso: string;
  readonly source: DateSource;
}

/**
 * A date for each document: the one that it was given, else the one in its file's name, and only where no document of a
 * folder has either, the time of the last change of its file.
 *
 * @returns undefined where a document has none
 */
export async function documentDates(
  { source }: Analysis,
  rows: readonly DocumentRow[],
  context: RunContext,
): Promise<(DocumentDate | undefined)[]> {
  const dates = rows.map(({ date, path: file }): DocumentDate | undefined => {
    if (date !== undefined) return { iso: date, source: 'given' };
    const named = source.kind === 'folder' ? dateInName(file) : undefined;
    return named === undefined ? undefined : { iso: named, source: 'file-name' };
  });
  if (source.kind !== 'folder' || dates.some((date) => date !== undefined)) return dates;
  return fileTimes(source.path, rows, context);
}

const delimited = /(?<!\d)((?:1[5-9]|20)\d{2})([-_. ]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?(?!\d)/;
const chinese = /((?:1[5-9]|20)\d{2})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?/;
const yearAlone = /(?<!\d)((?:1[5-9]|20)\d{2})(?!\d)/;

/** The date in a file's name, or else in those of its folders: '2024-05-17 walk.md', '20240517.txt', '2024/05/walk.md'. */
export function dateInName(file: string): string | undefined {
  const parts = file.split('/').reverse();
  for (const name of parts) {
    const date = dateIn(name);
    if (date !== undefined) return date;
  }
  const whole = /(?:^|\/)((?:1[5-9]|20)\d{2})\/(0[1-9]|1[0-2])(?:\/(0[1-9]|[12]\d|3[01]))?\//.exec(file);
  if (whole !== null) return isoDate([whole[1], whole[2], whole[3]].filter((part) => part !== undefined).join('-'));
  for (const name of parts) {
    const year = yearAlone.exec(name)?.[1];
    if (year !== undefined) return year;
  }
  return undefined;
}

function dateIn(name: string): string | undefined {
  const match = delimited.exec(name);
  // '201105' may be a number of six digits as well: without a separator a day is needed.
  if (match !== null && (match[2] !== '' || match[4] !== undefined))
    return isoDate([match[1], match[3], match[4]].filter((part) => part !== undefined).join('-'));
  const han = chinese.exec(name);
  return han === null ? undefined : isoDate(han[2] === undefined ? han[1] : han[0]);
}

async function fileTimes(
  folder: string,
  rows: readonly DocumentRow[],
  context: RunContext,
): Promise<(DocumentDate | undefined)[]> {
  const breathe = breather(context);
  const dates: (DocumentDate | undefined)[] = [];
  for (const { path: file } of rows) {
    const stats = await fs.stat(path.join(folder, file)).catch(() => undefined); // it may be gone by now
    const iso = stats && isoDate(stats.mtime);
    dates.push(iso === undefined ? undefined : { iso, source: 'file-time' });
    if (breathe.due()) await breathe();
  }
  return dates;
}
