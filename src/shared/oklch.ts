/** Colours in OKLCH (Björn Ottosson, "A perceptual color space for image processing", 2020). Hue in degrees. */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

/** '#rrggbb', with chroma lowered as far as the sRGB gamut asks. */
export function hexOf({ lightness, chroma, hue }: Oklch): string {
  let c = chroma;
  let rgb = linearRgb(lightness, c, hue);
  while (c > 0 && rgb.some((value) => value < -0.0005 || value > 1.0005)) {
    c -= 0.004;
    rgb = linearRgb(lightness, Math.max(0, c), hue);
  }
  return (
    '#' +
    rgb
      .map((value) =>
        Math.round(gamma(value) * 255)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')
  );
}

/** @param rgb red, green, blue: 0 … 255 */
export function oklchOf(rgb: readonly [number, number, number]): Oklch {
  const [r, g, b] = rgb.map((value) => linear(value / 255)) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const hue = (Math.atan2(bb, a) * 180) / Math.PI;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, bb),
    hue: (hue + 360) % 360,
  };
}

function linearRgb(lightness: number, chroma: number, hue: number): number[] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function gamma(value: number): number {
  const v = Math.max(0, Math.min(1, value));
  return v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055;
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
