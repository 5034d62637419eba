import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { engineVersions } from '../engine/versions';
import { exportFormats, pictures, pictureThemes, pictureWidths, widestPicture } from '../shared/engineProtocol';
import { periods } from '../shared/timeline';
import { defaultResamples } from '../shared/evaluation';
import { errorExitCodes, GroveError, messageOf } from '../shared/errors';
import { addAnalyseCommands } from './analyseCommands';
import { assignCommand } from './commands/assign';
import { clusterCommand } from './commands/cluster';
import { compareCommand } from './commands/compare';
import { evaluateCommand, type EvaluateFlags } from './commands/evaluate';
import { contrastCommand, type ContrastFlags, explainCommand } from './commands/explain';
import { exportCommand, type ExportFlags } from './commands/exportCommand';
import { fetchModelCommand, type FetchModelFlags } from './commands/fetchModel';
import { mcpCommand, type McpFlags } from './commands/mcp';
import { searchCommand, type SearchFlags } from './commands/search';
import { showCommand, type ShowFlags } from './commands/show';
import { similarCommand, type SimilarFlags } from './commands/similar';
import { groupsCommand, type GroupFlags } from './commands/groups';
import { excludeGlob } from './excludeGlob';
import { timeCommand, type TimeFlags } from './commands/time';
import { clusterFlags } from './optionFlags';
import type { CommonFlags } from './session';
import { tagCommand, type TagFlags } from './commands/tag';
import { tuneCommand } from './commands/tune';
import { trainCommand, type TrainFlags } from './commands/train';

/** The door to commander: parses the command line, runs a command, answers with the exit code. Never throws. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const program = new Command('grove')
    .description(
      'Clusters folders and tables of text, in English, Chinese and other languages. Everything stays on this machine.',
    )
    .version(engineVersions()['grove'] ?? '')
    .exitOverride()
    .showHelpAfterError('(grove --help tells more)');
  addCluster(program);
  addTune(program);
  addShow(program);
  addExplain(program);
  addCompare(program);
  addTime(program);
  addGroups(program);
  addAnalyseCommands({
    add: (syntax, description) => addCommand(program, syntax, description),
    addSourceFlags,
    sourceOptions: (flags) => pick(flags, sourceFlags),
    wholeNumber,
  });
  addSimilar(program);
  addSearch(program);
  addAssign(program);
  addTrain(program);
  addEvaluate(program);
  addExport(program);
  addTag(program);
  addFetchModel(program);
  addMcp(program);
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (error) {
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : errorExitCodes.usage; // its message is printed
  if (GroveError.is(error) && error.code !== 'internal') {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`Grove failed, and it is Grove's fault: ${messageOf(error)}\n${writtenLog(error)}\n`);
  return errorExitCodes.internal;
}

/** Says where the log is; where it can't be written, it is the log. */
function writtenLog(error: unknown): string {
  const file = path.join(os.tmpdir(), `grove-error-${process.pid}.log`);
  const log = `${new Date().toISOString()}\n${process.argv.join(' ')}\n${stackOf(error)}\n`;
  try {
    fs.writeFileSync(file, log);
    return `The log is at ${file}`;
  } catch {
    return log;
  }
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? String(error.stack) : `${error.stack}\ncaused by ${stackOf(error.cause)}`;
}

/** A command with the flags that all have. */
function addCommand(program: Command, syntax: string, description: string): Command {
  return program
    .command(syntax)
    .description(description)
    .option('--json', 'print one JSON object on stdout, and nothing else there')
    .option('--quiet', 'no progress on stderr')
    .exitOverride();
}

const sourceFlags = ['lines', 'textColumn', 'idColumn', 'dateColumn', 'exclude'];

/** How a source is read. */
function addSourceFlags(command: Command): void {
  command
    .option('--lines', 'the source is a text file with one document a line')
    .option('--text-column <name>', 'the column with the text (default: text)')
    .option('--id-column <name>', 'the column with the ids (default: id)')
    .option('--date-column <name>', 'the column with dates (default: date)')
    .option(
      '--exclude <globs...>',
      'patterns of files to leave out, as in .gitignore: *.log at any depth, /drafts at the top',
    );
}

