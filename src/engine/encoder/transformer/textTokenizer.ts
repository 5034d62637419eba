import { Tokenizer } from '@huggingface/tokenizers';
import { GroveError, messageOf } from '../../../shared/errors';
import { type Breather } from '../../runContext';

/** Texts as the numbers of a sentence encoder's vocabulary. */
export interface TextTokenizer {
  /** What stands before and after every text, such as [CLS] and [SEP]. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** What rows are filled up with. It is masked, so any token would do. */
  readonly padding: number;
  /** The tokens of a text, without those that stand around it. */
  encode(text: string, breathe: Breather): Promise<number[]>;
}

/** Longer texts are read piece by piece, so that cancellation is heard in between. */
const pieceLength = 10_000;

/**
 * The door to @huggingface/tokenizers.
 *
 * @param description what `tokenizer.json` holds
 * @param file for messages
 * @throws GroveError 'bad-input' naming the file where it is none, or of a kind that is not known
 */
export function openTokenizer(description: unknown, config: object, file: string): TextTokenizer {
  try {
    if (typeof description !== 'object' || description === null) throw new Error('it is no JSON object');
    const tokenizer = new Tokenizer(description, config);
    const encode = (text: string, around: boolean): number[] =>
      tokenizer.encode(text, { add_special_tokens: around }).ids;
    const inner = encode('a', false);
    const whole = encode('a', true);
    const at = whole.indexOf(inner[0] ?? -1);
    if (inner.length === 0 || at < 0) throw new Error('it gives no tokens');
    const padding = (config as { pad_token?: unknown }).pad_token;
    return {
      before: whole.slice(0, at),
      after: whole.slice(at + inner.length),
      padding: (typeof padding === 'string' ? tokenizer.token_to_id(padding) : undefined) ?? 0,
      async encode(text, breathe) {
        if (text.length <= pieceLength) return encode(text, false);
        const ids: number[] = [];
        for (let from = 0; from < text.length;) {
          const to = pieceEnd(text, from);
          for (const id of encode(text.slice(from, to), false)) ids.push(id);
          from = to;
          if (breathe.due()) await breathe();
        }
        return ids;
      },
    };
  } catch (error) {
    throw new GroveError(
      'bad-input',
      `The tokenizer ${file} can't be used: ${messageOf(error)}. Download or export the model again.`,
      { cause: error },
    );
  }
}

/** Before the last white space in reach, else anywhere but between the halves of a character. */
function pieceEnd(text: string, from: number): number {
  const end = from + pieceLength;
  if (end >= text.length) return text.length;
  for (let at = end; at > from + pieceLength / 2; at--) if (/\s/.test(text[at]!)) return at;
  return /[\ud800-\udbff]/.test(text[end - 1]!) ? end - 1 : end;
}
