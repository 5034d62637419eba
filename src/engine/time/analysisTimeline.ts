import type { Analysis, DocumentRow } from '../../shared/analysis';
import type { DateSummary, Period, Timeline } from '../../shared/timeline';
import { isoDate } from '../corpus/dates';
import { sourceFields } from '../corpus/sourceFields';
import type { RunContext } from '../runContext';
import { readAnalysis } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { type DocumentDate, documentDates } from './documentDates';
import { timelineOf } from './timelineOf';

export interface TimelineParams {
  readonly analysis: string;
  readonly period: Period | 'auto';
  /** Another column (or front matter field) than the one that the run read dates from. */
  readonly dateColumn?: string;
}

/** A stored analysis over time. Where documents lack a date, the source is read again to say why. */
export async function analysisTimeline(params: TimelineParams, context: RunContext): Promise<Timeline> {
  const analysis = await readAnalysis(params.analysis);
  const rows = await readDocuments(params.analysis);
  const { dates, malformed } = await datesOf(analysis, rows, params.dateColumn, context);
  return timelineOf(analysis, rows, dates, malformed, params.period, context);
}

async function datesOf(
  analysis: Analysis,
  rows: readonly DocumentRow[],
  dateColumn: string | undefined,
  context: RunContext,
): Promise<{ dates: (DocumentDate | undefined)[]; malformed: DateSummary['malformed'] }> {
  const own = analysis.source.options['dateColumn'];
  const column = dateColumn ?? (typeof own === 'string' && own !== '' ? own : 'date');
  const isComplete = rows.every(({ date }) => date !== undefined);
  if (dateColumn === undefined && (isComplete || analysis.source.kind === 'folder'))
    return { dates: await documentDates(analysis, rows, context), malformed: [] };
  const cells = await sourceFields(analysis, column, dateColumn !== undefined, context);
  const malformed: { id: string; value: string }[] = [];
  const dates = rows.map(({ id }): DocumentDate | undefined => {
    const value = cells.get(id);
    if (value === undefined) return undefined;
    const iso = isoDate(value);
    if (iso === undefined) malformed.push({ id, value });
    return iso === undefined ? undefined : { iso, source: 'given' };
  });
  return { dates, malformed };
}
