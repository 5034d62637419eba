import type { Matrix } from '../math/matrix';
import { meanOf } from '../labelling/representatives';

/** How typical against how different a further document has to be. */
const typicality = 0.6;

/**
 * Documents that stand for a cluster: the most typical first, then such as are typical and unlike those before (maximal
 * marginal relevance with the cosine; Carbonell and Goldstein 1998).
 *
 * @param encodings unit rows
 * @returns rows, at most `count`
 */
export function keyDocuments(encodings: Matrix, members: Int32Array, count: number): number[] {
  const { columns, values } = encodings;
  const mean = meanOf(encodings, members);
  const length = Math.hypot(...mean) || 1;
  const typical = Float64Array.from(members, (i) => {
    let dot = 0;
    for (let d = 0; d < columns; d++) dot += values[i * columns + d]! * mean[d]!;
    return dot / length;
  });
  const likeChosen = new Float64Array(members.length);
  const isChosen = new Uint8Array(members.length);
  const chosen: number[] = [];
  while (chosen.length < Math.min(count, members.length)) {
    let best = -1;
    let most = -Infinity;
    for (let m = 0; m < members.length; m++) {
      const value = typicality * typical[m]! - (1 - typicality) * likeChosen[m]!;
      if (isChosen[m] === 0 && value > most) {
        most = value;
        best = m;
      }
    }
    isChosen[best] = 1;
    const row = members[best]!;
    chosen.push(row);
    members.forEach((i, m) => {
      let dot = 0;
      for (let d = 0; d < columns; d++) dot += values[i * columns + d]! * values[row * columns + d]!;
      likeChosen[m] = chosen.length === 1 ? dot : Math.max(likeChosen[m]!, dot);
    });
  }
  return chosen;
}
