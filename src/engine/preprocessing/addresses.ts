/**
 * Web addresses, e-mail addresses, encoded attachments and left-over HTML entities are taken out: their pieces ('http',
 * 'html', 'nbsp', login names, base64) are no words of the text, yet they repeat, and would draw together documents
 * that share nothing but a signature. Every step is linear in the text's length, whatever the text.
 */
export function maskAddresses(text: string): string {
  let masked = maskEncoded(text);
  if (masked.includes('://')) masked = maskAround(masked, '://', schemeCharacter, urlCharacter);
  if (masked.includes('www.')) masked = maskAround(masked, 'www.', none, urlCharacter);
  if (masked.includes('WWW.')) masked = maskAround(masked, 'WWW.', none, urlCharacter);
  if (masked.includes('@')) masked = maskAround(masked, '@', mailboxCharacter, hostCharacter);
  if (masked.includes('&')) masked = masked.replace(entity, ' ');
  return masked;
}

const replacement = ' . ';
const none = /(?!)/;
/** Of text that was taken out of HTML without decoding it. */
const entity = /&(?:nbsp|amp|lt|gt|quot|apos|[lr][sd]quo|[mn]dash|hellip|middot|bull|#\d{1,6}|#x[\da-f]{1,5});?/gi;
const schemeCharacter = /[A-Za-z+]/;
const urlCharacter = /[^\s<>"'`()[\]{}|\\^\u3000-\u9fff\uff00-\uffef]/;
const mailboxCharacter = /[\w.+%!-]/;
const hostCharacter = /[\w.-]/;

/** Replaces each occurrence of `mark` together with the characters to its left and right that belong to it. */
function maskAround(text: string, mark: string, left: RegExp, right: RegExp): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of spansAround(text, mark, left, right)) {
    pieces.push(text.slice(from, start), replacement);
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

function* spansAround(
  text: string,
  mark: string,
  left: RegExp,
  right: RegExp,
): Generator<{ start: number; end: number }> {
  let from = 0;
  let at = text.indexOf(mark);
  while (at >= 0) {
    let start = at;
    while (start > from && left.test(text[start - 1]!)) start--;
    let end = at + mark.length;
    while (end < text.length && right.test(text[end]!)) end++;
    const isAddress = end > at + mark.length && (start < at || left === none);
    if (isAddress) {
      yield { start, end };
      from = end;
    }
    at = text.indexOf(mark, end);
  }
}

/** Longer ones name no person: message numbers, lists of parameters. */
const longestMailAddress = 64;

/** E-mail addresses in the order of the text, in lower case. */
export function mailAddresses(text: string): string[] {
  const found: string[] = [];
  for (const { start, end } of spansAround(text, '@', mailboxCharacter, hostCharacter))
    if (end - start <= longestMailAddress) found.push(text.slice(start, end).toLowerCase().replace(trailingDots, ''));
  return found;
}

const trailingDots = /\.+$/;

/** As long as a line of base64 or uuencode at least; no language that is written with spaces has such words. */
const longRun = 40;

const isVisible = (code: number): boolean => code >= 0x21 && code <= 0x7e;

/** Replaces long runs of visible ASCII that are encoded bytes. Looks at every fortieth character, and around where it is visible. */
function maskEncoded(text: string): string {
  let masked = '';
  let kept = 0;
  for (let at = longRun - 1; at < text.length; at += longRun) {
    if (!isVisible(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isVisible(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && isVisible(text.charCodeAt(end))) end++;
    if (end - start >= longRun && isEncoded(text.slice(start, end))) {
      masked += text.slice(kept, start) + replacement;
      kept = end;
    }
    at += longRun * Math.floor((end - 1 - at) / longRun); // no other look into the same run
  }
  return kept === 0 ? text : masked + text.slice(kept);
}

const base64 = /^[\w+/=-]+$/;
/** Letters in one case, or with a capital first: words. */
const word = /[A-Z]?[a-z]{2,}|[A-Z]{3,}/g;

function isPath(run: string): boolean {
  return run.split('/').length > run.length / 20;
}

/** True for encoded bytes; false for a path, a list without spaces, a line of dots. */
function isEncoded(run: string): boolean {
  if (base64.test(run)) return /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run) && !isPath(run);
  let lettersInWords = 0;
  for (const [match] of run.matchAll(word)) lettersInWords += match.length;
  return lettersInWords < run.length * 0.4;
}