function sourceOptionsOf(given: Readonly<Record<string, unknown>>, ...more: string[]): Record<string, unknown> {
  const exclude = given['exclude'] as string[] | undefined;
  return { ...pick(given, [...sourceFlags, ...more]), ...(exclude && { exclude: exclude.map(excludeGlob) }) };
}

/** Gives the command a flag for every clustering option; answers with what reads them, for the engine's schema to check. */
function addClusterFlags(command: Command): (given: Readonly<Record<string, unknown>>) => Record<string, unknown> {
  const flags = clusterFlags();
  for (const flag of flags) {
    const option = new Option(flag.syntax, flag.description);
    if (flag.choices) option.choices([...flag.choices]);
    else option.argParser(flag.parse);
    command.addOption(option);
  }
  return (given) => {
    const options: Record<string, unknown> = {};
    for (const { name, syntax } of flags) {
      // commander's camel case differs from ours in acronyms (maxFileSizeMb)
      const value = given[new Option(syntax).attributeName()];
      if (value !== undefined) options[name] = value;
    }
    return options;
  };
}

function addCluster(program: Command): void {
  const command = addCommand(program, 'cluster <source>', 'Clusters a folder, or a .csv, .tsv, .jsonl, .parquet or (with --lines) .txt file.'); // prettier-ignore
  command
    .option('--out <dir>', "where to write the analysis (default: the source's name with .grove, here)")
    .option('--options <file>', 'a file of options, as grove tune writes it; flags given here go before it')
    .option('--label-column <name>', 'the column with true labels, used for evaluation only (default: label)')
    .option('--fresh', 'begin anew where the same run over many documents was ended in the middle')
    .option('--previous <analysis>', 'keep the ids, names and colours of its clusters where they are the same (default: what --out replaces)'); // prettier-ignore
  addSourceFlags(command);
  const optionsOf = addClusterFlags(command);
  command.action(async (source: string, given: Record<string, unknown>) => {
    const { options: optionsFile } = given as { options?: string };
    await clusterCommand(source, {
      ...pick(given, ['json', 'quiet', 'out', 'fresh', 'previous']),
      ...(optionsFile !== undefined && { optionsFile }),
      options: optionsOf(given),
      sourceOptions: sourceOptionsOf(given, 'labelColumn'),
    });
  });
}

function addTune(program: Command): void {
  const command =
    addCommand(program, 'tune <source>', 'Tries encoders, views, compressions, algorithms and their parameters, and writes the best options.') // prettier-ignore
      .option(
        '--trials <n>',
        'how many different options are tried (default: 30, with --minutes any number)',
        wholeNumber,
      ) // prettier-ignore
      .option('--minutes <m>', 'stop after so many minutes', minutes)
      .option('--supervised', 'judge by the true labels of the documents instead of without any')
      .option('--label-column <name>', 'the column with true labels, for --supervised only (default: label)')
      .option('--out <file>', "where to write the best options (default: the source's name with .options.json, here)")
      .option('--resume', 'go on with what an earlier search for the same --out has tried');
  addSourceFlags(command);
  const optionsOf = addClusterFlags(command);
  command.addHelpText('after', '\nEvery option of cluster that is given stays as it is; the others are sought.');
  command.action(async (source: string, given: Record<string, unknown>) => {
    await tuneCommand(source, {
      ...pick(given, ['json', 'quiet', 'out', 'trials', 'minutes', 'supervised', 'resume']),
      options: optionsOf(given),
      sourceOptions: sourceOptionsOf(given, 'labelColumn'),
    });
  });
}

function addShow(program: Command): void {
  addCommand(program, 'show <analysis>', 'Prints the cluster tree of an analysis.')
    .option('--depth <n>', '1: clusters, 2: and their parts, 3: and the documents', wholeNumber, 2)
    .option('--cluster <n>', 'one cluster: a summary, its key documents and its parts', count)
    .action((folder: string, flags: ShowFlags) => showCommand(folder, flags));
}

