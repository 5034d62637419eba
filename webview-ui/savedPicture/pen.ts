import { append, clipped, paint, rounded, svgElement } from './svg';

/** As much of a canvas' context as the page draws with: what draws with it can be drawn again as SVG. */
export interface Pen extends Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'save'
  | 'restore'
  | 'translate'
  | 'rotate'
  | 'beginPath'
  | 'closePath'
  | 'moveTo'
  | 'lineTo'
  | 'rect'
  | 'fillRect'
  | 'strokeRect'
  | 'fillText'
  | 'strokeText'
  | 'measureText'
> {
  scale(x: number, y: number): void;
  arc(x: number, y: number, radius: number, start: number, end: number, counterclockwise?: boolean): void;
  roundRect(x: number, y: number, width: number, height: number, radius: number): void;
  setLineDash(segments: number[]): void;
  fill(): void;
  stroke(path?: Outline): void;
  clip(): void;
}

/** A path that is drawn many times, and remembers how it is written. */
export class Outline extends Path2D {
  /** @param data as the attribute `d` of SVG has it */
  constructor(readonly data: string) {
    super(data);
  }
}

interface State {
  readonly fillStyle: Pen['fillStyle'];
  readonly strokeStyle: Pen['strokeStyle'];
  readonly lineWidth: number;
  readonly lineJoin: CanvasLineJoin;
  readonly globalAlpha: number;
  readonly font: string;
  readonly textAlign: CanvasTextAlign;
  readonly textBaseline: CanvasTextBaseline;
  readonly dash: readonly number[];
  readonly matrix: DOMMatrix;
  readonly parent: SVGElement;
}

/**
 * Writes what it draws as SVG elements. A path is taken to be filled and stroked under the transformation that it was made
 * under.
 */
export class SvgPen implements Pen {
  fillStyle: Pen['fillStyle'] = '#000000';
  strokeStyle: Pen['strokeStyle'] = '#000000';
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  globalAlpha = 1;
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  readonly #ruler: CanvasRenderingContext2D;
  readonly #saved: State[] = [];
  #dash: readonly number[] = [];
  #matrix = new DOMMatrix();
  #parent: SVGElement;
  #path: string[] = [];
  /** The circle that the path is, while it is nothing else. */
  #circle: { cx: number; cy: number; r: number } | undefined;

  /** @param ruler measures texts, in its own font */
  constructor(parent: SVGElement, ruler: CanvasRenderingContext2D) {
    this.#parent = parent;
    this.#ruler = ruler;
  }

  get font(): string {
    return this.#ruler.font;
  }

