import { drawingOf } from './canvases';
import { fontAttributes, SvgPen } from './pen';
import { append, clipped, isTransparent, paint, svgElement } from './svg';
import { textLines } from './textLines';

/** What a person does something with, and what only a screen reader reads. */
const leftOut =
  '.visually-hidden, .toolbar, .minimap, .save-picture, .hover-card, .hint, details, input, select, label:has(input, select), button:not(.link, .name), [hidden]';
/** All that the page draws with inside an <svg>. */
const shapes = new Set(['g', 'path', 'rect', 'line', 'polygon', 'polyline', 'circle']);
const geometry = [
  'd',
  'x',
  'y',
  'width',
  'height',
  'rx',
  'points',
  'x1',
  'x2',
  'y1',
  'y2',
  'cx',
  'cy',
  'r',
  'transform',
];

/** Around what is a part of a page and has no margin of its own. */
const marginPx = 12;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Sheet {
  /** Of the window, where the picture begins. */
  readonly left: number;
  readonly top: number;
  /** Measures texts. */
  readonly ruler: CanvasRenderingContext2D;
}

/**
 * An element as it is seen now, in an SVG that stands alone: boxes, texts and shapes with the colours and fonts that they
 * have in this theme written out as attributes. It holds no script, no style sheet and no HTML; texts are text nodes.
 */
export function seenPicture(element: HTMLElement): SVGElement {
  const { left, top, width, height } = element.getBoundingClientRect();
  const margin = element.matches('.picture') ? 0 : marginPx;
  const [wide, high] = [Math.ceil(width) + 2 * margin, Math.ceil(height) + 2 * margin];
  const svg = svgElement('svg', { width: wide, height: high, viewBox: `0 0 ${wide} ${high}` });
  append(svg, 'rect', { width: wide, height: high, ...paint('fill', getComputedStyle(document.body).backgroundColor) });
  const ruler = document.createElement('canvas').getContext('2d');
  if (ruler !== null) drawElement(element, svg, { left: left - margin, top: top - margin, ruler });
  return svg;
}

function drawElement(element: Element, parent: SVGElement, sheet: Sheet): void {
  if (element.matches(leftOut)) return;
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return;
  const box = placed(element.getBoundingClientRect(), sheet);
  const group = style.opacity === '1' ? parent : append(parent, 'g', { opacity: Number(style.opacity) });
  if (element instanceof HTMLCanvasElement) drawCanvas(element, group, box, sheet);
  else if (element instanceof SVGSVGElement) drawSvg(element, group, box);
  else drawHtml(element, style, box, group, sheet);
}

function drawHtml(element: Element, style: CSSStyleDeclaration, box: Box, group: SVGElement, sheet: Sheet): void {
  drawBox(style, box, group);
  drawBefore(element, group, box);
  const isCut = style.overflowX !== 'visible' && style.display !== 'inline';
  const inside = isCut ? clipped(group, svgElement('rect', rectangle(box))) : group;
  for (const child of element.childNodes) {
    if (child instanceof Text) drawText(child, style, inside, sheet);
    else if (child instanceof Element) drawElement(child, inside, sheet);
  }
  drawOutline(style, box, group);
}

function placed({ left, top, width, height }: Box, sheet: Sheet): Box {
  return { left: left - sheet.left, top: top - sheet.top, width, height };
}

function rectangle({ left, top, width, height }: Box): Record<string, number> {
  return { x: left, y: top, width: Math.max(0, width), height: Math.max(0, height) };
}

/** Background, a shadow along the inner edge, and borders. */
function drawBox(style: CSSStyleDeclaration, box: Box, parent: SVGElement): void {
  const rx = radiusOf(style, box);
  if (!isTransparent(style.backgroundColor))
    append(parent, 'rect', { ...rectangle(box), rx, ...paint('fill', style.backgroundColor) });
  const [, colour, across] = /^(.+?) (\d[\d.]*)px 0px 0px 0px inset$/.exec(style.boxShadow) ?? [];
  if (colour !== undefined)
    append(parent, 'rect', { ...rectangle({ ...box, width: Number(across) }), ...paint('fill', colour) });
  const sides = (['Top', 'Right', 'Bottom', 'Left'] as const).map((side) => ({
    width: style[`border${side}Style`] === 'none' ? 0 : Number.parseFloat(style[`border${side}Width`]),
    colour: style[`border${side}Color`],
    isDashed: style[`border${side}Style`] === 'dashed',
  }));
  const [first] = sides;
  if (sides.every(({ width, colour: other }) => width === first!.width && other === first!.colour)) {
    if (first!.width > 0 && !isTransparent(first!.colour)) frame(parent, box, -first!.width / 2, first!.width, first!.colour, rx); // prettier-ignore
    return;
  }
  const { left, top, width, height } = box;
  const middles = [
    [left, top + sides[0]!.width / 2, left + width, top + sides[0]!.width / 2],
    [left + width - sides[1]!.width / 2, top, left + width - sides[1]!.width / 2, top + height],
    [left, top + height - sides[2]!.width / 2, left + width, top + height - sides[2]!.width / 2],
    [left + sides[3]!.width / 2, top, left + sides[3]!.width / 2, top + height],
  ] as const;
  sides.forEach((side, i) => {
    if (side.width === 0 || isTransparent(side.colour)) return;
    const [x1, y1, x2, y2] = middles[i]!;
    const dash = side.isDashed ? `${3 * side.width} ${2 * side.width}` : undefined;
    append(parent, 'line', { x1, y1, x2, y2, ...paint('stroke', side.colour), 'stroke-width': side.width, 'stroke-dasharray': dash }); // prettier-ignore
  });
}

