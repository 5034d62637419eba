import path from 'node:path';

/** Files or folders that have another place now, by absolute path. */
export type Moves = readonly { readonly from: string; readonly to: string }[];

/** Where a file is after moves of it or of a folder that holds it; undefined where it is where it was. */
export function movedPlace(file: string, moves: Moves): string | undefined {
  for (const { from, to } of moves) {
    if (file === from) return to;
    if (file.startsWith(from + path.sep)) return to + file.slice(from.length);
  }
  return undefined;
}
