import { CodePairIndex } from './codePairIndex';
import type { IntList } from './intList';
import { formOf, termOf } from './words';

const dropped = -1;

/**
 * Numbers words as they come. What is numbered are forms: 'President' and 'president' are two forms of one term. Reading
 * does no more than look a word up and add its form to the run; `finishSequences` counts, in tight loops.
 *
 * Memory is bounded: over `maxForms` forms those that occurred least so far are forgotten, all of one frequency
 * together, which with ordinary text happens first beyond some hundreds of millions of words. Only then may the order
 * of reading decide over a word as rare as that.
 */
export class VocabularyBuilder {
  /** The form as it is to be shown; undefined once forgotten. */
  readonly surfaces: (string | undefined)[] = [];
  /** The term's text. */
  readonly texts: string[] = [];
  /** How often rare forms were forgotten: the numbers of some are then no longer valid. */
  forgettings = 0;
  private formOfWord = new Map<string, number>();
  private formOfKey = new Map<string, number>();
  private formOfPair = new CodePairIndex();
  private present = 0;

  constructor(
    private readonly run: IntList,
    private readonly isFunctionWord: (term: string) => boolean,
    private readonly maxForms: number,
  ) {}

  /** How many different words were added as they were written. */
  get written(): number {
    return this.formOfWord.size;
  }

  /** Adds a word of an alphabetic script as it was written. */
  addWord(written: string): void {
    let form = this.formOfWord.get(written);
    if (form === undefined) {
      const surface = formOf(written);
      form = surface === undefined ? dropped : this.formIdOf(termOf(surface, this.isFunctionWord), surface);
      this.formOfWord.set(written, form);
    }
    if (form !== dropped) this.run.push(form);
  }

  /** Adds a term that is shown as it is. */
  addTerm(text: string): void {
    this.run.push(this.formOfKey.get(text) ?? this.formIdOf(text, text));
  }

  /** Adds the term that `text` holds from `start` to `end`; made for Chinese bigrams. */
  addSlice(text: string, start: number, end: number): void {
    if (end - start !== 2) {
      this.addTerm(text.slice(start, end));
      return;
    }
    const first = text.charCodeAt(start);
    const second = text.charCodeAt(start + 1);
    let form = this.formOfPair.get(first, second);
    if (form < 0) {
      const term = text.slice(start, end);
      form = this.formIdOf(term, term);
      this.formOfPair.set(first, second, form);
    }
    this.run.push(form);
  }

  /** Adds a term that was written as `surface`. */
  add(text: string, surface: string): void {
    this.run.push(this.formIdOf(text, surface));
  }

  /** The number of the form of a term that is shown as `surface`. */
  formIdOf(text: string, surface: string): number {
    const key = keyOf(text, surface);
    let form = this.formOfKey.get(key);
    if (form === undefined) {
      form = this.surfaces.length;
      this.texts.push(text);
      this.surfaces.push(surface);
      this.formOfKey.set(key, form);
      this.present++;
    }
    return form;
  }

  /** To be called between documents. */
  keepWithinLimit(): void {
    if (this.formOfWord.size > 2 * this.maxForms) this.formOfWord.clear(); // a cache, of dropped words too
    if (this.present <= this.maxForms) return;
    const frequency = formFrequencies(this, this.run);
    const formsOfFrequency = new Map<number, number>();
    for (let f = 0; f < frequency.length; f++)
      if (this.surfaces[f] !== undefined)
        formsOfFrequency.set(frequency[f]!, (formsOfFrequency.get(frequency[f]!) ?? 0) + 1);
    // The least frequency whose removal, with all below it, leaves at most three quarters of the limit.
    let limit = 0;
    for (const [count, forms] of [...formsOfFrequency].sort(([a], [b]) => a - b)) {
      if (this.present <= this.maxForms * 0.75) break;
      this.present -= forms;
      limit = count;
    }
    this.forgettings++;
    this.formOfWord.clear();
    this.formOfKey = new Map();
    this.formOfPair = new CodePairIndex();
    for (let f = 0; f < frequency.length; f++) {
      const surface = this.surfaces[f];
      if (surface === undefined) continue;
      if (frequency[f]! > limit) this.formOfKey.set(keyOf(this.texts[f]!, surface), f);
      else {
        this.surfaces[f] = undefined;
        this.texts[f] = '';
      }
    }
  }
}

function keyOf(text: string, surface: string): string {
  return surface === text ? text : `${text}\0${surface}`;
}

/** How often each form stands in the run. */
export function formFrequencies(builder: VocabularyBuilder, run: IntList): Uint32Array {
  const frequency = new Uint32Array(builder.surfaces.length);
  const forms = run.view();
  for (let p = 0; p < forms.length; p++) {
    const form = forms[p]!;
    if (form >= 0) frequency[form] = frequency[form]! + 1;
  }
  return frequency;
}
