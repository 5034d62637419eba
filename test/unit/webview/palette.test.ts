import { expect, test } from 'vitest';
import type { Group } from '../../../webview-ui/model/grouping';
import { hexOf, oklchOf } from '../../../webview-ui/theme/oklch';
import { groupColours } from '../../../webview-ui/theme/palette';
import type { Theme, ThemeKind } from '../../../webview-ui/theme/theme';

function rgb(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

const chartColours = ['#e51400', '#d18616', '#bf8803', '#388a34', '#1a85ff', '#652d90'].map((hex) => oklchOf(rgb(hex)));

function themeOf(kind: ThemeKind): Theme {
  return { kind, chartColours } as unknown as Theme;
}

function groups(count: number): Group[] {
  return Array.from({ length: count }, (_, i) => ({ place: (i + 0.5) / count }) as Group);
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

test.each<ThemeKind>(['light', 'dark', 'high-contrast', 'high-contrast-light'])(
  '24 groups have 24 colours (%s)',
  (kind) => {
    const colours = groupColours(groups(24), themeOf(kind));
    expect(new Set(colours).size).toBe(24);
    for (let i = 1; i < colours.length; i++) {
      const [a, b] = [oklchOf(rgb(colours[i - 1]!)), oklchOf(rgb(colours[i]!))];
      expect(Math.abs(a.lightness - b.lightness), `${i}`).toBeGreaterThan(0.08); // told apart without hue
      expect(Math.min((b.hue - a.hue + 360) % 360, (a.hue - b.hue + 360) % 360), `${i}`).toBeLessThan(45);
    }
  },
);

test('marks stand out from the background: 3 to 1 in high contrast', () => {
  for (const colour of groupColours(groups(24), themeOf('high-contrast')))
    expect(contrast(colour, '#000000')).toBeGreaterThan(3);
  for (const colour of groupColours(groups(24), themeOf('high-contrast-light')))
    expect(contrast(colour, '#ffffff')).toBeGreaterThan(3);
});