function radiusOf(style: CSSStyleDeclaration, { width, height }: Box): number | undefined {
  const radius = Number.parseFloat(style.borderTopLeftRadius);
  if (!(radius > 0)) return undefined;
  const pixels = style.borderTopLeftRadius.endsWith('%') ? (radius / 100) * width : radius;
  return Math.min(pixels, width / 2, height / 2);
}

/** @param outwardsPx from the box to the middle of the line */
function frame(parent: SVGElement, box: Box, outwardsPx: number, widthPx: number, colour: string, rx?: number): void {
  const around = {
    left: box.left - outwardsPx,
    top: box.top - outwardsPx,
    width: box.width + 2 * outwardsPx,
    height: box.height + 2 * outwardsPx,
  };
  append(parent, 'rect', { ...rectangle(around), rx, fill: 'none', ...paint('stroke', colour), 'stroke-width': widthPx }); // prettier-ignore
}

function drawOutline(style: CSSStyleDeclaration, box: Box, parent: SVGElement): void {
  const width = Number.parseFloat(style.outlineWidth);
  if (style.outlineStyle === 'none' || !(width > 0) || isTransparent(style.outlineColor)) return;
  frame(parent, box, Number.parseFloat(style.outlineOffset) + width / 2, width, style.outlineColor);
}

/** What a style sheet puts before an element's content, where it has a place of its own. */
function drawBefore(element: Element, parent: SVGElement, around: Box): void {
  const style = getComputedStyle(element, '::before');
  if (style.content === 'none' || style.position !== 'absolute') return;
  const [left, top, width, height] = [style.left, style.top, style.width, style.height].map(Number.parseFloat);
  if ([left, top, width, height].some(Number.isNaN)) return;
  drawBox(style, { left: around.left + left!, top: around.top + top!, width: width!, height: height! }, parent);
}

function drawText(node: Text, style: CSSStyleDeclaration, parent: SVGElement, sheet: Sheet): void {
  if (node.data.trim() === '') return;
  const { ruler } = sheet;
  ruler.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  ruler.textBaseline = 'alphabetic';
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent, width } = ruler.measureText('…');
  const look = { ...fontAttributes(ruler.font), ...paint('fill', style.color), 'xml:space': 'preserve' };
  for (const { text, left, top, height } of textLines(node, style.direction, width)) {
    const y = top - sheet.top + (height - ascent - descent) / 2 + ascent;
    append(parent, 'text', { x: left - sheet.left, y, ...look }, text);
  }
}

/** Drawn again where the page knows how, else as its pixels. */
function drawCanvas(canvas: HTMLCanvasElement, parent: SVGElement, box: Box, { ruler }: Sheet): void {
  if (canvas.width === 0 || canvas.height === 0) return;
  const inside = clipped(parent, svgElement('rect', rectangle(box)));
  const group = append(inside, 'g', { transform: `translate(${box.left} ${box.top})` });
  if (drawingOf(canvas)?.(new SvgPen(group, ruler)) === true) return;
  group.replaceChildren();
  append(group, 'image', { width: box.width, height: box.height, href: canvas.toDataURL('image/png') });
}

function drawSvg(svg: SVGSVGElement, parent: SVGElement, box: Box): void {
  const viewBox = svg.getAttribute('viewBox') ?? undefined;
  const preserveAspectRatio = svg.getAttribute('preserveAspectRatio') ?? undefined;
  const own = append(parent, 'svg', { ...rectangle(box), viewBox, preserveAspectRatio });
  for (const child of svg.children) drawShape(child, own);
}

function drawShape(shape: Element, parent: SVGElement): void {
  if (!shapes.has(shape.localName)) return;
  const style = getComputedStyle(shape);
  if (style.display === 'none' || style.visibility === 'hidden') return;
  const written = Object.fromEntries(geometry.map((name) => [name, shape.getAttribute(name) ?? undefined]));
  const copy = append(parent, shape.localName, {
    ...written,
    ...(shape.localName === 'g' ? {} : look(style)),
    opacity: style.opacity === '1' ? undefined : style.opacity,
  });
  for (const child of shape.children) drawShape(child, copy);
}

function look(style: CSSStyleDeclaration): Record<string, string | number | undefined> {
  const vectorEffect = style.vectorEffect === 'none' ? undefined : style.vectorEffect;
  const fill = paint('fill', style.fill, Number(style.fillOpacity));
  if (style.stroke === 'none' || isTransparent(style.stroke)) return { ...fill, 'vector-effect': vectorEffect };
  return {
    ...fill,
    ...paint('stroke', style.stroke, Number(style.strokeOpacity)),
    'stroke-width': Number.parseFloat(style.strokeWidth),
    'stroke-dasharray': style.strokeDasharray === 'none' ? undefined : style.strokeDasharray.replaceAll('px', ''),
    'vector-effect': vectorEffect,
  };
}
