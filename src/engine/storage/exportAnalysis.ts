import fs from 'node:fs/promises';
import { analysisFiles, type DocumentRow } from '../../shared/analysis';
import type { ExportFormat, ExportParams } from '../../shared/engineProtocol';
import { assemblePageData } from '../../shared/pageData';
import { assetPath } from '../assets';
import type { RunContext } from '../runContext';
import { readAnalysis, readNpy } from './analysisFolder';
import { csvText } from './csv';
import { readDocuments } from './documentTable';
import { htmlReport } from './htmlReport';
import { newickLeaf, newickOfLinkage } from './newick';
import { writeTextFile } from './textFile';

/** Turns an analysis folder into the text of one file. A new format is a function here and a word in `exportFormats`. */
type Exporter = (folder: string) => Promise<string>;

const exporters: Record<ExportFormat, Exporter> = {
  csv: exportCsv,
  json: exportJson,
  newick: exportNewick,
  html: exportHtml,
};

/** Writes an analysis as one file, whole or not at all; to a device or pipe directly. */
export async function exportAnalysis(
  { analysis, format, file }: ExportParams,
  context: RunContext,
): Promise<{ file: string }> {
  const text = await exporters[format](analysis);
  await writeTextFile(file, text);
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

async function exportNewick(folder: string): Promise<string> {
  const analysis = await readAnalysis(folder);
  const rows = await readDocuments(folder);
  const linkage = await readNpy(folder, analysisFiles.linkage, Float64Array);
  const names = Array.from({ length: analysis.linkage.leaves }, (): string[] => []);
  rows.forEach((row, i) => names[row.micro_cluster ?? i]?.push(row.id));
  return newickOfLinkage(linkage.values, names.map(newickLeaf)) + '\n';
}

async function exportHtml(folder: string): Promise<string> {
  const analysis = await readAnalysis(folder);
  const linkage = await readNpy(folder, analysisFiles.linkage, Float64Array);
  const data = assemblePageData(analysis, await readDocuments(folder), linkage, { strings: {}, hasEditor: false });
  const assets = ['dist/webview/main.js', 'dist/webview/main.css', 'l10n/bundle.l10n.zh-cn.json'];
  const [script, style, chinese] = await Promise.all(assets.map((asset) => fs.readFile(assetPath(asset), 'utf8')));
  const translations = { zh: JSON.parse(chinese!) as Record<string, string> };
  return htmlReport(data, { script: script!, style: style!, translations });
}
