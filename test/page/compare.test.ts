import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageState } from '../../src/shared/viewProtocol';
import { seriousFaults } from '../support/accessibility';
import { launchBrowser } from '../support/browser';
import { makeComparison } from '../support/comparison';
import { makePageData } from '../support/pageData';
import { openPanel, type Panel } from '../support/panelPage';
import { type ThemeName, themeNames } from '../support/themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());

const data = makePageData(600, 8);
const comparison = makeComparison(data);
const state: PageState = { tab: 'compare', selection: { kind: 'none' } };
const clusters = data.analysis.clusters.filter(({ parent }) => parent === null);
const sizeOf = (id: number): number => clusters[id]!.size;

const openCompared = async (options: { theme?: ThemeName; width?: number } = {}): Promise<Panel> => {
  const panel = await openPanel(browser, { data, state, ...options });
  await panel.post({ type: 'compared', comparison });
  await panel.page.getByRole('listbox', { name: 'Flow of documents' }).waitFor();
  return panel;
};
const part = (page: Page, key: string) => page.locator(`[data-flow="${key}"]`);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-flow') ?? '');
const listed = (page: Page) => page.getByRole('listbox', { name: 'Documents', exact: true }).getByRole('option');

test('the tab is there before an analysis is chosen, and a question by the host brings it to the front', async () => {
  const panel = await openPanel(browser, { data });
  const { page } = panel;
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Choose an Analysis…' }).click();
  await expect.poll(async () => (await panel.messages()).at(-1)).toEqual({ type: 'compare' });
  await page.getByRole('tab', { name: 'Map' }).click();
  await panel.post({ type: 'comparing', isAsked: false });
  await expect.poll(() => page.getByRole('tab', { name: 'Map' }).getAttribute('aria-selected')).toBe('true');
  await panel.post({ type: 'comparing', isAsked: true });
  await page.getByText('Comparing…').waitFor();
  await panel.post({ type: 'compareFailed', message: 'They have no document in common.' });
  await page.getByText('They have no document in common.').waitFor();
  await panel.post({ type: 'compared', comparison });
  await page.getByText('0.876').waitFor();
  const moved = clusters[1]!.size + clusters[4]!.size + comparison.figures.flows.find(({ from, to }) => from === 3 && to === 2)!.documents; // prettier-ignore
  await page.getByText(`${600 - moved} of 600 documents stay · ${moved} moved · 2 clusters new`).waitFor();
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('bars are as high as they have documents, and a bar that matches has the colour of its match', async () => {
  const panel = await openCompared();
  const { page } = panel;
  const heightOf = async (key: string): Promise<number> => Number(await part(page, key).getAttribute('height'));
  const unit = (await heightOf('second 0')) / sizeOf(0);
  for (const { id, size } of clusters) expect(await heightOf(`second ${id}`)).toBeCloseTo(size * unit, 3);
  await expect.poll(() => heightOf('first 0')).toBeCloseTo((sizeOf(0) + sizeOf(1)) * unit, 3);
  const colourOf = (key: string) => part(page, key).evaluate((bar) => getComputedStyle(bar).fill);
  expect(await colourOf('first 5')).toBe(await colourOf('second 5'));
  expect(await colourOf('first 0 → second 1')).toBe(await colourOf('second 1'));
  await panel.close();
});

test('a band tells its documents, a click lists them, and a click there opens one', async () => {
  const panel = await openCompared();
  const { page } = panel;
  await part(page, 'first 0 → second 1').hover();
  const card = page.locator('.hover-card');
  await card.getByText(`${sizeOf(1)} documents`).waitFor();
  await card.getByText('moved').waitFor();
  await part(page, 'first 0 → second 1').click();
  await page.getByRole('heading', { name: `${clusters[0]!.label} → ${clusters[1]!.label}` }).waitFor();
  await expect.poll(() => part(page, 'first 0 → second 1').getAttribute('aria-selected')).toBe('true');
  await listed(page).first().click();
  const openings = async () => (await panel.messages()).filter(({ type }) => type === 'openDocument');
  await expect.poll(openings).toHaveLength(1);
  const opened = await openings();
  expect(data.documents.cluster[(opened[0] as { document: number }).document]).toBe(1);
  await page.getByRole('heading', { name: `${clusters[0]!.label} → ${clusters[1]!.label}` }).waitFor();
  await listed(page).nth(1).dblclick();
  await expect.poll(openings).toHaveLength(2);
  await part(page, 'second 6').click();
  await expect.poll(async () => (await panel.messages()).filter(({ type }) => type === 'select').at(-1)).toEqual({ type: 'select', selection: { kind: 'cluster', cluster: 6 } }); // prettier-ignore
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('keys go along a side, across to a band and to the other side, and list', async () => {
  const panel = await openCompared();
  const { page } = panel;
  await part(page, 'first 0').focus();
  const press = async (key: string, expected: RegExp): Promise<void> => {
    await page.keyboard.press(key);
    await expect.poll(() => focused(page), { message: key }).toMatch(expected);
  };
  await press('ArrowRight', /^first 0 → second [01]$/);
  await page.locator('.hover-card').getByText('documents', { exact: false }).first().waitFor();
  await press('ArrowRight', /^second [01]$/);
  await press('ArrowLeft', /^first 0 → second [01]$/);
  await press('ArrowLeft', /^first 0$/);
  await press('Home', /^first /);
  await press('ArrowDown', /^first /);
  await press('End', /^second /);
  await expect.poll(() => page.locator('.alluvial [tabindex="0"][role="option"]').count()).toBe(1);
  await part(page, 'first 3 → second 2').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `${clusters[3]!.label} → ${clusters[2]!.label}` }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'All documents' }).waitFor();
  await expect
    .poll(() => part(page, 'first 3 → second 2').getAttribute('aria-label'))
    .toMatch(/^\d+ documents from .* to .*: moved$/);
  await panel.close();
});

test('the table has the same bands, and the keys of a list of a band open nothing by themselves', async () => {
  const panel = await openCompared();
  const { page } = panel;
  await page.getByRole('button', { name: 'Table' }).click();
  await expect.poll(() => page.locator('.flow-table tbody tr').count()).toBe(comparison.figures.flows.length);
  await page.getByRole('row', { name: new RegExp(`Without a cluster.*${clusters[4]!.label}`) }).getByRole('button').click(); // prettier-ignore
  await page.getByRole('heading', { name: `Without a cluster → ${clusters[4]!.label}` }).waitFor();
  await page.getByRole('listbox', { name: 'Documents', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await panel.messages()).filter(({ type }) => type === 'openDocument')).toHaveLength(0);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await panel.messages()).filter(({ type }) => type === 'openDocument')).toHaveLength(1);
  await panel.close();
});

