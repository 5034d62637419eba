import type { PageColumn } from '../../src/shared/viewProtocol';
import { colourOf, type Scene } from '../scene';
import { t } from '../strings';
import type { Theme } from '../theme/theme';
import { strongAlpha } from './pointLayer';

/** What the points' colours stand for: the clusters, or a column of the documents. */
export interface Colouring {
  /** The class of each document; −1 for none. */
  readonly classOf: Int32Array;
  /** [classes] '#rrggbb' */
  readonly colours: readonly string[];
  /** What to write beside the colours; empty where the map names the classes itself. */
  readonly legend: readonly { readonly name: string; readonly colour: string }[];
}

/** More values than these share the last colour. */
const mostClasses = 20;
const legendDates = 5;

/** @param name 'cluster', or a column's name */
export function colouringBy(scene: Scene, name: string): Colouring {
  const column = scene.data.documents.columns?.find((other) => other.name === name);
  if (column === undefined) return { classOf: scene.grouping.groupOfDocument, colours: scene.colours, legend: [] };
  return column.isOrdered ? byOrder(column, scene.theme) : byValue(column, scene.theme);
}

/** The commonest values have a colour each. */
function byValue({ values, valueOf }: PageColumn, theme: Theme): Colouring {
  const counts = new Int32Array(values.length);
  for (const value of valueOf) if (value >= 0) counts[value]!++;
  const order = values.map((_, v) => v).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const shown = order.slice(0, mostClasses);
  const classOfValue = new Int32Array(values.length).fill(shown.length);
  shown.forEach((value, place) => (classOfValue[value] = place));
  const colours = shown.map((_, place) => theme.clusterColours[place % theme.clusterColours.length]!);
  const legend = shown.map((value, place) => ({ name: values[value]!, colour: colours[place]! }));
  if (order.length > shown.length) {
    colours.push(theme.muted);
    legend.push({ name: t('{0} others', order.length - shown.length), colour: theme.muted });
  }
  return { classOf: valueOf.map((value) => (value < 0 ? -1 : classOfValue[value]!)), colours, legend };
}

/** Colours from the accent to the warning colour, by the place of the value in its order. */
function byOrder({ values, valueOf }: PageColumn, theme: Theme): Colouring {
  const [from, to] = [rgbOf(theme.clusterColours[0]!), rgbOf(theme.warning)];
  const last = Math.max(1, values.length - 1);
  const colours = values.map((_, v) => hexOf(from.map((part, i) => part + ((to[i]! - part) * v) / last)));
  const steps = Math.min(legendDates, values.length);
  const legend = Array.from({ length: steps }, (_, i) => {
    const value = Math.round((i * (values.length - 1)) / Math.max(1, steps - 1));
    return { name: values[value]!, colour: colours[value]! };
  });
  return { classOf: valueOf, colours, legend };
}

/** Red, green, blue and alpha of each point: [documents × 4]. */
export function pointColours(
  scene: Scene,
  { classOf, colours }: Colouring,
  isStrong: (document: number) => boolean,
): Uint8Array {
  const background = rgbOf(scene.theme.background);
  const ratio = scene.theme.kind.startsWith('high-contrast') ? 3 : 2;
  const known = new Map<string, readonly number[]>(); // thousands of groups share the colours of the palette
  const shade = (colour: string): readonly number[] => {
    const before = known.get(colour);
    if (before !== undefined) return before;
    const rgb = rgbOf(colour);
    const made = [...rgb, faintAlpha(rgb, background, ratio)];
    known.set(colour, made);
    return made;
  };
  const shades = colours.map(shade);
  const none = shade(scene.theme.muted);
  const rgba = new Uint8Array(4 * classOf.length);
  for (let d = 0, at = 0; d < classOf.length; d++) {
    const colour = classOf[d]! < 0 ? none : shades[classOf[d]!]!;
    rgba[at++] = colour[0]!;
    rgba[at++] = colour[1]!;
    rgba[at++] = colour[2]!;
    rgba[at++] = isStrong(d) ? strongAlpha : colour[3]!;
  }
  return rgba;
}

/** The least alpha, 0 … 255 and below a strong point's, at which a colour has a contrast of `ratio` to the background. */
export function faintAlpha(colour: readonly number[], background: readonly number[], ratio: number): number {
  for (let alpha = 1; alpha < strongAlpha - 1; alpha++) {
    const blended = colour.map((part, i) => background[i]! + ((part - background[i]!) * alpha) / 255);
    if (contrast(blended, background) >= ratio) return alpha;
  }
  return strongAlpha - 1;
}

/** The contrast ratio of two colours, 1 … 21 (WCAG 2.2). */
function contrast(one: readonly number[], other: readonly number[]): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** The relative luminance of red, green and blue, 0 … 255 each (WCAG 2.2). */
function luminance(rgb: readonly number[]): number {
  const linear = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}

/** The colour of a document's class. */
export function classColour(scene: Scene, { classOf, colours }: Colouring, document: number): string {
  return colours[classOf[document]!] ?? colourOf(scene, -1);
}

/** '#rrggbb' or 'rgb(r, g, b)' */
function rgbOf(colour: string): number[] {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour);
  if (hex !== null) return hex.slice(1).map((part) => Number.parseInt(part, 16));
  return (colour.match(/[\d.]+/g) ?? ['128', '128', '128']).slice(0, 3).map(Number);
}

function hexOf(rgb: readonly number[]): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
