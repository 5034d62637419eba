import { fittedText, type Size } from '../canvas';
import type { Pen } from '../savedPicture/pen';
import { colourOf, type Scene } from '../scene';
import type { Theme } from '../theme/theme';
import type { View } from '../zoom';
import { type Box, medianCentres, type PlaceIndex, placeLabels } from './layout';

/** A name on the map. */
class MapLabel {
  #fitted: FittedLabel | undefined;

  /**
   * @param font as a canvas has it
   * @param x CSS pixels at scale 1, as y
   */
  constructor(
    readonly name: string,
    readonly font: string,
    readonly colour: string,
    readonly x: number,
    readonly y: number,
  ) {}

  /** Measured when it is first in view, and only then: measuring in each frame would be most of the frame. */
  fitted(context: Pen): FittedLabel {
    return (this.#fitted ??= this.#fit(context));
  }

  #fit(context: Pen): FittedLabel {
    context.font = this.font;
    const text = fittedText(context, this.name, labelWidthPx);
    return { text, width: context.measureText(text).width + paddingPx };
  }
}

interface FittedLabel {
  readonly text: string;
  /** CSS pixels, with what is around the text. */
  readonly width: number;
}

/** The names of the groups, the greatest first, and of the clusters' parts. */
export interface MapLabels {
  readonly groups: readonly MapLabel[];
  readonly parts: readonly MapLabel[];
}

const labelWidthPx = 190;
const labelHeightPx = 22;
const titleHeightPx = 18;
const paddingPx = 16;
/** Of a name from its place, in its own widths and heights; the nearest first. */
const labelShifts = [
  [0, 0], [0, -1], [0, 1], [-0.4, 0], [0.4, 0], [-0.4, -1], [0.4, -1], [-0.4, 1], [0.4, 1], [0, -2], [0, 2],
] as const; // prettier-ignore
const mostLabels = 150;
/** From this scale on the parts of clusters are named too. */
const partsScale = 2.5;
/** As many documents as this in view are named each. */
const mostTitles = 60;
const titlesScale = 3;

export function mapLabels(scene: Scene, places: Float32Array): MapLabels {
  const { grouping, data } = scene;
  const centres = medianCentres(places, grouping.groupOfDocument, grouping.groups.length);
  const groupFont = fontOf(scene.theme, true);
  const groups = grouping.groups
    .map((_, g) => g)
    .sort((a, b) => grouping.groups[b]!.size - grouping.groups[a]!.size)
    .filter((g) => !Number.isNaN(centres[2 * g]!))
    .slice(0, mostLabels)
    .map((g) => new MapLabel(grouping.groups[g]!.label, groupFont, colourOf(scene, g), centres[2 * g]!, centres[2 * g + 1]!)); // prettier-ignore
  if (!grouping.isAnalysis) return { groups, parts: [] };
  const own = data.analysis.clusters.filter(({ parent }) => parent !== null).sort((a, b) => b.size - a.size).slice(0, 2 * mostLabels); // prettier-ignore
  const placeOf = new Map(own.map(({ id }, place) => [id, place]));
  const partOf = data.documents.subcluster.map((id) => placeOf.get(id) ?? -1);
  const middles = medianCentres(places, partOf, own.length);
  const partFont = fontOf(scene.theme, false);
  const groupOf = new Map(grouping.groups.map(({ cluster }, g) => [cluster, g]));
  const parts = own.flatMap(({ label: name, parent }, p) =>
    Number.isNaN(middles[2 * p]!)
      ? []
      : [
          new MapLabel(
            name,
            partFont,
            colourOf(scene, groupOf.get(parent) ?? -1),
            middles[2 * p]!,
            middles[2 * p + 1]!,
          ),
        ],
  );
  return { groups, parts };
}

function fontOf({ font, fontSizePx }: Theme, isBold: boolean): string {
  return isBold ? `600 ${fontSizePx}px ${font}` : `${(0.92 * fontSizePx).toFixed(1)}px ${font}`;
}

/** Draws as many names as there is room for: groups first, then their parts, then, far in, the documents' titles. */
export function drawLabels(
  context: Pen,
  scene: Scene,
  { groups, parts }: MapLabels,
  places: Float32Array,
  index: PlaceIndex,
  size: Size,
  view: View,
): void {
  const names = [...groups, ...(view.scale >= partsScale ? parts : [])];
  const inView = names.flatMap((label) => {
    const [x, y] = [label.x * view.scale + view.x, label.y * view.scale + view.y];
    if (x < 0 || y < 0 || x > size.width || y > size.height) return [];
    const { text, width } = label.fitted(context);
    return [{ label, text, boxes: labelBoxes(width, x, y, size) }];
  });
  const titles = view.scale >= titlesScale ? titleBoxes(context, scene, places, index, size, view) : [];
  const boxes = placeLabels([...inView.map((each) => each.boxes), ...titles.map(({ box }) => [box])]);
  context.textBaseline = 'middle';
  context.strokeStyle = scene.theme.background; // a halo, so that the points around a name stay in sight
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.textAlign = 'center';
  inView.forEach(({ label, text }, i) => {
    const box = boxes[i];
    if (box === undefined) return;
    context.font = label.font;
    context.fillStyle = label.colour;
    context.fillRect(box.left + 4, box.top + 5, 3, box.height - 10);
    write(context, text, box.left + box.width / 2 + 3, box.top + box.height / 2 + 0.5, scene.theme.foreground);
  });
  context.textAlign = 'left';
  context.font = fontOf(scene.theme, false);
  titles.forEach(({ text, box }, i) => {
    if (boxes[inView.length + i] !== undefined)
      write(context, text, box.left, box.top + box.height / 2 + 0.5, scene.theme.muted);
  });
}

/** Where a name may go: on its place, above or below it, then beside those; within the picture. */
function labelBoxes(width: number, x: number, y: number, size: Size): Box[] {
  return labelShifts.map(([across, down]) => ({
    left: Math.max(4, Math.min(size.width - width - 4, x + (across - 0.5) * width)),
    top: Math.max(0, Math.min(size.height - labelHeightPx, y + (down - 0.5) * labelHeightPx)),
    width,
    height: labelHeightPx,
  }));
}

function write(context: Pen, text: string, x: number, y: number, colour: string): void {
  context.fillStyle = colour;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

function titleBoxes(
  context: Pen,
  { data, theme }: Scene,
  places: Float32Array,
  index: PlaceIndex,
  size: Size,
  view: View,
): { text: string; box: Box }[] {
  const at = (x: number, offset: number): number => (x - offset) / view.scale;
  const inView = index.within(at(0, view.x), at(0, view.y), at(size.width, view.x), at(size.height, view.y), mostTitles); // prettier-ignore
  context.font = fontOf(theme, false);
  return (inView ?? []).map((d) => {
    const text = fittedText(context, data.documents.title[d]!, labelWidthPx);
    const left = places[2 * d]! * view.scale + view.x + 8;
    const top = places[2 * d + 1]! * view.scale + view.y - titleHeightPx / 2;
    return { text, box: { left, top, width: context.measureText(text).width, height: titleHeightPx } };
  });
}
