import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dendrogramPicture } from '../../src/engine/storage/exports/dendrogramPicture';
import { iciclePicture } from '../../src/engine/storage/exports/iciclePicture';
import { mapPicture } from '../../src/engine/storage/exports/mapPicture';
import { pngOf } from '../../src/engine/storage/exports/png';
import { launchBrowser } from '../support/browser';
import { makePageData } from '../support/pageData';

let browser: Browser;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-pictures-'));
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  fs.rmSync(folder, { recursive: true });
});

const data = makePageData(300, 8);
const rows = data.documents.id.map((id, i) => ({
  ...{ id, path: id, title: data.documents.title[i]!, snippet: '', language: 'en', cluster_label: '', confidence: 1 },
  ...{ cluster: data.documents.cluster[i]!, subcluster: data.documents.subcluster[i]! },
  ...{ x: data.documents.projection[2 * i]!, y: data.documents.projection[2 * i + 1]! },
}));

test.each(['light', 'dark'] as const)('SVG and PNG open in a browser, and run nothing (%s)', async (theme) => {
  const page = await browser.newPage({ offline: true });
  const problems: string[] = [];
  page.on('dialog', (dialog) => problems.push(dialog.message()));
  page.on('pageerror', (error) => problems.push(error.message));
  const pictures = {
    map: mapPicture(data.analysis, rows, { width: 1200, theme, hasTitles: true }),
    dendrogram: dendrogramPicture(data, { width: 1200, theme }),
    icicle: iciclePicture(data, { width: 1200, theme }),
  };
  for (const [name, svg] of Object.entries(pictures)) {
    const file = path.join(folder, `${name}.svg`);
    fs.writeFileSync(file, svg);
    await page.goto(pathToFileURL(file).href);
    expect(await page.evaluate(() => document.documentElement.localName)).toBe('svg');
    expect(await page.evaluate(() => document.querySelectorAll('parsererror, script').length)).toBe(0);
    expect(await page.evaluate(() => 'hostile' in window)).toBe(false);
    await page.screenshot({ path: `test/artifacts/exported-${name}-${theme}.png` });
    const png = path.join(folder, `${name}.png`);
    fs.writeFileSync(png, await pngOf(svg, 1600));
    await page.goto(pathToFileURL(png).href);
    expect(await page.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1600);
  }
  expect(problems).toEqual([]);
  await page.close();
});
