import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CollocationFlags, collocationsCommand, type ConcordanceFlags, concordanceCommand, corpusCommand, type DuplicateFlags, duplicatesCommand, type PlaceFlags, type TopFlags } from './commands/corpusBasics'; // prettier-ignore
import { sentimentCommand, type SentimentFlags } from './commands/sentiment';
import { termsCommand, type TermsFlags } from './commands/terms';

/** What program.ts lends: how a command with the common flags is made, and how a source is read. */
export interface CommandKit {
  readonly add: (syntax: string, description: string) => Command;
  readonly addSourceFlags: (command: Command) => void;
  readonly sourceOptions: (flags: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  readonly wholeNumber: (text: string) => number;
}

/** The commands that analysts of corpora expect: counts, concordance, collocations, duplicates, sentiment. */
export function addAnalyseCommands({ add, addSourceFlags, sourceOptions, wholeNumber }: CommandKit): void {
  const withSource = <T extends object>(flags: T): T & PlaceFlags => ({ ...flags, sourceOptions: sourceOptions(Object.fromEntries(Object.entries(flags))) }); // prettier-ignore

  const corpus = add('corpus <place>', 'Counts documents, words and different words of an analysis or source.').option('--top <n>', 'how many of the commonest words', wholeNumber, 20); // prettier-ignore
  addSourceFlags(corpus);
  corpus.action((place: string, flags: Omit<TopFlags, 'sourceOptions'>) => corpusCommand(place, withSource(flags)));

  const kwic =
    add('concordance <place> <term>', 'Lists every place where a word or phrase stands, with what is around it (keyword in context).') // prettier-ignore
      .alias('kwic')
      .option('--window <n>', 'words, or Chinese characters, on each side', wholeNumber, 8)
      .option('--top <n>', 'how many places', wholeNumber, 100);
  addSourceFlags(kwic);
  kwic.action((place: string, term: string, flags: Omit<ConcordanceFlags, 'sourceOptions'>) => concordanceCommand(place, term, withSource(flags))); // prettier-ignore

  const together = add('collocations <place> [term]', 'Lists words that stand together more often than by chance.')
    .option('--window <n>', 'how far apart at most (default: 1; with a term 5)', wholeNumber)
    .option('--least-frequency <n>', 'how often together at least', wholeNumber, 3)
    .option('--top <n>', 'how many', wholeNumber, 30);
  addSourceFlags(together);
  together.action((place: string, term: string | undefined, flags: Omit<CollocationFlags, 'sourceOptions'>) => collocationsCommand(place, term, withSource(flags))); // prettier-ignore

  const copies = add('duplicates <place>', 'Lists documents that are copies of each other, or nearly.').option('--similarity <s>', 'least share of common five-word runs', share, 0.8); // prettier-ignore
  addSourceFlags(copies);
  copies.action((place: string, flags: Omit<DuplicateFlags, 'sourceOptions'>) => duplicatesCommand(place, withSource(flags))); // prettier-ignore

  add('sentiment <analysis>', 'Shows how many documents of each cluster speak well or ill, all in all and over time.')
    .option('--classifier <dir>', 'a classifier that grove train has learned from positive and negative documents')
    .action((folder: string, flags: SentimentFlags) => sentimentCommand(folder, flags));

  add('terms <analysis>', 'Shows which key terms and phrases stand together, and the communities they form.')
    .option('--cluster <n>', 'of one cluster only', clusterNumber)
    .option('--top <n>', 'how many terms', wholeNumber, 100)
    .option('--seed <n>', 'the same seed gives the same communities', Number, 1)
    .addOption(
      new Option('--format <format>', 'graphml with --out for a file').choices(['text', 'graphml']).default('text'),
    ) // prettier-ignore
    .option('--out <file>', 'the GraphML file to write')
    .action((folder: string, flags: TermsFlags) => termsCommand(folder, flags));
}

function clusterNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be the id of a cluster.');
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0) || value > 1) throw new InvalidArgumentError('It must be above 0 and at most 1.');
  return value;
}
