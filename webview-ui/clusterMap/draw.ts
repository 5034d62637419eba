import { fittedText, type Size } from '../canvas';
import { colourOf, type Scene } from '../scene';
import type { View } from '../zoom';
import { type Box, type GroupMembers, withoutOverlap } from './layout';

export interface MapPicture {
  readonly scene: Scene;
  readonly size: Size;
  readonly view: View;
  readonly places: Float32Array;
  readonly centres: Float32Array;
  readonly members: GroupMembers;
}

const labelWidthPx = 190;
const labelHeightPx = 22;
const mostLabels = 150;

export function drawMap(context: CanvasRenderingContext2D, picture: MapPicture): void {
  const { scene, size, view } = picture;
  context.font = `600 ${scene.theme.fontSizePx}px ${scene.theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const radius = pointRadius(scene, view);
  const emphasised = emphasis(scene);
  for (let group = -1; group < scene.colours.length; group++) drawPoints(context, picture, group, radius, emphasised);
  const { selection } = scene;
  const selected = selection.kind === 'document' ? selection.document : -1;
  if (selected >= 0) {
    const [x, y] = screenPlace(picture.places, view, selected);
    context.strokeStyle = scene.theme.focus;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, radius + 4, 0, 2 * Math.PI);
    context.stroke();
  }
  drawLabels(context, picture, size);
}

/** One path a group: a fill for each of 20,000 points would be the frame's whole time. */
function drawPoints(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  group: number,
  radius: number,
  emphasised: ((document: number) => boolean) | null,
): void {
  const { scene, size, view, places, members } = picture;
  const { matches } = scene;
  for (const strong of [false, true]) {
    context.beginPath();
    for (let m = members.starts[group + 1]!; m < members.starts[group + 2]!; m++) {
      const d = members.documents[m]!;
      const isStrong = (matches === null || matches.isFound[d] === 1) && (emphasised === null || emphasised(d));
      if (isStrong !== strong) continue;
      const x = places[d * 2]! * view.scale + view.x;
      const y = places[d * 2 + 1]! * view.scale + view.y;
      if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius) continue;
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fillStyle = colourOf(scene, group);
    context.globalAlpha = strong ? 0.85 : 0.13;
    context.fill();
  }
  context.globalAlpha = 1;
}

/** Which documents a selected cluster or branch brings out; null where all are alike. */
function emphasis({ selection, tree, branches, data }: Scene): ((document: number) => boolean) | null {
  if (selection.kind === 'branch') return inNode(selection.node);
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

function drawLabels(context: CanvasRenderingContext2D, { scene, view, centres }: MapPicture, size: Size): void {
  const { groups } = scene.grouping;
  const order = groups
    .map((_, g) => g)
    .sort((a, b) => groups[b]!.size - groups[a]!.size)
    .slice(0, mostLabels);
  const labels = order.flatMap((g) => {
    const x = centres[g * 2]! * view.scale + view.x;
    const y = centres[g * 2 + 1]! * view.scale + view.y;
    if (Number.isNaN(x) || x < 0 || y < 0 || x > size.width || y > size.height) return [];
    const text = fittedText(context, groups[g]!.label, labelWidthPx);
    const width = context.measureText(text).width + 16;
    const left = Math.max(4, Math.min(size.width - width - 4, x - width / 2));
    const box: Box = { left, top: y - labelHeightPx / 2, width, height: labelHeightPx };
    return [{ g, text, box }];
  });
  const shown = withoutOverlap(labels.map(({ box }) => box));
  context.strokeStyle = scene.theme.background; // a halo, so that the points around a name stay in sight
  context.lineWidth = 4;
  context.lineJoin = 'round';
  labels.forEach(({ g, text, box }, i) => {
    if (!shown[i]) return;
    context.fillStyle = colourOf(scene, g);
    context.fillRect(box.left + 4, box.top + 5, 3, box.height - 10);
    context.fillStyle = scene.theme.foreground;
    const x = box.left + box.width / 2 + 3;
    const y = box.top + box.height / 2 + 0.5;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  });
}

/** In CSS pixels: smaller where there are many, larger when zoomed in. */
export function pointRadius(scene: Scene, view: View): number {
  return Math.max(1.6, Math.min(5, (70 / Math.sqrt(scene.data.documents.id.length + 60)) * view.scale ** 0.4));
}

export function screenPlace(places: Float32Array, view: View, document: number): [number, number] {
  return [places[document * 2]! * view.scale + view.x, places[document * 2 + 1]! * view.scale + view.y];
}
