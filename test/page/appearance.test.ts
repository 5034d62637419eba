import fs from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFaults } from '../support/accessibility';
import { launchBrowser } from '../support/browser';
import { makePageData } from '../support/pageData';
import { openPanel } from '../support/panelPage';
import { themeNames, type ThemeName } from '../support/themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  await fs.mkdir('test/artifacts', { recursive: true });
});
afterAll(async () => browser.close());

const small = makePageData(180, 12);

describe.each(themeNames)('in the %s theme', (theme) => {
  test('each picture is accessible and free of errors', async () => {
    const panel = await openPanel(browser, { data: small, theme });
    const { page } = panel;
    for (const tab of ['Dendrogram', 'Icicle', 'Map', 'Report']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.screenshot({ path: `test/artifacts/page-${tab.toLowerCase()}-${theme}.png` });
      expect(await seriousFaults(page)).toEqual([]);
    }
    await page.getByRole('tab', { name: 'Dendrogram' }).click();
    await panel.post({ type: 'select', selection: { kind: 'document', document: 42 } });
    await page.getByRole('button', { name: 'Open', exact: true }).waitFor();
    await page.screenshot({ path: `test/artifacts/page-document-${theme}.png` });
    expect(await seriousFaults(page)).toEqual([]);
    await panel.post({ type: 'stale', message: '12 files have changed since this analysis was made.' });
    await page.getByText('Out of date').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Run Again' }).click();
    await expect.poll(async () => (await panel.messages()).at(-1)).toEqual({ type: 'rerun' });
    await panel.post({ type: 'stale' });
    await page.getByText('Out of date').waitFor({ state: 'detached' });
    expect(panel.problems).toEqual([]);
    await panel.close();
  });
});

test.each<ThemeName>(['light', 'dark'])('waiting and failure are designed states (%s)', async (theme) => {
  const panel = await openPanel(browser, { theme });
  await panel.page.getByText('Opening the analysis…').waitFor();
  await panel.post({ type: 'failed', message: 'analysis.json is missing. Run the clustering again.' });
  await panel.page.getByText('This analysis cannot be shown').waitFor();
  await panel.page.screenshot({ path: `test/artifacts/page-failed-${theme}.png` });
  expect(await seriousFaults(panel.page)).toEqual([]);
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('a map without a projection says so', async () => {
  const documents = { ...small.documents, projection: new Float32Array(small.documents.projection.length) };
  const panel = await openPanel(browser, {
    data: { ...small, documents },
    state: { tab: 'map', selection: { kind: 'none' } },
  });
  await panel.page.getByText('This analysis has no map').waitFor();
  await panel.close();
});
