/** Tokens that the network reads at once. */
export interface TokenWindow {
  /** The number of the text. */
  readonly text: number;
  /** With all that stands around the text. */
  readonly tokens: Int32Array;
  /** How many tokens are the text's own. */
  readonly content: number;
  /** How many stand before the text's own: the first of them all, then the prefix. */
  readonly prefix: number;
}

/** Neighbouring windows share this part of a window, so that a sentence cut by one is whole in the next. */
const overlap = 1 / 8;
/** A longer text is read in this many places, evenly spread. */
const mostWindows = 32;

/**
 * Cuts a text's tokens into windows that the network can read, each between `before` and `after` and with the prefix in front.
 * Windows are all of one length, the last ends with the text.
 *
 * @param tokens of prefix and text
 * @param prefix tokens of the prefix alone
 * @param longest tokens of a window at most
 */
export function windowsOf(
  tokens: readonly number[],
  text: number,
  prefix: readonly number[],
  { before, after }: { readonly before: readonly number[]; readonly after: readonly number[] },
  longest: number,
): TokenWindow[] {
  // A tokenizer may join the prefix's last letter with what follows; then it is part of the text.
  const own = prefix.every((token, i) => tokens[i] === token) ? prefix : [];
  const content = tokens.slice(own.length);
  if (content.length === 0) return [];
  const front = [...before, ...own];
  const size = Math.max(1, longest - front.length - after.length);
  const step = size - Math.floor(size * overlap);
  const needed = 1 + Math.ceil(Math.max(0, content.length - size) / step);
  const count = Math.min(needed, mostWindows);
  return Array.from({ length: count }, (_, i) => {
    const from = count === 1 ? 0 : Math.round((i * (content.length - size)) / (count - 1));
    const part = content.slice(from, from + size);
    return {
      text,
      tokens: Int32Array.from([...front, ...part, ...after]),
      content: part.length,
      prefix: front.length,
    };
  });
}
