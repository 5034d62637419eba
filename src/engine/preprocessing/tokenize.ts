import { maskAddresses } from './addresses';
import { icuSegmenter, openChineseSegmenter, type Segmenter } from './chineseSegmenter';
import { dominantScript, type Script } from './script';
import { toSimplified } from './simplifiedChinese';
import { wordSource } from './words';

/** Receives a text's tokens in their order. */
export interface TokenSink {
  /** A word of an alphabetic script, as it stands in the text. */
  word(written: string): void;
  /** A word that a segmenter found: its normalised text, and as it stands in the text. */
  segmentedWord(term: string, surface: string): void;
  /** Two neighbouring units of a Chinese text: what it holds from `start` to `end`. */
  bigram(text: string, start: number, end: number): void;
  /** A clause ends. May come several times in a row. */
  boundary(): void;
}

/** Takes texts apart into tokens. */
export interface Tokenizer {
  /** True when `text` needs a segmenter that is not loaded yet: then `prepare` has to be awaited first. */
  needsPreparation(text: string): boolean;
  prepare(): Promise<void>;
  /** Sends the tokens of a clean text to `sink`. `reading` tells how Han is read, and whether bigrams are taken. */
  tokenize(text: string, reading: Reading, sink: TokenSink): void;
  /** What a person should know: a fall-back taken. */
  readonly note: string | undefined;
}

/** Chinese: jieba's words and character bigrams. Japanese: Han together with kana. */
export type Reading = 'chinese' | 'japanese' | 'other';

export function readingOf(script: Script, language: string): Reading {
  if (language === 'ja') return 'japanese';
  if (language === 'zh') return 'chinese';
  if (language !== 'auto') return 'other';
  return script === 'han' ? 'chinese' : script === 'kana' ? 'japanese' : 'other';
}

/** Scripts that are written without spaces, and the segmenter of each. A new one is a line here. */
const segmentedScripts: readonly { characters: string; locale: string }[] = [
  { characters: String.raw`\p{sc=Hiragana}\p{sc=Katakana}ー`, locale: 'ja' },
  { characters: String.raw`\p{sc=Thai}`, locale: 'th' },
  { characters: String.raw`\p{sc=Lao}`, locale: 'lo' },
  { characters: String.raw`\p{sc=Khmer}`, locale: 'km' },
  { characters: String.raw`\p{sc=Myanmar}`, locale: 'my' },
];
const han = String.raw`[\p{sc=Han}]`;
const japanese = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]`;
const segmented = segmentedScripts.map(({ characters }) => characters).join('');
const alphabetic = String.raw`[[\p{L}\p{M}\p{N}]--[\p{sc=Han}${segmented}]]`;
/** Clause punctuation, bullets, an empty line, a dash between spaces. A line's end alone is none: prose is wrapped. */
const clauseEnd = String.raw`[.,;:!?\(\)\[\]\{\}"“”„«»‹›<>\|•·*=\/\\…。、，；：！？（）《》〈〉「」『』【】—–]+|\n[ \t\r]*\n|\s-+\s`;

// Groups: 1 a word, 2 a run of Han, 3 a run of another segmented script; otherwise a boundary.
const asciiPattern = new RegExp(`(${wordSource('[A-Za-z0-9]')})|${clauseEnd}`, 'gv');
const chinesePattern = new RegExp(
  // A letter or two beside Han belongs to the word where the dictionary has it: A股, T恤, BP机.
  `((?!(?<!${alphabetic})[A-Za-z]${han})(?:${wordSource(alphabetic)}))` +
    `|((?:(?<!${alphabetic})[A-Za-z](?=${han}))?${han}+(?:[A-Za-z]{1,2}${han}+)*(?:[A-Za-z]{1,2}(?!${alphabetic}))?)` +
    `|([${segmented}]+)|${clauseEnd}`,
  'gv',
);
const japanesePattern = new RegExp(
  `(${wordSource(alphabetic)})|((?!))|((?:${japanese}|[${segmented}])+)|${clauseEnd}`,
  'gv',
);

const isAscii = /^[\0-\x7f]*$/;
const hanCharacter = /\p{sc=Han}/u;
const invisible = /[\u00ad\u200b\u2060\ufeff™®©]/g;
const hasLetter = /[\p{L}\p{N}]/u;
const alphabeticWord = /^[A-Za-z0-9]+$/;

/** A text as the tokenizer wants it: NFKC, without invisible characters, addresses and encoded attachments. */
export function cleanText(text: string): string {
  return maskAddresses(isAscii.test(text) ? text : text.replace(invisible, '').normalize('NFKC'));
}

export function createTokenizer(): Tokenizer {
  let segmentHan: Segmenter | undefined;
  let note: string | undefined;
  const segmenters = new Map<string, Segmenter>();

  function segmenterOf(run: string): Segmenter {
    const script =
      segmentedScripts.find(({ characters }) => new RegExp(`[${characters}]`, 'v').test(run)) ?? segmentedScripts[0]!;
    let segmenter = segmenters.get(script.locale);
    if (segmenter === undefined) {
      segmenter = icuSegmenter(script.locale);
      segmenters.set(script.locale, segmenter);
    }
    return segmenter;
  }

  function sendSegments(words: readonly string[], surfaces: string | undefined, start: number, sink: TokenSink): void {
    let at = start;
    for (const word of words) {
      if (alphabeticWord.test(word)) sink.word(word);
      else if (hasLetter.test(word))
        sink.segmentedWord(word.toLowerCase(), surfaces === undefined ? word : surfaces.slice(at, at + word.length));
      at += word.length;
    }
  }

  return {
    get note() {
      return note;
    },
    needsPreparation: (text) => segmentHan === undefined && hanCharacter.test(text),
    async prepare() {
      const chinese = await openChineseSegmenter();
      segmentHan = chinese.segment;
      note = chinese.note;
    },
    tokenize(text, reading, sink) {
      if (isAscii.test(text)) {
        sendWords(text, sink);
        return;
      }
      const isChinese = reading !== 'japanese' && hanCharacter.test(text);
      const normalised = isChinese ? toSimplified(text) : text;
      // Characters map one to one but for a few; where they don't, the simplified form is also the one shown.
      const surfaces = normalised.length === text.length ? text : undefined;
      const cutHan = segmentHan;
      if (isChinese && cutHan === undefined) throw new Error('The tokenizer was not prepared for Chinese.');
      const pattern = reading === 'japanese' ? japanesePattern : chinesePattern;
      pattern.lastIndex = 0;
      for (let match = pattern.exec(normalised); match !== null; match = pattern.exec(normalised)) {
        if (match[1] !== undefined) sink.word(match[1]);
        else if (match[2] !== undefined && cutHan !== undefined)
          sendSegments(cutHan(match[2]), surfaces, match.index, sink);
        else if (match[3] !== undefined) sendSegments(segmenterOf(match[3])(match[3]), undefined, 0, sink);
        else sink.boundary();
      }
      if (reading === 'chinese') sendBigrams(normalised, sink);
    },
  };
}

/** What an ASCII character may be part of. */
const [nothing, word, join, clause, space] = [0, 1, 2, 3, 4];
const kindOfAscii = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Za-z0-9]/.test(character)) return word;
  if (/\s/.test(character)) return space;
  // A full stop and a comma end a clause too, but after a word they may join it to the next.
  return "'_-&+#".includes(character) ? join : new RegExp(`^(?:${clauseEnd})$`, 'v').test(character) ? clause : nothing;
});
const [fullStop, comma, hyphen] = [0x2e, 0x2c, 0x2d];

