import type { NeighbourCells } from './neighbourCells';
import { sharedBuffer } from './threads/threads';

/** Groups of rows near each other, and the rows that look for neighbours there without being members. */
export interface CellGroups {
  /** Those of group g: members[memberOffsets[g]] …, guests[guestOffsets[g]] … */
  readonly members: Int32Array;
  readonly memberOffsets: Int32Array; // [groups + 1]
  readonly guests: Int32Array;
  readonly guestOffsets: Int32Array; // [groups + 1]
}

/** Larger cells, such as those of equal rows, are cut into groups, of which a row looks in one. */
const mostMembers = 2048;

/** The cells as groups, with the rows as guests of the cells numbered [from, to) among those nearest to them, from ≥ 1. */
export function cellGroups(
  { members, offsets, nearest, probes }: NeighbourCells,
  from: number,
  to: number,
): CellGroups {
  const cells = offsets.length - 1;
  const firstGroup = new Int32Array(cells + 1);
  const memberOffsets = [0];
  for (let c = 0; c < cells; c++) {
    const size = offsets[c + 1]! - offsets[c]!;
    const parts = Math.max(1, Math.ceil(size / mostMembers));
    for (let part = 1; part <= parts; part++) memberOffsets.push(offsets[c]! + Math.floor((size * part) / parts));
    firstGroup[c + 1] = firstGroup[c]! + parts;
  }
  const groupOf = (row: number, probe: number): number => {
    const c = nearest[row * probes + probe]!;
    return firstGroup[c]! + (row % (firstGroup[c + 1]! - firstGroup[c]!));
  };
  const rows = members.length;
  const groups = firstGroup[cells]!;
  const guestOffsets = new Int32Array(groups + 1);
  for (let row = 0; row < rows; row++)
    for (let probe = from; probe < to; probe++) {
      const next = groupOf(row, probe) + 1;
      guestOffsets[next] = guestOffsets[next]! + 1;
    }
  for (let g = 0; g < groups; g++) guestOffsets[g + 1] = guestOffsets[g + 1]! + guestOffsets[g]!;
  const next = guestOffsets.slice(0, groups);
  const guests = new Int32Array(sharedBuffer(guestOffsets[groups]! * 4));
  for (let row = 0; row < rows; row++)
    for (let probe = from; probe < to; probe++) {
      const group = groupOf(row, probe);
      guests[next[group]!] = row;
      next[group] = next[group]! + 1;
    }
  return { members, memberOffsets: Int32Array.from(memberOffsets), guests, guestOffsets };
}
