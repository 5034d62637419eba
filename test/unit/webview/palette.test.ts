import fs from 'node:fs';
import { expect, test } from 'vitest';
import {
  type ColourKind,
  clusterColourIndex,
  paletteColour,
  paletteSize,
  themeColourId,
} from '../../../src/shared/clusterColours';
import { hexOf, oklchOf } from '../../../src/shared/oklch';
import type { Group } from '../../../src/shared/tree/grouping';
import { groupColours } from '../../../webview-ui/theme/palette';
import type { Theme } from '../../../webview-ui/theme/theme';

const kinds: readonly ColourKind[] = ['light', 'dark', 'highContrast', 'highContrastLight'];
const backgrounds = { light: '#ffffff', dark: '#1f1f1f', highContrast: '#000000', highContrastLight: '#ffffff' };

function rgb(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [r, g, bl] = rgb(hex).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * bl!;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

/**
 * How people who lack one kind of cone see a colour, in linear RGB. Source: Machado, Oliveira, Fernandes, "A
 * physiologically-based model for simulation of color vision deficiency", 2009, severity 1.
 */
const deficiencies = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** Distance in Oklab of two colours as seen with a deficiency. */
function seenDistance(a: string, b: string, matrix: readonly number[]): number {
  const seen = (hex: string): [number, number, number] => {
    const linear = rgb(hex).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    const mixed = [0, 3, 6].map((row) => linear.reduce((sum, v, i) => sum + matrix[row + i]! * v, 0));
    const back = mixed.map((v) => Math.max(0, Math.min(1, v)));
    const srgb = back.map((v) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055) * 255);
    const { lightness, chroma, hue } = oklchOf(srgb as [number, number, number]);
    return [lightness, chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  };
  const [p, q] = [seen(a), seen(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

test('OKLCH agrees with the values of its paper’s reference code', () => {
  // Ottosson's table of sRGB primaries: white, red, green, blue.
  const expected: [string, number, number, number][] = [
    ['#ff0000', 0.6279, 0.2577, 29.23],
    ['#00ff00', 0.8664, 0.2948, 142.5],
    ['#0000ff', 0.452, 0.3132, 264.05],
  ];
  for (const [hex, lightness, chroma, hue] of expected) {
    const colour = oklchOf(rgb(hex));
    expect(colour.lightness).toBeCloseTo(lightness, 3);
    expect(colour.chroma).toBeCloseTo(chroma, 3);
    expect(colour.hue).toBeCloseTo(hue, 1);
    expect(hexOf(colour)).toBe(hex);
  }
});

test.each(kinds)('up to as many clusters as the palette has places have a colour each (%s)', (kind) => {
  for (const count of [1, 2, 7, 16, 24, 33, paletteSize]) {
    const colours = Array.from({ length: count }, (_, rank) => paletteColour(kind, clusterColourIndex(rank, count)));
    expect(new Set(colours).size, `${count}`).toBe(count);
  }
});

test.each(kinds)('neighbours in the tree are told apart without hue, and are similar in hue (%s)', (kind) => {
  const colours = Array.from({ length: 24 }, (_, rank) => paletteColour(kind, clusterColourIndex(rank, 24)));
  for (let i = 1; i < colours.length; i++) {
    const [a, b] = [oklchOf(rgb(colours[i - 1]!)), oklchOf(rgb(colours[i]!))];
    expect(Math.abs(a.lightness - b.lightness), `${i}`).toBeGreaterThan(0.08);
    expect(Math.min((b.hue - a.hue + 360) % 360, (a.hue - b.hue + 360) % 360), `${i}`).toBeLessThan(45);
    for (const matrix of Object.values(deficiencies))
      expect(seenDistance(colours[i - 1]!, colours[i]!, matrix)).toBeGreaterThan(0.06);
  }
});

test.each(kinds)('names written in them can be read: 4.5 to 1 on the background (%s)', (kind) => {
  for (let i = 0; i < paletteSize; i++)
    expect(contrast(paletteColour(kind, i), backgrounds[kind]), `${i}`).toBeGreaterThan(4.5);
});

test('package.json contributes the palette', () => {
  const { contributes } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as {
    contributes: { colors: readonly { id: string; defaults: Record<ColourKind, string> }[] };
  };
  const palette = Array.from({ length: paletteSize }, (_, i) => ({
    id: themeColourId(i),
    defaults: Object.fromEntries(kinds.map((kind) => [kind, paletteColour(kind, i)])),
  }));
  expect(contributes.colors.map(({ id, defaults }) => ({ id, defaults }))).toEqual(palette);
});

test('on the page a cluster keeps its colour under another cut; what is split differs from the group before it', () => {
  const clusterColours = Array.from({ length: paletteSize }, (_, i) => paletteColour('dark', i));
  const theme = { kind: 'dark', clusterColours } as unknown as Theme;
  const clusters = [0, 1, 2, 3].map((id) => ({ id }));
  const own = clusters.map(({ id: cluster }, i) => ({ cluster, place: (i + 0.5) / 4 }) as Group);
  const colours = groupColours(own, clusters, theme);
  expect(colours).toEqual(clusters.map(({ id: rank }) => paletteColour('dark', clusterColourIndex(rank, 4))));
  const split = [own[0]!, own[1]!, { cluster: null, place: 0.56 }, { cluster: null, place: 0.68 }, own[3]!] as Group[];
  const after = groupColours(split, clusters, theme);
  expect([after[0], after[1], after[4]]).toEqual([colours[0], colours[1], colours[3]]);
  expect(new Set(after).size).toBe(5);
  const kept = groupColours(own, [{ id: 0 }, { id: 1 }, { id: 2, colour: 7 }, { id: 3 }], theme);
  expect(kept).toEqual([colours[0], colours[1], clusterColours[7], colours[3]]);
});
