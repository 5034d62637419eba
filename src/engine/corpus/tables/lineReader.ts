/** A line of a text without its end, or where it was longer than allowed, undefined in its place. */
export interface Line {
  readonly text: string | undefined;
  /** 1-based. */
  readonly number: number;
}

/** Splits chunks of text into lines (\n, \r\n, \r). Of a line over `maxLength` characters nothing is kept. */
export async function* linesOf(chunks: AsyncIterable<string>, maxLength: number): AsyncIterable<Line> {
  let pending = '';
  let tooLong = false;
  let number = 0;
  let endsInReturn = false;
  for await (const chunk of chunks) {
    let text: string = endsInReturn ? `\r${chunk}` : chunk; // '\r\n' may lie across chunks
    endsInReturn = text.endsWith('\r');
    if (endsInReturn) text = text.slice(0, -1);
    const parts = text.split(/\r\n|\n|\r/);
    for (let i = 0; i < parts.length; i++) {
      if (!tooLong) pending += parts[i]!;
      if (pending.length > maxLength) {
        tooLong = true;
        pending = '';
      }
      if (i === parts.length - 1) break;
      yield { text: tooLong ? undefined : pending, number: ++number };
      pending = '';
      tooLong = false;
    }
  }
  if (pending !== '' || tooLong) yield { text: tooLong ? undefined : pending, number: ++number };
}