function addExplain(program: Command): void {
  addCommand(program, 'explain <analysis> <document>', 'Tells why a document is in its cluster, and what speaks for the next one.') // prettier-ignore
    .action((folder: string, document: string, flags: CommonFlags) => explainCommand(folder, document, flags));
  const contrast = addCommand(program, 'contrast <analysis>', 'Lists the terms that tell two clusters apart, with log-odds and significance.'); // prettier-ignore
  contrast
    .argument('<first>', 'id of a cluster', count)
    .argument('<second>', 'id of another', count)
    .option('--top <n>', 'how many terms a side', wholeNumber, 15)
    .action((folder: string, first: number, second: number, flags: ContrastFlags) =>
      contrastCommand(folder, first, second, flags),
    );
}

function addCompare(program: Command): void {
  addCommand(program, 'compare <first> <second>', 'Compares two analyses: which clusters are the same, who moved, how much they agree.') // prettier-ignore
    .action((first: string, second: string, flags: CommonFlags) => compareCommand(first, second, flags));
}

function addTime(program: Command): void {
  addCommand(program, 'time <analysis>', 'Shows the clusters over time: rising and falling ones, bursts, and what is hot now.') // prettier-ignore
    .addOption(new Option('--period <length>', 'length of a period').choices(['auto', ...periods]).default('auto'))
    .option('--date-column <name>', 'another column, or front matter field, with dates')
    .action((folder: string, flags: TimeFlags) => timeCommand(folder, flags));
}

function addGroups(program: Command): void {
  addCommand(program, 'groups <analysis>', 'Shows which groups of documents (by author, say) write more or less of what, and who writes alike.') // prettier-ignore
    .requiredOption(
      '--group-column <name>',
      'a column of the table or field of the front matter; or folder, or language',
    )
    .option('--top <n>', 'how many groups to print', wholeNumber, 20)
    .action((folder: string, flags: GroupFlags) => groupsCommand(folder, flags));
}

function addSimilar(program: Command): void {
  addCommand(program, 'similar <analysis> <document>', 'Lists the documents most like one, with the terms they share.')
    .option('--top <n>', 'how many', wholeNumber, 10)
    .action((folder: string, document: string, flags: SimilarFlags) => similarCommand(folder, document, flags));
}

function addSearch(program: Command): void {
  addCommand(
    program,
    'search <analysis> <query>',
    'Lists the documents nearest to a query, by its words and their meaning.',
  )
    .option('--top <n>', 'how many', wholeNumber, 10)
    .action((folder: string, query: string, flags: SearchFlags) => searchCommand(folder, query, flags));
}

function addAssign(program: Command): void {
  const command =
    addCommand(program, 'assign <analysis> <source>', 'Gives new documents the clusters of an analysis, without clustering again.') // prettier-ignore
      .option('--out <file>', 'a .csv file to write: id, path, row, title, cluster, cluster_label, confidence');
  addSourceFlags(command);
  command.action((folder: string, source: string, given: Record<string, unknown>) =>
    assignCommand(folder, source, {
      ...pick(given, ['json', 'quiet', 'out']),
      sourceOptions: sourceOptionsOf(given),
    }),
  );
}

function addTrain(program: Command): void {
  const command =
    addCommand(program, 'train <source>', 'Trains a text network on labelled documents, and reports on documents that it has not seen.') // prettier-ignore
      .option('--out <dir>', "where to write the classifier (default: the source's name with .classifier, here)")
      .option(
        '--labels <where>',
        'own (label column or front matter), folders, tags, a .csv file with id and label, or auto',
        'auto',
      ) // prettier-ignore
      .option('--label-column <name>', 'the column with labels (default: label)')
      .option('--test-share <share>', 'share of the documents to test on, where no column is called split', share, 0.2)
      .option('--epochs <n>', 'at most so many times over the documents', wholeNumber, 12)
      .option('--word-vectors <file>', 'word vectors to use instead of the shipped ones', '')
      .option('--seed <n>', 'the same documents and seed give the same network', count, 1);
  command
    .addOption(new Option('--network <kind>', 'what reads the words').choices(['cnn', 'lstm', 'attention']).default('cnn')) // prettier-ignore
    .addOption(new Option('--backend <name>', 'where it is computed').choices(['auto', 'native', 'wasm', 'cpu']).default('auto')); // prettier-ignore
  addSourceFlags(command);
  command.action((source: string, given: Omit<TrainFlags, 'sourceOptions'> & Record<string, unknown>) =>
    trainCommand(source, { ...given, sourceOptions: sourceOptionsOf(given, 'labelColumn') }),
  );
}