/** The tokens of an ASCII text: as `asciiPattern` finds them, which is asked only where a look at the next character doesn't tell. */
function sendWords(text: string, sink: TokenSink): void {
  const kindAt = (place: number): number | undefined => kindOfAscii[text.charCodeAt(place)];
  for (let at = 0; at < text.length;) {
    const kind = kindAt(at);
    let end = at + 1;
    if (kind === word) {
      while (kindAt(end) === word) end++;
      const next = text.charCodeAt(end);
      if (kindAt(end) !== join && next !== fullStop && next !== comma) {
        sink.word(text.slice(at, end));
        at = end;
        continue;
      }
    } else if (kind === clause) {
      if (text.charCodeAt(at) !== fullStop || kindAt(end) !== word) {
        while (kindAt(end) === clause) end++;
        sink.boundary();
        at = end;
        continue;
      }
    } else if (kind === space && (kindAt(end) === word || (text[at] === ' ' && text.charCodeAt(end) !== hyphen))) {
      at = end;
      continue;
    }
    asciiPattern.lastIndex = at;
    const match = asciiPattern.exec(text);
    if (match === null) return;
    if (match[1] === undefined) sink.boundary();
    else sink.word(match[1]);
    at = asciiPattern.lastIndex;
  }
}

const bigramUnit = /[\u3400-\u9fff]|[a-z]+|[0-9]+/g;
const longestBigram = 24;

/** Pairs of neighbouring units: a Han character, a run of letters, or one of digits. Nothing may stand between them. */
function sendBigrams(text: string, sink: TokenSink): void {
  const lower = text.toLowerCase();
  let start = 0; // of the unit before
  let end = -1;
  bigramUnit.lastIndex = 0;
  for (let match = bigramUnit.exec(lower); match !== null; match = bigramUnit.exec(lower)) {
    const next = match.index + match[0].length;
    if (match.index === end && next - start <= longestBigram) sink.bigram(lower, start, next);
    start = match.index;
    end = next;
  }
}

/** The script of a text and how it is to be read, in the given language ('auto': by its script). */
export function readingOfText(text: string, language: string): { reading: Reading; script: Script; letters: number } {
  const { script, letters } = dominantScript(text);
  return { reading: readingOf(script, language), script, letters };
}
