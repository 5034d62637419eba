import type { GroupReport } from '../../shared/groups';
import { linkage } from '../clustering/linkage';
import { greatest } from '../similarity/greatest';
import type { Matrix } from '../math/matrix';
import type { RunContext } from '../runContext';

/** The mean of fewer documents tells of these documents rather than of who wrote them. */
const leastDocuments = 3;
/** Of the largest groups: all pairs are compared. */
const mostGroups = 2000;
const nearestShown = 3;
/** Groups of a family are on average at least so similar. */
const familySimilarity = 0.5;

/**
 * Groups that write alike: the cosine of their mean encodings, less the mean of the corpus (what all share says nothing),
 * and families by average linkage.
 *
 * @param encodings [documents × d]
 */
export async function alikeGroups(
  groups: GroupReport['groups'],
  groupOf: readonly (string | undefined)[],
  encodings: Matrix,
  context: RunContext,
): Promise<Pick<GroupReport, 'alike' | 'families'>> {
  const names = groups.filter(({ size }) => size >= leastDocuments).slice(0, mostGroups).map(({ name }) => name); // prettier-ignore
  const centres = centresOf(names, groupOf, encodings);
  const { columns, values } = centres;
  const alike = names.map((name, g) => {
    const similarities = names.map((_, other) => {
      let dot = 0;
      for (let d = 0; d < columns; d++) dot += values[g * columns + d]! * values[other * columns + d]!;
      return dot;
    });
    const nearest = greatest(similarities, nearestShown, (other) => other !== g && similarities[other]! > 0);
    return { name, nearest: nearest.map((other) => ({ name: names[other]!, similarity: similarities[other]! })) };
  });
  const tree = names.length > 1 ? await linkage(centres, 'average', context, 'cosine') : new Float64Array(0);
  return { alike, families: familiesOf(tree, names) };
}

function centresOf(names: readonly string[], groupOf: readonly (string | undefined)[], encodings: Matrix): Matrix {
  const { rows, columns, values } = encodings;
  const mean = new Float64Array(columns);
  for (let i = 0; i < rows; i++) for (let d = 0; d < columns; d++) mean[d]! += values[i * columns + d]! / rows;
  const placeOf = new Map(names.map((name, place) => [name, place]));
  const centres = new Float32Array(names.length * columns);
  groupOf.forEach((name, i) => {
    const place = name === undefined ? undefined : placeOf.get(name);
    if (place === undefined) return;
    for (let d = 0; d < columns; d++) centres[place * columns + d]! += values[i * columns + d]! - mean[d]!;
  });
  for (let g = 0; g < names.length; g++) {
    const centre = centres.subarray(g * columns, (g + 1) * columns);
    const norm = Math.hypot(...centre);
    if (norm > 0) for (let d = 0; d < columns; d++) centre[d]! /= norm;
  }
  return { rows: names.length, columns, values: centres };
}

/** The clusters of a cosine linkage below its cut, those of one group left out. */
function familiesOf(tree: Float64Array, names: readonly string[]): string[][] {
  const members = names.map((name) => [name]);
  const roots = new Set(names.map((_, leaf) => leaf));
  for (let m = 0; m < tree.length / 4 && tree[m * 4 + 2]! <= 1 - familySimilarity; m++) {
    const [left, right] = [tree[m * 4]!, tree[m * 4 + 1]!];
    members[names.length + m] = [...members[left]!, ...members[right]!];
    roots.delete(left);
    roots.delete(right);
    roots.add(names.length + m);
  }
  const families = [...roots].map((root) => members[root]!.sort()).filter((family) => family.length > 1);
  return families.sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
}