describe.each(themeNames)('the comparison (%s)', (theme) => {
  test('is accessible as a picture and as a table, wide and narrow', async () => {
    for (const width of [1280, 500]) {
      const panel = await openCompared({ theme, width });
      const { page } = panel;
      await page.screenshot({ path: `test/artifacts/page-compare-${width}-${theme}.png` });
      expect(await seriousFaults(page)).toEqual([]);
      await part(page, 'first 0 → second 1').click();
      await page.screenshot({ path: `test/artifacts/page-compare-band-${width}-${theme}.png` });
      expect(await seriousFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Table' }).click();
      expect(await seriousFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(panel.problems).toEqual([]);
      await panel.close();
    }
  });
});

test('150 clusters a side are sixty bars a side, with the smaller ones together', async () => {
  const many = makePageData(20_000, 150);
  const panel = await openPanel(browser, { data: many, state });
  await panel.post({ type: 'compared', comparison: makeComparison(many) });
  const { page } = panel;
  await page.getByRole('option', { name: /^\d+ smaller clusters, / }).first().waitFor(); // prettier-ignore
  await expect.poll(() => page.locator('.alluvial .bar[role="option"]').count()).toBe(120);
  await page.screenshot({ path: 'test/artifacts/page-compare-many.png' });
  expect(panel.problems).toEqual([]);
  await panel.close();
});
