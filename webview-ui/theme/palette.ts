import type { Group } from '../model/grouping';
import { hexOf, type Oklch } from './oklch';
import type { Theme, ThemeKind } from './theme';

/**
 * Lightness steps that neighbours in the tree take in turn: with similar hues they must differ in lightness, which is
 * also what people who confuse hues go by.
 */
const lightnessSteps: Record<ThemeKind, readonly number[]> = {
  light: [0.57, 0.7, 0.47],
  dark: [0.72, 0.6, 0.84],
  'high-contrast': [0.82, 0.68, 0.92],
  'high-contrast-light': [0.45, 0.56, 0.35],
};
const leastChroma = 0.11;
const fewGroups = 6;
const hueGapPower = 0.75;

/** '#rrggbb' of each group: its hue follows its place in the tree, along the theme's own chart colours. */
export function groupColours(groups: readonly Group[], theme: Theme): string[] {
  const steps = lightnessSteps[theme.kind];
  const ring = [...theme.chartColours].sort((a, b) => a.hue - b.hue);
  const order = groups.map((_, i) => i).sort((a, b) => groups[a]!.place - groups[b]!.place);
  const colours = new Array<string>(groups.length);
  order.forEach((group, rank) => {
    const place = groups.length <= fewGroups ? (rank + 0.5) / groups.length : groups[group]!.place;
    const { hue, chroma } = alongRing(ring, place);
    colours[group] = hexOf({ lightness: steps[rank % steps.length]!, chroma, hue });
  });
  return colours;
}

/**
 * Hue and chroma at `place` (0 … 1) on the way once around the ring. Anchors far apart in hue get more of the way, less
 * than in proportion: themes have many warm colours, and the wide green is hard to tell apart.
 */
function alongRing(ring: readonly Oklch[], place: number): { hue: number; chroma: number } {
  if (ring.length < 3) return { hue: (25 + place * 335) % 360, chroma: 0.14 };
  const ways = ring.map((from, i) => ((ring[(i + 1) % ring.length]!.hue - from.hue + 360) % 360) ** hueGapPower);
  let rest = place * ways.reduce((sum, way) => sum + way, 0);
  let i = 0;
  while (i < ring.length - 1 && rest > ways[i]!) rest -= ways[i++]!;
  const from = ring[i]!;
  const to = ring[(i + 1) % ring.length]!;
  const share = ways[i] === 0 ? 0 : rest / ways[i]!;
  const turn = (to.hue - from.hue + 360) % 360;
  const chroma = from.chroma + (to.chroma - from.chroma) * share;
  return { hue: (from.hue + turn * share) % 360, chroma: Math.max(leastChroma, chroma) };
}
