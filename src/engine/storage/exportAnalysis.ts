import fs from 'node:fs/promises';
import path from 'node:path';
import { analysisFiles, type DocumentRow } from '../../shared/analysis';
import { type ExportFormat, type ExportParams, pictureWidths } from '../../shared/engineProtocol';
import type { Insights } from '../../shared/insights';
import { assemblePageData } from '../../shared/pageData';
import type { PageData } from '../../shared/viewProtocol';
import { assetPath } from '../assets';
import { matrixOf } from '../math/matrix';
import { nearestNeighbours } from '../math/nearestNeighbours';
import type { RunContext } from '../runContext';
import { analysisSeparation } from '../evaluation/separation';
import { analysisTimeline } from '../time/analysisTimeline';
import { readAnalysis, readNpy } from './analysisFolder';
import { csvText } from './csv';
import { readDocuments } from './documentTable';
import { dendrogramPicture } from './exports/dendrogramPicture';
import { dotText, graphMl, type SimilarPair } from './exports/clusterGraph';
import { iciclePicture } from './exports/iciclePicture';
import { mapPicture } from './exports/mapPicture';
import { pngOf } from './exports/png';
import { markdownSummary } from './exports/markdownSummary';
import { htmlReport } from './htmlReport';
import { newickLeaf, newickOfLinkage } from './newick';
import { writeTextFile } from './textFile';

/** Turns an analysis folder into the content of one file. A new format is a function here and a word in `exportFormats`. */
type Exporter = (folder: string, context: RunContext, params: ExportParams) => Promise<string | Uint8Array>;

const exporters: Record<ExportFormat, Exporter> = {
  csv: exportCsv,
  json: exportJson,
  jsonl: exportJsonLines,
  parquet: exportParquet,
  newick: exportNewick,
  dot: async (folder) => dotText(await readAnalysis(folder), await readDocuments(folder)),
  graphml: exportGraphMl,
  html: exportHtml,
  svg: (folder, _, params) => pictureOf(folder, params, params.width ?? pictureWidths.svg, true),
  png: async (folder, _, params) => {
    const width = params.width ?? pictureWidths.png;
    return pngOf(await pictureOf(folder, params, width, false), width);
  },
  markdown: async (folder) => markdownSummary(await readAnalysis(folder), await readDocuments(folder)),
};

/** Writes an analysis as one file, whole or not at all; to a device or pipe directly. */
export async function exportAnalysis(params: ExportParams, context: RunContext): Promise<{ file: string }> {
  const { analysis, format, file } = params;
  const content = await exporters[format](analysis, context, params);
  await writeTextFile(file, content);
  context.log(`Wrote ${file}`);
  return { file };
}

const csvColumns = [
  'id',
  'path',
  'row',
  'title',
  'language',
  'cluster',
  'cluster_label',
  'subcluster',
  'confidence',
  'x',
  'y',
  'label',
  'date',
] as const satisfies readonly (keyof DocumentRow)[];

async function exportCsv(folder: string): Promise<string> {
  await readAnalysis(folder);
  const rows = await readDocuments(folder);
  const columns = csvColumns.filter((column) => rows.some((row) => row[column] !== undefined));
  return csvText(
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  );
}

async function exportJson(folder: string): Promise<string> {
  const analysis = await readAnalysis(folder);
  return JSON.stringify({ ...analysis, documents: await readDocuments(folder) }, null, 1);
}

async function exportJsonLines(folder: string): Promise<string> {
  await readAnalysis(folder);
  const rows = await readDocuments(folder);
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The documents' table as it is stored. */
async function exportParquet(folder: string): Promise<Uint8Array> {
  await readAnalysis(folder);
  await readDocuments(folder); // what is damaged is not passed on
  return fs.readFile(path.join(folder, analysisFiles.documents));
}

const similarEach = 3;

async function exportGraphMl(folder: string, context: RunContext): Promise<string> {
  const analysis = await readAnalysis(folder);
  const rows = await readDocuments(folder);
  const encodings = matrixOf(await readNpy(folder, analysisFiles.encodings, Float32Array));
  const { k, indices, similarities } = await nearestNeighbours(encodings, similarEach, context);
  const pairs = new Map<number, SimilarPair>();
  indices.forEach((other, at) => {
    const [a, b] = [Math.min(Math.floor(at / k), other), Math.max(Math.floor(at / k), other)];
    if (other >= 0 && similarities[at]! > 0) pairs.set(a * rows.length + b, { a, b, similarity: similarities[at]! });
  });
  return graphMl(analysis, rows, [...pairs.values()]);
}

async function exportNewick(folder: string): Promise<string> {
  const analysis = await readAnalysis(folder);
  const rows = await readDocuments(folder);
  const linkage = await readNpy(folder, analysisFiles.linkage, Float64Array);
  const names = Array.from({ length: analysis.linkage.leaves }, (): string[] => []);
  rows.forEach((row, i) => names[row.micro_cluster ?? i]?.push(row.id));
  return newickOfLinkage(linkage.values, names.map(newickLeaf)) + '\n';
}

async function pictureOf(
  folder: string,
  { picture = 'map', theme = 'light' }: ExportParams,
  width: number,
  hasTitles: boolean,
): Promise<string> {
  if (picture !== 'map') {
    const data = await readPageData(folder, () => Promise.resolve({}));
    return (picture === 'icicle' ? iciclePicture : dendrogramPicture)(data, { width, theme });
  }
  return mapPicture(await readAnalysis(folder), await readDocuments(folder), { width, theme, hasTitles });
}

async function readPageData(
  folder: string,
  insights: (rows: readonly DocumentRow[]) => Promise<Partial<Insights>>,
): Promise<PageData> {
  const analysis = await readAnalysis(folder);
  const linkage = await readNpy(folder, analysisFiles.linkage, Float64Array);
  const rows = await readDocuments(folder);
  return assemblePageData(analysis, rows, linkage, { strings: {}, hasEditor: false, insights: await insights(rows) });
}

/** The timeline, where documents have dates of their own: when files were changed says little to a reader elsewhere. */
async function writtenTimeline(
  folder: string,
  rows: readonly DocumentRow[],
  context: RunContext,
): Promise<Partial<Insights>> {
  if (rows.every(({ date }) => date === undefined)) return {};
  return { timeline: await analysisTimeline({ analysis: folder, period: 'auto' }, context) };
}

async function exportHtml(folder: string, context: RunContext): Promise<string> {
  const data = await readPageData(folder, async (rows) => ({
    ...(await writtenTimeline(folder, rows, context)),
    separation: await analysisSeparation(folder, 0, context),
  }));
  const assets = ['dist/webview/main.js', 'dist/webview/main.css', 'l10n/bundle.l10n.zh-cn.json'];
  const [script, style, chinese] = await Promise.all(assets.map((asset) => fs.readFile(assetPath(asset), 'utf8')));
  const translations = { zh: JSON.parse(chinese!) as Record<string, string> };
  return htmlReport(data, { script: script!, style: style!, translations });
}
