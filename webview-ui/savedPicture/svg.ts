const namespace = 'http://www.w3.org/2000/svg';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An SVG element that stands nowhere yet; attributes without a value are left out, numbers have two decimals. */
export function svgElement(name: string, attributes: Attributes = {}, text?: string): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) element.setAttribute(key, typeof value === 'number' ? rounded(value) : allowed(value));
  if (text !== undefined) element.textContent = allowed(text);
  return element;
}

/** Appends a new element and returns it. */
export function append(parent: SVGElement, name: string, attributes?: Attributes, text?: string): SVGElement {
  return parent.appendChild(svgElement(name, attributes, text));
}

export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** What XML 1.0 lets a document hold of a text, no half of a surrogate pair either: a serializer escapes, but leaves out nothing. */
function allowed(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}

/** Clips what is put into the returned group. */
export function clipped(parent: SVGElement, shape: SVGElement): SVGElement {
  const root = rootOf(parent);
  const id = `clip-${root.querySelectorAll('clipPath').length + 1}`;
  append(root, 'clipPath', { id }).append(shape);
  return append(parent, 'g', { 'clip-path': `url(#${id})` });
}

function rootOf(element: Element): SVGElement {
  let at = element;
  while (at.parentElement !== null) at = at.parentElement;
  return at as SVGElement;
}

/** The attributes of a fill or a stroke in any colour that CSS knows. */
export function paint(kind: 'fill' | 'stroke', colour: string, opacity = 1): Attributes {
  if (colour === 'none') return { [kind]: 'none' };
  const [red, green, blue, alpha] = rgbaOf(colour);
  const visible = (alpha / 255) * opacity;
  const hex = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  return { [kind]: hex, [`${kind}-opacity`]: visible < 1 ? visible : undefined };
}

export function isTransparent(colour: string): boolean {
  return rgbaOf(colour)[3] === 0;
}

type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

const known = new Map<string, Rgba>();
let pixel: CanvasRenderingContext2D | null | undefined;

/** As the browser paints it: computed colours come as rgb(), color() and oklab(), which other programs don't read. */
function rgbaOf(colour: string): Rgba {
  const before = known.get(colour);
  if (before !== undefined) return before;
  pixel ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (pixel === null) return [128, 128, 128, 255];
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = colour;
  pixel.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = pixel.getImageData(0, 0, 1, 1).data;
  const made: Rgba = [red, green, blue, alpha];
  known.set(colour, made);
  return made;
}
