import fs from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFaults } from '../support/accessibility';
import { launchBrowser } from '../support/browser';
import { separationOf, timelineOf } from '../support/insights';
import { makePageData } from '../support/pageData';
import { openPanel } from '../support/panelPage';
import { themeNames, type ThemeName } from '../support/themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  await fs.mkdir('test/artifacts', { recursive: true });
});
afterAll(async () => browser.close());

const data = makePageData(180, 6);

describe.each(themeNames)('time (%s)', (theme) => {
  test('is asked for when it is looked at, and tells what rises, falls and is hot', async () => {
    const panel = await openPanel(browser, { data, theme });
    const { page } = panel;
    await page.getByRole('tab', { name: 'Time' }).click();
    await page.getByText('Reading dates…').waitFor();
    await expect
      .poll(async () => (await panel.messages()).filter(({ type }) => type === 'ask'))
      .toEqual([{ type: 'ask', name: 'timeline' }]);
    await panel.post({ type: 'insight', insight: { name: 'timeline', value: timelineOf(data) } });
    await page.getByRole('heading', { name: 'Hot now' }).waitFor();
    await page.screenshot({ path: `test/artifacts/page-time-${theme}.png` });
    await expect.poll(() => page.getByRole('row').count()).toBe(8);
    await expect.poll(() => page.getByText('↗ rising (+1.00 % a period)').count()).toBe(2);
    await expect.poll(() => page.getByRole('img', { name: /Bursts: 2021-09 to 2021-12/ }).count()).toBe(1);
    await page.getByRole('row').nth(2).getByRole('button').click();
    await expect
      .poll(async () => (await panel.messages()).filter(({ type }) => type === 'select'))
      .toMatchObject([{ selection: { kind: 'cluster' } }]);
    await page.getByRole('tab', { name: 'Map' }).click();
    await page.getByRole('tab', { name: 'Time' }).click();
    await expect.poll(async () => (await panel.messages()).filter(({ type }) => type === 'ask')).toHaveLength(1);
    expect(await seriousFaults(page)).toEqual([]);
    expect(panel.problems).toEqual([]);
    await panel.close();
  });
});

test('says why there is no timeline', async () => {
  const panel = await openPanel(browser, { data });
  await panel.page.getByRole('tab', { name: 'Time' }).click();
  await panel.post({ type: 'insightFailed', name: 'timeline', message: 'No document has a date.' });
  await panel.page.getByText('No document has a date.').waitFor();
  await panel.close();
});

describe.each<ThemeName>(['light', 'dark'])('the report (%s)', (theme) => {
  test('measures sentiment and finds copies when asked to', async () => {
    const panel = await openPanel(browser, { data, theme, state: { tab: 'report', selection: { kind: 'none' } } });
    const { page } = panel;
    await page.getByRole('button', { name: 'Measure Sentiment' }).click();
    await page.getByText('Reading documents…').waitFor();
    const counts = { positive: 30, neutral: 10, negative: 20, mean: 0.1 };
    const clusters = data.analysis.clusters.filter(({ parent }) => parent === null).map(({ id, label }) => ({ id, label, ...counts })); // prettier-ignore
    await panel.post({ type: 'insight', insight: { name: 'sentiment', value: { by: 'lexicon', shares: counts, unmeasured: 2, clusters } } }); // prettier-ignore
    await page.getByText('By lexicon: a hint, not a judgement.').waitFor();
    await page.getByRole('button', { name: 'Measure Separation' }).click();
    await page.getByText('Measuring distances…').waitFor();
    await panel.post({ type: 'insight', insight: { name: 'separation', value: separationOf(clusters) } });
    const heat = page.getByRole('figure', { name: /Distances between the clusters/ });
    await heat.waitFor();
    await expect.poll(() => heat.getByRole('row').count()).toBe(clusters.length + 1);
    const classes = page.getByRole('figure', { name: /^True labels/ }).getByRole('row');
    await expect.poll(() => classes.count()).toBe(3);
    await expect.poll(() => page.locator('.silhouettes polygon').count()).toBe(clusters.length);
    await heat.scrollIntoViewIfNeeded();
    await page.screenshot({ path: `test/artifacts/page-separation-${theme}.png` });
    await page.getByRole('button', { name: 'Find Near-Duplicates' }).click();
    const copies = [{ id: 'document-7', path: 'a/b.md', similarity: 0.93 }];
    await panel.post({ type: 'insight', insight: { name: 'duplicates', value: [{ kept: 'document-2', copies }] } });
    await page.getByRole('button', { name: 'Ignore the Copies' }).scrollIntoViewIfNeeded();
    await page.screenshot({ path: `test/artifacts/page-insights-${theme}.png` });
    await page.getByRole('button', { name: 'Ignore the Copies' }).click();
    await expect.poll(async () => (await panel.messages()).at(-1)).toEqual({ type: 'ignoreFiles', paths: ['a/b.md'] });
    await page.getByRole('button', { name: 'document-7' }).click();
    await expect
      .poll(async () => (await panel.messages()).at(-1))
      .toEqual({ type: 'openDocument', document: 7, toSide: false });
    await page.locator('.loss').getByText('Table').click();
    await expect.poll(() => page.locator('.loss tbody tr').count()).toBe(data.analysis.training![0]!.loss.length);
    await page.locator('.loss').screenshot({ path: `test/artifacts/page-loss-${theme}.png` });
    expect(await seriousFaults(page)).toEqual([]);
    expect(panel.problems).toEqual([]);
    await panel.close();
  });
});