  set font(font: string) {
    this.#ruler.font = font;
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineJoin, globalAlpha, font, textAlign, textBaseline } = this;
    const own = { dash: this.#dash, matrix: this.#matrix, parent: this.#parent };
    this.#saved.push({
      fillStyle,
      strokeStyle,
      lineWidth,
      lineJoin,
      globalAlpha,
      font,
      textAlign,
      textBaseline,
      ...own,
    });
  }

  restore(): void {
    const state = this.#saved.pop();
    if (state === undefined) return;
    const { dash, matrix, parent, ...rest } = state;
    Object.assign(this, rest);
    this.#dash = dash;
    this.#matrix = matrix;
    this.#parent = parent;
  }

  translate(x: number, y: number): void {
    this.#matrix = this.#matrix.translate(x, y);
  }

  rotate(radians: number): void {
    this.#matrix = this.#matrix.rotate((radians * 180) / Math.PI);
  }

  scale(x: number, y: number): void {
    this.#matrix = this.#matrix.scale(x, y);
  }

  setLineDash(segments: number[]): void {
    this.#dash = segments;
  }

  beginPath(): void {
    this.#path = [];
    this.#circle = undefined;
  }

  closePath(): void {
    this.#add('Z');
  }

  moveTo(x: number, y: number): void {
    this.#add('M', x, y);
  }

  lineTo(x: number, y: number): void {
    this.#add(this.#path.length === 0 ? 'M' : 'L', x, y);
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#add('M', x, y);
    this.#add('h', width);
    this.#add('v', height);
    this.#add('h', -width);
    this.#add('Z');
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.max(0, Math.min(radius, width / 2, height / 2));
    this.#add('M', x + r, y);
    this.#add('h', width - 2 * r);
    this.#add('a', r, r, 0, 0, 1, r, r);
    this.#add('v', height - 2 * r);
    this.#add('a', r, r, 0, 0, 1, -r, r);
    this.#add('h', 2 * r - width);
    this.#add('a', r, r, 0, 0, 1, -r, -r);
    this.#add('v', 2 * r - height);
    this.#add('a', r, r, 0, 0, 1, r, -r);
    this.#add('Z');
  }

  arc(x: number, y: number, radius: number, start: number, end: number, counterclockwise = false): void {
    const turn = 2 * Math.PI;
    const swept = counterclockwise ? start - end : end - start;
    const isFull = swept >= turn;
    const sweep = isFull ? turn : ((swept % turn) + turn) % turn;
    const at = (angle: number): [number, number] => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    const circle = isFull && this.#path.length === 0 ? { cx: x, cy: y, r: radius } : undefined;
    this.lineTo(...at(start));
    const flag = counterclockwise ? 0 : 1;
    const sign = counterclockwise ? -1 : 1;
    for (const half of [0.5, 1]) this.#add('A', radius, radius, 0, 0, flag, ...at(start + sign * sweep * half));
    this.#circle = circle;
  }

  fill(): void {
    this.#paint(paint('fill', colourOf(this.fillStyle), this.globalAlpha));
  }

  stroke(path?: Outline): void {
    this.#paint({ fill: 'none', ...this.#line() }, path?.data);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const fill = paint('fill', colourOf(this.fillStyle), this.globalAlpha);
    append(this.#parent, 'rect', { x, y, width, height, ...fill, ...this.#transform() });
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    append(this.#parent, 'rect', { x, y, width, height, fill: 'none', ...this.#line(), ...this.#transform() });
  }

  clip(): void {
    this.#parent = clipped(this.#parent, svgElement('path', { d: this.#path.join(''), ...this.#transform() }));
  }

  measureText(text: string): TextMetrics {
    return this.#ruler.measureText(text);
  }

  fillText(text: string, x: number, y: number): void {
    this.#write(text, x, y, paint('fill', colourOf(this.fillStyle), this.globalAlpha));
  }

  strokeText(text: string, x: number, y: number): void {
    this.#write(text, x, y, { fill: 'none', ...this.#line() });
  }

  #add(command: string, ...values: number[]): void {
    this.#circle = undefined;
    this.#path.push(command + values.map(rounded).join(' '));
  }

  #paint(attributes: ReturnType<typeof paint>, data = this.#path.join('')): void {
    if (data === '') return;
    const rest = { ...attributes, ...this.#transform() };
    if (this.#circle !== undefined) append(this.#parent, 'circle', { ...this.#circle, ...rest });
    else append(this.#parent, 'path', { d: data, ...rest });
  }

  #line(): ReturnType<typeof paint> {
    return {
      ...paint('stroke', colourOf(this.strokeStyle), this.globalAlpha),
      'stroke-width': this.lineWidth,
      'stroke-linejoin': this.lineJoin === 'miter' ? undefined : this.lineJoin,
      'stroke-dasharray': this.#dash.length > 0 ? this.#dash.join(' ') : undefined,
    };
  }

  #transform(): { transform: string | undefined } {
    return { transform: this.#matrix.isIdentity ? undefined : this.#matrix.toString() };
  }

  #write(text: string, x: number, y: number, attributes: ReturnType<typeof paint>): void {
    const anchors: Partial<Record<CanvasTextAlign, string>> = { center: 'middle', right: 'end', end: 'end' };
    const anchor = { 'text-anchor': anchors[this.textAlign] };
    const place = { x, y: y + this.#toBaseline() };
    append(this.#parent, 'text', { ...place, ...fontAttributes(this.font), ...anchor, ...attributes, ...this.#transform() }, text); // prettier-ignore
  }

  /** From where the text is put down to its alphabetic baseline, which every program knows. */
  #toBaseline(): number {
    const ascent = (baseline: CanvasTextBaseline): number => {
      this.#ruler.textBaseline = baseline;
      return this.#ruler.measureText('x').fontBoundingBoxAscent;
    };
    return ascent('alphabetic') - ascent(this.textBaseline);
  }
}

/** The page has no gradients. */
function colourOf(style: Pen['fillStyle']): string {
  return typeof style === 'string' ? style : 'none';
}

/** @param font as a canvas has it: '600 13px "Segoe UI", sans-serif' */
export function fontAttributes(font: string): Record<string, string | undefined> {
  const [, kind = '', size = '13', family = 'sans-serif'] = /^(.*?)([\d.]+)px (.*)$/.exec(font) ?? [];
  return {
    'font-family': family,
    'font-size': size,
    'font-weight': /\b(\d{3}|bold)\b/.exec(kind)?.[1],
    'font-style': /italic|oblique/.exec(kind)?.[0],
  };
}
