import { hexOf } from './oklch';

/**
 * The colours of clusters, the same in the page, the views and the Explorer. The extension contributes one theme colour a
 * place of the palette (`grove.cluster1` …), so that a theme or a person can change them; a test holds package.json
 * against this file.
 */
export type ColourKind = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/**
 * Lightness (OKLCH) that neighbours in the tree take in turn: with similar hues they must differ in lightness, which is
 * also what people who confuse hues go by. All have a contrast of 4.5 to 1 on the editor's background: names are written
 * in them too.
 */
const lightnessSteps: Record<ColourKind, readonly [number, number, number]> = {
  light: [0.55, 0.465, 0.38],
  dark: [0.68, 0.79, 0.9],
  highContrast: [0.7, 0.81, 0.92],
  highContrastLight: [0.52, 0.435, 0.35],
};

const hues = 16;
const steps = 3;
const firstHue = 250;
const chroma = 0.15;

/** Places of the palette, so many hues of three lightness steps each. */
export const paletteSize = hues * steps;

/**
 * The place in the palette of a group.
 *
 * @param place 0 … 1, where it stands in the tree: neighbours get similar hues
 * @param step its lightness, taken modulo the number of steps
 */
export function paletteIndex(place: number, step: number): number {
  const hue = Math.max(0, Math.min(hues - 1, Math.floor(place * hues)));
  return hue * steps + (step % steps);
}

/** The place in the palette of cluster `rank` of `count`, in the order of the tree; all differ up to `paletteSize`. */
export function clusterColourIndex(rank: number, count: number): number {
  return paletteIndex((rank + 0.5) / count, rank);
}

/** '#rrggbb' that the extension contributes for a place of the palette. */
export function paletteColour(kind: ColourKind, index: number): string {
  const hue = (firstHue + (Math.floor(index / steps) * 360) / hues) % 360;
  return hexOf({ lightness: lightnessSteps[kind][index % steps]!, chroma, hue });
}

/** The lightness step of a place of the palette. */
export function stepOf(index: number): number {
  return index % steps;
}

/** The id of the theme colour; on the page, the variable `--vscode-` with '-' for '.'. */
export function themeColourId(index: number): string {
  return `grove.cluster${index + 1}`;
}
