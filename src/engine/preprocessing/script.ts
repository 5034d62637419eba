/** A writing system, as far as it decides how text is taken apart and which languages come into question. */
export type Script =
  | 'latin'
  | 'cyrillic'
  | 'greek'
  | 'armenian'
  | 'hebrew'
  | 'arabic'
  | 'devanagari'
  | 'bengali'
  | 'gujarati'
  | 'han'
  | 'kana'
  | 'hangul'
  | 'thai'
  | 'other';

/** First and last code unit of the blocks that matter; a letter in none of them is 'other'. */
const blocks: readonly (readonly [number, number, Script])[] = [
  [0x41, 0x24f, 'latin'],
  [0x370, 0x3ff, 'greek'],
  [0x400, 0x52f, 'cyrillic'],
  [0x531, 0x58f, 'armenian'],
  [0x591, 0x5f4, 'hebrew'],
  [0x600, 0x6ff, 'arabic'],
  [0x750, 0x77f, 'arabic'],
  [0x900, 0x97f, 'devanagari'],
  [0x980, 0x9ff, 'bengali'],
  [0xa80, 0xaff, 'gujarati'],
  [0xe01, 0xe5b, 'thai'],
  [0x1100, 0x11ff, 'hangul'],
  [0x1e00, 0x1eff, 'latin'],
  [0x1f00, 0x1fff, 'greek'],
  [0x3041, 0x30ff, 'kana'],
  [0x3131, 0x318e, 'hangul'],
  [0x31f0, 0x31ff, 'kana'],
  [0x3400, 0x4dbf, 'han'],
  [0x4e00, 0x9fff, 'han'],
  [0xac00, 0xd7a3, 'hangul'],
  [0xf900, 0xfaff, 'han'],
  [0xfb50, 0xfdff, 'arabic'],
  [0xfe70, 0xfefc, 'arabic'],
];

const scripts: readonly Script[] = [...new Set(blocks.map(([, , script]) => script)), 'other'];
const notALetter = 255;

/** Script of each UTF-16 code unit, as an index into `scripts`. */
const scriptOfCodeUnit = (() => {
  const table = new Uint8Array(0x10000).fill(notALetter);
  const letter = /\p{L}/u;
  for (let code = 0x41; code < 0x2000; code++)
    if (letter.test(String.fromCharCode(code))) table[code] = scripts.indexOf('other');
  for (const [first, last, script] of blocks) {
    const index = scripts.indexOf(script);
    // The blocks below hold digits and signs too; in the East Asian ones nearly everything is a letter.
    for (let code = first; code <= last; code++)
      if (code >= 0x3041 || letter.test(String.fromCharCode(code))) table[code] = index;
  }
  table[0x30fb] = notALetter; // the Japanese middle dot
  return table;
})();

/** The script of a term, by its first letter; 'other' where it has none. */
export function scriptOf(term: string): Script {
  for (let i = 0; i < term.length; i++) {
    const script = scriptOfCodeUnit[term.charCodeAt(i)]!;
    if (script !== notALetter) return scripts[script]!;
  }
  return 'other';
}

/** A Chinese or Japanese character says about as much as three letters of an alphabet. */
const lettersPerIdeograph = 3;
/** Japanese prose is about half kana; Chinese prose quotes a Japanese name at most. */
const leastKanaShare = 0.1;

export interface ScriptShare {
  readonly script: Script;
  /** Letters in any script. */
  readonly letters: number;
}

/** The script that most of a text is in. Han characters beside a tenth or more of kana count as 'kana': Japanese. */
export function dominantScript(text: string): ScriptShare {
  const counts = new Float64Array(scripts.length);
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const script = scriptOfCodeUnit[text.charCodeAt(i)]!;
    if (script === notALetter) continue;
    counts[script] = counts[script]! + 1;
    letters++;
  }
  const han = scripts.indexOf('han');
  const kana = scripts.indexOf('kana');
  const ideographs = counts[han]! + counts[kana]!;
  const isJapanese = counts[kana]! > leastKanaShare * ideographs;
  counts[han] = isJapanese ? 0 : ideographs * lettersPerIdeograph;
  counts[kana] = isJapanese ? ideographs * lettersPerIdeograph : 0;
  let best = scripts.indexOf('latin');
  for (let s = 0; s < counts.length; s++) if (counts[s]! > counts[best]!) best = s;
  return { script: letters === 0 ? 'other' : scripts[best]!, letters };
}
