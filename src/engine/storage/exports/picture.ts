import { clusterColourIndex, paletteColour } from '../../../shared/clusterColours';
import type { PictureTheme } from '../../../shared/engineProtocol';
import { fitText, oneLine } from './pictureText';
import { xmlText } from './xml';

/** The width that pictures are laid out for, in their own units; they are scaled to what is asked for. */
export const layoutWidth = 1200;
export const margin = 40;
export const lineHeight = 22;
export const fontSize = 13;

interface Colours {
  readonly background: string;
  readonly text: string;
  readonly faint: string;
  readonly noise: string;
}

const themes: Record<PictureTheme, Colours> = {
  light: { background: '#ffffff', text: '#1f1f1f', faint: '#6b6b6b', noise: '#9a9a9a' },
  dark: { background: '#1f1f1f', text: '#d4d4d4', faint: '#9a9a9a', noise: '#7a7a7a' },
};

/** What a picture is drawn with. */
export interface Style extends Colours {
  /** Of a cluster by its place in the order of the tree, as in all views; −1 is noise. */
  readonly colourOf: (rank: number) => string;
}

export function styleOf(theme: PictureTheme, clusters: number): Style {
  const colours = themes[theme];
  return {
    ...colours,
    colourOf: (rank) => (rank < 0 ? colours.noise : paletteColour(theme, clusterColourIndex(rank, clusters))),
  };
}

/** A whole SVG document of `layoutWidth` units by `height`, shown `width` pixels wide. */
export function svgDocument(
  name: string,
  { height, width, style }: { readonly height: number; readonly width: number; readonly style: Style },
  parts: readonly string[],
): string {
  const shownHeight = Math.round((height * width) / layoutWidth);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${layoutWidth} ${height}" width="${width}" height="${shownHeight}" font-family="'DejaVu Sans', 'Noto Sans SC', 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', sans-serif" font-size="${fontSize}">`,
    `<title>${xmlText(oneLine(name))}</title>`,
    `<rect width="${layoutWidth}" height="${height}" fill="${style.background}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

export interface TextPlace {
  readonly x: number;
  readonly y: number;
  /** Room for it, in units. */
  readonly width: number;
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** A line of text, cut to its room. */
export function textLine(text: string, { x, y, width, fill, anchor = 'start' }: TextPlace): string {
  const anchored = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${number(x)}" y="${number(y)}" fill="${fill}"${anchored}>${xmlText(fitText(text, width, fontSize))}</text>`;
}

/** A coordinate, to a tenth of a unit. */
export function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
