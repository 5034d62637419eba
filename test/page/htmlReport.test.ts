import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { htmlReport } from '../../src/engine/storage/htmlReport';
import { launchBrowser } from '../support/browser';
import { makePageData } from '../support/pageData';
import { elementsOf } from '../support/xml';

let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = await launchBrowser();
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'grove-report-'));
});
afterAll(async () => {
  await browser.close();
  await fs.rm(folder, { recursive: true });
});

async function writeReport(documents: number, clusters: number): Promise<string> {
  const [script, style] = await Promise.all(
    ['main.js', 'main.css'].map((file) => fs.readFile(path.join('dist/webview', file), 'utf8')),
  );
  const file = path.join(folder, `report ${documents}.html`);
  const data = { ...makePageData(documents, clusters), hasEditor: false };
  const chinese = await fs.readFile('l10n/bundle.l10n.zh-cn.json', 'utf8');
  const translations = { zh: JSON.parse(chinese) as Record<string, string> };
  await fs.writeFile(file, htmlReport(data, { script: script!, style: style!, translations }));
  return file;
}

test.each(['light', 'dark'] as const)('the report works offline from a file (%s)', async (colorScheme) => {
  const context = await browser.newContext({ offline: true, colorScheme, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) problems.push(request.url());
  });
  await page.goto(pathToFileURL(await writeReport(180, 12)).href);
  await page.getByRole('slider', { name: 'Cut of the tree' }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByText('180 documents · 11 clusters').waitFor();
  await page.screenshot({ path: `test/artifacts/report-${colorScheme}.png` });
  await page.getByRole('listbox', { name: 'Documents' }).getByRole('option').first().click();
  await page.locator('.document-card').waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Open', exact: true }).count()).toBe(0);
  await expect.poll(() => page.getByRole('button', { name: 'Export…' }).count()).toBe(0);
  await page.getByRole('tab', { name: 'Report' }).click();
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: `test/artifacts/report-print-${colorScheme}.png`, fullPage: true });
  expect(await page.evaluate(() => 'hostile' in window)).toBe(false);
  expect(problems).toEqual([]);
  await context.close();
});

test('a picture of the report is downloaded as a file', async () => {
  const context = await browser.newContext({ offline: true, acceptDownloads: true });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  await page.goto(pathToFileURL(await writeReport(180, 12)).href);
  await page.getByRole('tab', { name: 'Icicle' }).click();
  await page.getByRole('button', { name: /^Save Picture…/ }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'SVG' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('Field notes – Icicle.svg');
  const svg = await fs.readFile(await download.path(), 'utf8');
  expect(elementsOf(svg).find(({ name, text }) => name === 'text' && text.includes('glacier'))).toBeDefined();
  expect(problems).toEqual([]);
  await context.close();
});

test('the report speaks its reader’s language: Chinese, and English to whom it has no better', async () => {
  const address = pathToFileURL(await writeReport(180, 12)).href;
  const headings = async (locale: string): Promise<{ tabs: string[]; lang: string | null }> => {
    const context = await browser.newContext({ offline: true, locale });
    const page = await context.newPage();
    await page.goto(address);
    await page.getByRole('slider').waitFor();
    const tabs = await page.getByRole('tab').allInnerTexts();
    const lang = await page.locator('html').getAttribute('lang');
    if (locale === 'zh-CN') await page.screenshot({ path: 'test/artifacts/report-chinese.png' });
    await context.close();
    return { tabs, lang };
  };
  const english = { tabs: ['Dendrogram', 'Icicle', 'Map', 'Report'], lang: 'en' };
  expect(await headings('zh-CN')).toEqual({ tabs: ['树状图', '冰柱图', '地图', '报告'], lang: 'zh' });
  expect(await headings('en-GB')).toEqual(english);
  expect(await headings('fr-FR')).toEqual(english);
});

test('a report of 20,000 documents is at most 15 MB', async () => {
  const { size } = await fs.stat(await writeReport(20_000, 40));
  expect(size).toBeLessThan(15e6);
  expect(size).toBeGreaterThan(1e6);
});
