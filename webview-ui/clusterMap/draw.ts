import type { Outline, Pen } from '../savedPicture/pen';
import type { Scene } from '../scene';
import type { View } from '../zoom';
import type { Size } from '../canvas';
import { strongAlpha } from './pointLayer';

/** Which documents the selection and the search bring out. */
export function strongDocuments(scene: Scene): (document: number) => boolean {
  const { matches } = scene;
  const emphasised = emphasis(scene);
  return (d) => (matches === null || matches.isFound[d] === 1) && (emphasised === null || emphasised(d));
}

/** Which documents a selected cluster, branch or lasso brings out; null where all are alike. */
function emphasis({ selection, tree, branches, data }: Scene): ((document: number) => boolean) | null {
  if (selection.kind === 'branch') return inNode(selection.node);
  if (selection.kind === 'documents') {
    const chosen = new Set(selection.documents);
    return (d) => chosen.has(d);
  }
  if (selection.kind !== 'cluster') return null;
  const { cluster } = selection;
  const isTop = data.analysis.clusters.some(({ id, parent }) => id === cluster && parent === null);
  if (isTop) return (d) => data.documents.cluster[d] === cluster;
  const node = branches.nodeOfCluster.get(cluster);
  return node === undefined ? (d) => data.documents.subcluster[d] === cluster : inNode(node);
  function inNode(of: number): (document: number) => boolean {
    const start = tree.start[of]!;
    const end = tree.end[of]!;
    return (d) => tree.positionOf[d]! >= start && tree.positionOf[d]! < end;
  }
}

/**
 * The points where there is no WebGL: one path a colour, since a fill for each point would be the frame's whole time.
 *
 * @param rgba [documents × 4]
 */
export function drawPoints(
  context: CanvasRenderingContext2D,
  places: Float32Array,
  rgba: Uint8Array,
  size: Size,
  view: View,
  radius: number,
): void {
  const paths = new Map<number, Path2D>();
  const words = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4);
  for (let d = 0; d < words.length; d++) {
    const x = places[d * 2]! * view.scale + view.x;
    const y = places[d * 2 + 1]! * view.scale + view.y;
    if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius) continue;
    let path = paths.get(words[d]!);
    if (path === undefined) {
      path = new Path2D();
      paths.set(words[d]!, path);
    }
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  }
  const alphaOf = (word: number): number => word >>> 24;
  const faintFirst = [...paths].sort(([a], [b]) => Number(alphaOf(a) === strongAlpha) - Number(alphaOf(b) === strongAlpha)); // prettier-ignore
  for (const [word, path] of faintFirst) {
    context.fillStyle = `rgb(${word & 255} ${(word >> 8) & 255} ${(word >> 16) & 255} / ${alphaOf(word) / 255})`;
    context.fill(path);
  }
}

/** More points than these make an SVG that programs take long to open. */
const mostWrittenPoints = 20_000;

/**
 * The points in view one by one, as WebGL draws them: where they overlap they are stronger.
 *
 * @param rgba [documents × 4]
 * @returns false where there are too many of them: nothing is drawn
 */
export function drawEachPoint(
  pen: Pen,
  places: Float32Array,
  rgba: Uint8Array,
  size: Size,
  view: View,
  radius: number,
): boolean {
  const inView: number[] = [];
  for (let d = 0; 2 * d < places.length; d++) {
    const [x, y] = screenPlace(places, view, d);
    if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius) continue;
    if (inView.push(d) > mostWrittenPoints) return false;
  }
  for (const isStrong of [false, true])
    for (const d of inView) {
      const [red, green, blue, alpha] = rgba.subarray(4 * d, 4 * d + 4);
      if ((alpha === strongAlpha) !== isStrong) continue;
      pen.fillStyle = `rgb(${red} ${green} ${blue})`;
      pen.globalAlpha = alpha! / 255;
      pen.beginPath();
      pen.arc(...screenPlace(places, view, d), radius, 0, 2 * Math.PI);
      pen.fill();
    }
  pen.globalAlpha = 1;
  return true;
}

/** Around the selected document. */
export function drawSelected(context: Pen, scene: Scene, x: number, y: number, radius: number): void {
  context.strokeStyle = scene.theme.focus;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, radius + 4, 0, 2 * Math.PI);
  context.stroke();
}

/** @param path in the places' coordinates */
export function drawContours(context: Pen, scene: Scene, path: Outline, view: View): void {
  context.save();
  context.translate(view.x, view.y);
  context.scale(view.scale, view.scale);
  context.strokeStyle = scene.theme.muted;
  context.globalAlpha = 0.45;
  context.lineWidth = 1 / view.scale;
  context.stroke(path);
  context.restore();
}

/** @param line [points × 2] in the places' coordinates */
export function drawLasso(context: Pen, scene: Scene, line: readonly number[], view: View): void {
  context.beginPath();
  for (let i = 0; i < line.length; i += 2)
    context.lineTo(line[i]! * view.scale + view.x, line[i + 1]! * view.scale + view.y);
  context.closePath();
  context.fillStyle = scene.theme.focus;
  context.globalAlpha = 0.12;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = scene.theme.focus;
  context.lineWidth = 1.5;
  context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
}

/** In CSS pixels: smaller where there are many, larger when zoomed in. */
export function pointRadius(scene: Scene, view: View): number {
  return Math.max(1.6, Math.min(5, (70 / Math.sqrt(scene.data.documents.id.length + 60)) * view.scale ** 0.4));
}

export function screenPlace(places: Float32Array, view: View, document: number): [number, number] {
  return [places[document * 2]! * view.scale + view.x, places[document * 2 + 1]! * view.scale + view.y];
}
