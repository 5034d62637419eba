import { mailAddresses } from './addresses';
import type { FormRuns } from './finishVocabulary';
import { IntList } from './intList';
import { detectLanguage } from './language';
import type { Script } from './script';
import { cleanText, createTokenizer, readingOfText, type TokenSink } from './tokenize';
import { boundary } from './tokenizedCorpus';
import { isFunctionWord } from './tokenizeText';
import { VocabularyBuilder } from './vocabularyBuilder';

/** How the texts of a corpus are taken apart. */
export interface TokenOptions {
  /** 'auto', or the ISO 639-1 code of the language that all texts are in. */
  readonly language: string;
  /** Takes e-mail addresses as terms after the document's own. */
  readonly keepsMailAddresses: boolean;
}

/** What is known of one text beside its tokens. */
export interface TextTraits {
  readonly script: Script;
  /** As far as the text alone tells. */
  readonly detected: string | undefined;
  /** Without addresses and the like, as it was taken apart. */
  readonly clean: string;
}

/** About 300 MB. */
const mostForms = 1_500_000;

/** The tokens of texts, one run a text, in the order in which they are added. */
export class CorpusTokens {
  readonly words: FormRuns;
  readonly bigrams: FormRuns;
  private readonly tokenizer = createTokenizer();
  private readonly sink: TokenSink = {
    word: (written) => this.words.builder.addWord(written),
    segmentedWord: (term, surface) => {
      if (surface === term) this.words.builder.addTerm(term);
      else this.words.builder.add(term, surface);
    },
    bigram: (text, start, end) => this.bigrams.builder.addSlice(text, start, end),
    boundary: () => {
      const { forms, offsets } = this.words;
      const start = offsets.at(offsets.length - 1);
      if (forms.length > start && forms.at(forms.length - 1) !== boundary) forms.push(boundary);
    },
  };

  /** @param maxForms forms of words, and of bigrams, that are held at most */
  constructor(
    private readonly options: TokenOptions,
    maxForms = mostForms,
  ) {
    this.words = emptyRuns(maxForms);
    this.bigrams = emptyRuns(maxForms);
  }

  /** What a person should know: a fall-back taken. */
  get note(): string | undefined {
    return this.tokenizer.note;
  }

  async add(text: string): Promise<TextTraits> {
    const { language, keepsMailAddresses } = this.options;
    const clean = cleanText(text);
    if (this.tokenizer.needsPreparation(clean)) await this.tokenizer.prepare();
    const { reading, script, letters } = readingOfText(clean, language);
    this.tokenizer.tokenize(clean, reading, this.sink);
    if (keepsMailAddresses)
      for (const address of mailAddresses(text)) {
        this.sink.boundary();
        this.words.builder.addTerm(address);
      }
    this.endRuns();
    return { script, detected: language === 'auto' ? detectLanguage(clean, script, letters) : language, clean };
  }

  /** To be called once a text's tokens are there. */
  endRuns(): void {
    for (const { builder, forms, offsets } of [this.words, this.bigrams]) {
      builder.keepWithinLimit();
      offsets.push(forms.length);
    }
  }
}

function emptyRuns(maxForms: number): FormRuns {
  const forms = new IntList();
  const offsets = new IntList();
  offsets.push(0);
  return { builder: new VocabularyBuilder(forms, isFunctionWord, maxForms), offsets, forms };
}