function addEvaluate(program: Command): void {
  addCommand(
    program,
    'evaluate <analysis>',
    'Measures an analysis: internally, and against true labels where there are some.',
  )
    .option('--labels <file>', 'a .csv or .tsv file with the true labels by document id')
    .option('--id-column <name>', 'its column with the ids (default: id)')
    .option('--label-column <name>', 'its column with the labels (default: label)')
    .option(
      '--resamples <n>',
      "how often documents are drawn anew for the clusters' stability; 0: not",
      count,
      defaultResamples,
    )
    .action((folder: string, flags: EvaluateFlags) => {
      if (flags.labels === undefined && (flags.idColumn ?? flags.labelColumn) !== undefined)
        throw new GroveError('usage', '--id-column and --label-column name columns of the file that --labels gives.');
      return evaluateCommand(folder, flags);
    });
}

function addExport(program: Command): void {
  addCommand(
    program,
    'export <analysis>',
    'Writes an analysis as one file. html is a self-contained report with the same pictures.',
  )
    .addOption(new Option('--format <format>', 'the format').choices([...exportFormats]).makeOptionMandatory())
    .requiredOption('--out <file>', 'the file to write')
    .addOption(new Option('--picture <name>', 'what svg and png show (default: map)').choices([...pictures]))
    .option(
      '--width <pixels>',
      `of svg and png (default: ${pictureWidths.svg}; png ${pictureWidths.png})`,
      pictureWidth,
    )
    .addOption(new Option('--theme <name>', 'of svg and png (default: light)').choices([...pictureThemes]))
    .action((folder: string, flags: ExportFlags) => exportCommand(folder, flags));
}

function addFetchModel(program: Command): void {
  addCommand(
    program,
    'fetch-model <model>',
    'Fetches a sentence encoder for the encoder transformer from an address that you give; nothing else uses the network.',
  )
    .option('--base-url <url>', 'what comes before the name, where <model> is no whole address')
    .option('--revision <name>', 'branch, tag or commit, where the server has them', 'main')
    .option('--sha256 <digits>', "the checksum that the network's file must have")
    .option('--out <dir>', "where to write it (default: under its name in the system's place for caches)")
    .action((model: string, flags: FetchModelFlags) => fetchModelCommand(model, flags));
}

/** Not with the flags that all have: stdout belongs to the protocol. */
function addMcp(program: Command): void {
  program
    .command('mcp')
    .description(
      'Lets a language model look into a folder: a server of the Model Context Protocol on stdin and stdout.',
    )
    .argument('[folder]', 'the folder with the corpus and its analyses; nothing outside it is read', '.')
    .option('--allow-cluster', 'also let it cluster folders, which writes analyses into .grove')
    .exitOverride()
    .action((folder: string, flags: McpFlags) => mcpCommand(folder, flags));
}

function addTag(program: Command): void {
  addCommand(
    program,
    'tag <analysis>',
    "Tags the files with their clusters' labels, in .grove/tags.json of the source.",
  )
    .option('--write-front-matter', "also add the tag grove/LABEL to the list tags of Markdown files' front matter")
    .option('--remove', 'take back exactly what was written')
    .action((folder: string, flags: TagFlags) => tagCommand(folder, flags));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return value;
}

function pictureWidth(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 200 || value > widestPicture)
    throw new InvalidArgumentError(`It must be a whole number from 200 to ${widestPicture}.`);
  return value;
}

/** A whole number of at least 0. */
function count(text: string): number {
  return text === '0' ? 0 : wholeNumber(text);
}

function minutes(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 100_000)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** A share between 0 and 1, neither of them. */
function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('It must be a number above 0 and below 1.');
  return value;
}

function pick(flags: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]]));
}
