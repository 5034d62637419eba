/**
 * Words of alphabetic scripts. Beyond runs of letters, marks and digits these stay whole:
 *
 * - asp.net, node.js, System.out and .NET, but not two sentences that lack the space between them ("end.Next");
 * - U.S., e.g., Ph.D;  c++, c#, notepad++;  AT&T, R&D;  my_variable;  3.5 and 1,000 (which are then dropped as numbers);
 * - don't, president's, o'reilly (contractions and possessives are resolved by `formOf`);
 * - a hyphen between letters and a number (COVID-19, F-16), after a single letter (e-mail, x-ray) and in 3-D. Other
 *   compounds come apart: state-of-the-art is four words, of which two say something.
 */
const joins = [
  `['’_]`,
  String.raw`\.(?=Net(?!W)|(?!\p{Lu}\p{Ll}))`,
  String.raw`(?<=\p{L})-(?=\d{1,4}(?!\d|-))`,
  String.raw`(?<=(?<!W)\p{L})-(?=\p{L}{2,}(?!-))`,
  String.raw`(?<=(?<!W)\d)-(?=[dD](?!W))`,
  String.raw`(?<=(?<!W)W{1,2})&(?=W{1,2}(?!W))`,
  String.raw`(?<=\d),(?=\d{3}(?!\d))`,
].join('|');

const wordPattern = [
  String.raw`\p{L}(?:\.\p{L})+(?!W)\.?`,
  String.raw`W+(?:(?:${joins})W+)*(?:\+\+|(?<=(?<!W)W)[+#](?!W))?`,
  String.raw`(?<!W)\.(?:NET|Net|net)(?!W)`,
].join('|');

/** The source of a regular expression (flag v) for one word over the given class of word characters. */
export function wordSource(wordCharacters: string): string {
  return wordPattern.replaceAll('W', wordCharacters);
}

const longestWord = 40;
const number = /^[\p{N}.,_'’+-]+$/u;
const shortNumber = /^\d{1,4}$/;
const hexadecimal = /^(?=.*\d)(?=.*[a-f])[\da-f]{8,}$/i;
/** he'll, we've, you're, I'd, I'm, president's. What stands before is the word; don't and the like stay whole. */
const ending = /['’](?:s|ll|ve|re|d|m)$/i;
/** French and Italian elision: l'homme, d'accord, qu'il, dell'arte. O'Reilly stays. */
const elision = /^(?:[lcdjmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|all|nell|dall|sull|un)['’](?=\p{L}{2})/iu;

/**
 * The form to count for a word as it stands in the text, in its own case, without a possessive ending or an elided
 * article. Undefined for what is no word: numbers of more than four digits or with a fraction, hexadecimal runs, and
 * anything over 40 characters.
 */
export function formOf(written: string): string | undefined {
  if (written.length > longestWord) return undefined;
  let form = written;
  if (form.includes("'") || form.includes('’')) {
    form = form.replace(ending, '').replace(elision, '').replaceAll('’', "'");
  }
  if (number.test(form) ? !shortNumber.test(form) : hexadecimal.test(form)) return undefined;
  return form;
}

const acronym = /^\p{L}(?:\.\p{L})+\.?$/u;

/**
 * The key of a form: lower case. Acronyms lose their dots (U.K. and UK are one), unless a pronoun or another function
 * word would come of it; the country US is told from 'us' by its capitals.
 */
export function termOf(form: string, isFunctionWord: (term: string) => boolean): string {
  if (form === 'US') return 'u.s.';
  const lower = form.toLowerCase();
  if (!lower.includes('.') || !acronym.test(lower)) return lower;
  const letters = lower.replaceAll('.', '');
  const dotted = lower.replace(/\.?$/, '.');
  return isFunctionWord(letters) || isFunctionWord(dotted) ? dotted : letters;
}
