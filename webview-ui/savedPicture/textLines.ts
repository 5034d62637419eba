/** A line of a text node as it is seen, in CSS pixels of the window. */
export interface TextLine {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/** More than these characters of a text are on no screen. */
const mostCharacters = 2000;
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

interface Character {
  readonly text: string;
  readonly box: DOMRect;
}

/**
 * The lines of a text node, cut and ended by an ellipsis where the page cuts it.
 *
 * @param direction of the text, where it holds letters of both
 * @param ellipsisPx how wide '…' is in its font
 */
export function textLines(node: Text, direction: string, ellipsisPx: number): TextLine[] {
  const lineOf = (line: readonly Character[]): TextLine => joined(line, direction);
  const lines = brokenLines(node);
  const frame = cuttingAncestor(node);
  if (frame === undefined) return lines.map(lineOf);
  const box = frame.getBoundingClientRect();
  const style = getComputedStyle(frame);
  const seen = lines.filter((line) => line[0]!.box.top < box.bottom - 1);
  const isClamped = seen.length < lines.length;
  return seen.map((line, i) => {
    const isRightToLeft = style.direction === 'rtl';
    const isLonger = (room: number) => (at: Character): boolean =>
      isRightToLeft ? at.box.left < box.left + room - 0.5 : at.box.right > box.right - room + 0.5; // prettier-ignore
    const isCut = line.some(isLonger(0)) || (isClamped && i === seen.length - 1);
    if (!isCut) return lineOf(line);
    const kept = line.filter((at) => !isLonger(ellipsisPx)(at));
    if (kept.length === 0) return { ...lineOf(line), text: '…' };
    const { text, left, ...rest } = lineOf(kept);
    return { ...rest, text: `${text.trimEnd()}…`, left: isRightToLeft ? left - ellipsisPx : left };
  });
}

function brokenLines(node: Text): Character[][] {
  const lines: Character[][] = [];
  const range = document.createRange();
  for (const { segment, index } of characters.segment(node.data.slice(0, mostCharacters))) {
    range.setStart(node, index);
    range.setEnd(node, index + segment.length);
    const box = range.getClientRects()[0];
    if (box === undefined || box.width === 0) continue;
    const last = lines.at(-1);
    const character = { text: segment, box };
    if (last !== undefined && Math.abs(last[0]!.box.top - box.top) < 1) last.push(character);
    else lines.push([character]);
  }
  return lines;
}

function joined(line: readonly Character[], direction: string): TextLine {
  const text = line.map((each) => each.text).join('').replace(/\s/g, ' '); // prettier-ignore
  const { top, height } = line[0]!.box;
  const isMixed = /[\u0590-\u08ff\ufb1d-\ufefc]/.test(text);
  // A right-to-left or left-to-right isolate (Unicode Annex 9): the line alone may not say what it is in.
  const isolate = direction === 'rtl' ? '\u2067' : '\u2066';
  return {
    text: isMixed ? `${isolate}${text}\u2069` : text,
    left: Math.min(...line.map(({ box }) => box.left)),
    top,
    height,
  };
}

/** The element that cuts a text with an ellipsis, as CSS has it: the block that the text is in. */
function cuttingAncestor(node: Text): Element | undefined {
  for (let at = node.parentElement; at !== null; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none')
      return style.overflowX === 'visible' ? undefined : at;
    if (style.display !== 'inline') return undefined;
  }
  return undefined;
}
