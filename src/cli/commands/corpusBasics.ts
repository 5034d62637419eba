import path from 'node:path';
import { collocations } from '../../engine/corpusBasics/collocations';
import { concordance } from '../../engine/corpusBasics/concordance';
import { corpusCounts } from '../../engine/corpusBasics/corpusCounts';
import { findDuplicates } from '../../engine/corpusBasics/duplicates';
import { openPlace, openTokens } from '../../engine/corpusBasics/openTokens';
import { parseSourceOptions } from '../../engine/pipeline';
import type { CorpusCounts } from '../../shared/corpusBasics';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface PlaceFlags extends CommonFlags {
  readonly sourceOptions: Readonly<Record<string, unknown>>;
}

export interface TopFlags extends PlaceFlags {
  readonly top: number;
}

const number = (value: number): string => value.toLocaleString('en-US');

/** `grove corpus ANALYSIS|SOURCE` */
export async function corpusCommand(place: string, flags: TopFlags): Promise<void> {
  const counts = await withSession(flags, async (context) => {
    const options = parseSourceOptions(flags.sourceOptions, context);
    return corpusCounts(await openTokens(path.resolve(place), options, context), flags.top);
  });
  print(flags, counts, () => countsText(counts));
}

function countsText(counts: CorpusCounts): string {
  const { documents, tokens, types, typeTokenRatio, standardTypeTokenRatio, stretch, hapaxes, length, languages, commonest } = counts; // prettier-ignore
  return [
    `documents             ${number(documents)}  (${Object.entries(languages).map(([code, count]) => `${code} ${number(count)}`).join(', ')})`, // prettier-ignore
    `tokens                ${number(tokens)}`,
    `types                 ${number(types)}, ${number(hapaxes)} of them once`,
    `type–token ratio      ${typeTokenRatio.toFixed(4)}`,
    `standardised          ${standardTypeTokenRatio === null ? `– (fewer than ${number(stretch)} words)` : `${standardTypeTokenRatio.toFixed(4)} (mean of stretches of ${number(stretch)} words)`}`,
    `words a document      mean ${length.mean.toFixed(1)}, median ${number(length.median)}, ${number(length.least)} to ${number(length.most)}`,
    '',
    'frequency  documents  word',
    ...commonest.map(({ term, frequency, documents: held }) => `${number(frequency).padStart(9)} ${number(held).padStart(10)}  ${term}`), // prettier-ignore
  ].map(printable).join('\n'); // prettier-ignore
}

export interface ConcordanceFlags extends PlaceFlags {
  readonly window: number;
  readonly top: number;
}

/** `grove concordance ANALYSIS|SOURCE TERM` */
export async function concordanceCommand(place: string, term: string, flags: ConcordanceFlags): Promise<void> {
  const found = await withSession(flags, async (context) => {
    const options = parseSourceOptions(flags.sourceOptions, context);
    const { reader } = await openPlace(path.resolve(place), options, context);
    return concordance(reader, term, flags.window, flags.top, context);
  });
  const { lines, total } = found;
  print(flags, { term, ...found }, () => {
    const width = Math.min(60, Math.max(0, ...lines.map(({ left }) => left.length)));
    const shown = lines.map(({ id, left, match, right }) => printable(`${left.slice(-width).padStart(width)}  [${match}]  ${right}   ${id}`)); // prettier-ignore
    const rest = total > lines.length ? [`… and ${number(total - lines.length)} more: --top shows more`] : [];
    return [`${number(total)} places`, ...shown, ...rest].join('\n');
  });
}

export interface CollocationFlags extends TopFlags {
  readonly window?: number;
  readonly leastFrequency: number;
}

/** `grove collocations ANALYSIS|SOURCE [TERM]` */
export async function collocationsCommand(
  place: string,
  term: string | undefined,
  flags: CollocationFlags,
): Promise<void> {
  // prettier-ignore
  const found = await withSession(flags, async (context) => {
    const options = parseSourceOptions(flags.sourceOptions, context);
    const { words } = await openTokens(path.resolve(place), options, context);
    const window = flags.window ?? (term === undefined ? 1 : 5);
    return collocations(words, { window, leastFrequency: flags.leastFrequency, ...(term !== undefined && { node: term }) }, context); // prettier-ignore
  });
  const shown = found.slice(0, flags.top);
  print(flags, { collocations: shown, total: found.length }, () =>
    [
      '      G²    PMI  together',
      ...shown.map(
        ({ terms, frequency, logLikelihood, pmi }) =>
        printable(`${logLikelihood.toFixed(1).padStart(8)} ${pmi.toFixed(2).padStart(6)} ${number(frequency).padStart(9)}  ${terms.join(' … ')}`), // prettier-ignore
      ),
    ].join('\n'),
  );
}

export interface DuplicateFlags extends PlaceFlags {
  readonly similarity: number;
}

/** `grove duplicates ANALYSIS|SOURCE` */
export async function duplicatesCommand(place: string, flags: DuplicateFlags): Promise<void> {
  const groups = await withSession(flags, async (context) => {
    const options = parseSourceOptions(flags.sourceOptions, context);
    return findDuplicates(await openTokens(path.resolve(place), options, context), flags.similarity, context);
  });
  const copies = groups.reduce((sum, group) => sum + group.copies.length, 0);
  print(
    flags,
    { groups, copies },
    () =>
    [
      copies === 0 ? 'No duplicates.' : `${number(copies)} copies of ${number(groups.length)} documents`,
      ...groups.flatMap((group) => ['', group.kept, ...group.copies.map(({ id, similarity }) => `  ${similarity.toFixed(2)}  ${id}`)]), // prettier-ignore
    ].map(printable).join('\n'), // prettier-ignore
  );
}
