import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PageData, PageState, Selection } from '../../src/shared/viewProtocol';
import { seriousFaults } from '../support/accessibility';
import { launchBrowser } from '../support/browser';
import { makePageData } from '../support/pageData';
import { openPanel, type Panel } from '../support/panelPage';
import { themeNames, type ThemeName } from '../support/themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());

const small = makePageData(180, 12);
const state: PageState = { tab: 'icicle', selection: { kind: 'none' } };
const clusters = small.analysis.clusters.filter(({ parent }) => parent === null);
const firstCluster = clusters[0]!;

const openIcicle = async (
  options: { data?: PageData; cut?: number; theme?: ThemeName; state?: PageState; width?: number } = {},
): Promise<Panel> => {
  const panel = await openPanel(browser, { data: small, state, ...options });
  await items(panel.page).first().waitFor();
  return panel;
};
const items = (page: Page) => page.getByRole('tree', { name: 'Clusters by size' }).getByRole('treeitem');
const part = (page: Page, key: string) => page.locator(`[data-part="${key}"]`);
const focusedPart = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-part') ?? '');
const places = (page: Page) => page.locator('.breadcrumb li').allInnerTexts();

async function selections(panel: Panel): Promise<Selection[]> {
  return (await panel.messages()).flatMap((message) => (message.type === 'select' ? [message.selection] : []));
}

/** The heights of the rectangles of a level, in pixels. */
async function heights(page: Page, level: number): Promise<number[]> {
  return page
    .locator(`.part[aria-level="${level}"]`)
    .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
}

test('rectangles are as high as their clusters have documents, beside all documents', async () => {
  const panel = await openIcicle();
  const { page } = panel;
  const [whole] = await heights(page, 1);
  const drawn = await heights(page, 2);
  expect(drawn.length).toBe(clusters.length);
  clusters.forEach(({ size }, i) => expect(drawn[i]! / whole!).toBeCloseTo(size / 180, 2));
  await expect.poll(async () => (await heights(page, 3)).length).toBe(2 * clusters.length);
  const box = (await part(page, 'cluster-0').boundingBox())!;
  const parts = await Promise.all(['cluster-12', 'cluster-13'].map((key) => part(page, key).boundingBox()));
  expect(parts[0]!.y).toBeCloseTo(box.y, 0);
  expect(parts[0]!.x).toBeCloseTo(box.x + box.width, 0);
  expect(parts[0]!.height + parts[1]!.height).toBeCloseTo(box.height, 0);
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('documents without a cluster have a rectangle of their own', async () => {
  const cluster = small.documents.cluster.map((id, d) => (d < 5 ? -1 : id));
  const subcluster = small.documents.subcluster.map((id, d) => (d < 5 ? -1 : id));
  const panel = await openIcicle({ data: { ...small, documents: { ...small.documents, cluster, subcluster } } });
  await panel.page.getByRole('treeitem', { name: 'Without a cluster, 5 documents' }).click();
  await panel.page.getByRole('heading', { name: 'Without a cluster' }).waitFor();
  await expect.poll(() => part(panel.page, 'noise').getAttribute('aria-selected')).toBe('true');
  await panel.close();
});

test('a click selects the cluster everywhere and goes into it; Escape, the path and the whole lead back', async () => {
  const panel = await openIcicle();
  const { page } = panel;
  await part(page, 'cluster-0').hover();
  await page.locator('.hover-card').getByText('sourdough · yeast · oven').waitFor();
  await page.screenshot({ path: 'test/artifacts/page-icicle-hover.png' });
  await part(page, 'cluster-0').click();
  await page.getByRole('heading', { name: firstCluster.label }).waitFor();
  await expect.poll(() => selections(panel)).toEqual([{ kind: 'cluster', cluster: 0 }]);
  await expect.poll(() => items(page).count()).toBe(3);
  await expect.poll(() => part(page, 'cluster-0').getAttribute('aria-selected')).toBe('true');
  await expect.poll(() => places(page)).toEqual(['All documents', firstCluster.label]);
  await page.screenshot({ path: 'test/artifacts/page-icicle-inside.png' });
  await page.keyboard.press('Escape');
  await expect.poll(() => places(page)).toEqual(['All documents']);
  await expect.poll(() => focusedPart(page)).toBe('cluster-0');
  await part(page, 'cluster-0').click();
  await page.locator('.breadcrumb').getByRole('button', { name: 'All documents' }).click();
  await expect.poll(() => places(page)).toEqual(['All documents']);
  await part(page, 'cluster-0').dblclick();
  await expect.poll(() => places(page)).toEqual(['All documents', firstCluster.label]);
  await part(page, 'cluster-0').click();
  await expect.poll(() => places(page)).toEqual(['All documents']);
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test.each(themeNames)('a table has the rectangles as rows, and selects what is clicked (%s)', async (theme) => {
  const panel = await openIcicle({ theme });
  const { page } = panel;
  await page.getByRole('button', { name: 'Table' }).click();
  const rows = page.getByRole('region', { name: 'Clusters by size' }).locator('tbody').getByRole('row');
  await expect.poll(() => rows.count()).toBe(1 + 3 * clusters.length);
  await expect.poll(() => rows.first().innerText()).toContain('180');
  await expect.poll(() => items(page).count()).toBe(0); // what is covered is out of reach
  await rows.getByRole('button', { name: firstCluster.label, exact: true }).click();
  await expect.poll(() => selections(panel)).toEqual([{ kind: 'cluster', cluster: 0 }]);
  await page.screenshot({ path: `test/artifacts/page-icicle-table-${theme}.png` });
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Table' }).click();
  await expect.poll(() => part(page, 'cluster-0').getAttribute('aria-selected')).toBe('true');
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('arrow keys move between parent, child and sibling; Space selects and Enter goes in and back', async () => {
  const panel = await openIcicle();
  const { page } = panel;
  await items(page).first().focus();
  const presses = async (key: string, expected: string): Promise<void> => {
    await page.keyboard.press(key);
    await expect.poll(() => focusedPart(page), { message: key }).toBe(expected);
  };
  await presses('ArrowRight', 'cluster-0');
  await presses('ArrowDown', 'cluster-1');
  await presses('ArrowRight', 'cluster-14');
  await presses('ArrowUp', 'cluster-13');
  await presses('ArrowLeft', 'cluster-0');
  await expect.poll(() => page.locator('.part[tabindex="0"]').count()).toBe(1);
  await page.keyboard.press(' ');
  await expect.poll(() => selections(panel)).toEqual([{ kind: 'cluster', cluster: 0 }]);
  await expect.poll(() => places(page)).toEqual(['All documents']);
  await presses('Enter', 'cluster-0');
  await expect.poll(() => places(page)).toEqual(['All documents', firstCluster.label]);
  await page.keyboard.press('Enter');
  await expect.poll(() => places(page)).toEqual(['All documents']);
  await presses('Home', 'node-358');
  await panel.close();
});

test('the cut of the dendrogram makes the levels, down to documents that a double click opens', async () => {
  const panel = await openIcicle({ cut: 40 });
  const { page } = panel;
  await expect.poll(async () => (await heights(page, 2)).length).toBe(5);
  await panel.post({ type: 'cut', clusters: 7 });
  await expect.poll(async () => (await heights(page, 2)).length).toBe(7);
  const colours = await page
    .locator('.part[aria-level="2"]')
    .evaluateAll((all) => all.map((each) => getComputedStyle(each).getPropertyValue('--colour')));
  expect(new Set(colours).size).toBe(7);
  await items(page).first().focus();
  const leaf = page.locator('.part:focus');
  for (let depth = 0; depth < 40 && (await leaf.getAttribute('aria-expanded')) !== null; depth++) {
    const before = await focusedPart(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focusedPart(page)).not.toBe(before);
  }
  const node = Number((await focusedPart(page)).replace('node-', ''));
  expect(node).toBeLessThan(180);
  await leaf.dblclick();
  await expect.poll(() => panel.messages()).toContainEqual({ type: 'openDocument', document: node, toSide: false });
  expect(await panel.messages()).toContainEqual({ type: 'select', selection: { kind: 'document', document: node } });
  await panel.post({ type: 'cut' });
  await expect.poll(() => places(page)).toEqual(['All documents']);
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('what is selected elsewhere is marked, also from within another cluster, and a search dims the rest', async () => {
  const panel = await openIcicle();
  const { page } = panel;
  await part(page, 'cluster-0').click();
  await panel.post({ type: 'select', selection: { kind: 'cluster', cluster: 3 } });
  await expect.poll(() => part(page, 'cluster-3').getAttribute('aria-selected')).toBe('true');
  await panel.post({ type: 'select', selection: { kind: 'document', document: 0 } });
  await expect.poll(() => part(page, 'cluster-12').getAttribute('aria-selected')).toBe('true');
  await page.getByRole('combobox', { name: 'Search clusters and documents' }).fill('violin');
  await expect.poll(() => page.locator('.part[aria-level="2"]:not(.not-found)').count()).toBe(1);
  expect(await page.evaluate(() => 'hostile' in window)).toBe(false);
  await panel.close();
});

test.each(themeNames)('with a cut it is accessible (%s)', async (theme) => {
  const panel = await openIcicle({ theme, cut: 40 });
  const { page } = panel;
  await part(page, 'node-358').focus();
  await panel.post({ type: 'select', selection: { kind: 'cluster', cluster: 3 } });
  await page.locator('.part[aria-selected="true"]').waitFor();
  await page.screenshot({ path: `test/artifacts/page-icicle-cut-${theme}.png` });
  expect(await seriousFaults(page)).toEqual([]);
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('20,000 documents cut into as many clusters keep the page answering', async () => {
  const panel = await openIcicle({ data: makePageData(20_000, 40), cut: 20_000 });
  const { page } = panel;
  await expect.poll(() => items(page).count()).toBeLessThan(2500);
  await items(page).first().focus();
  for (let depth = 0; depth < 6; depth++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => places(page)).not.toEqual(['All documents']);
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('where one has gone is remembered by the host, also while another picture is looked at', async () => {
  const panel = await openIcicle();
  await part(panel.page, 'cluster-0').click();
  await expect.poll(() => places(panel.page)).toEqual(['All documents', firstCluster.label]);
  const saved = { ...state, selection: { kind: 'cluster', cluster: 0 }, icicle: ['cluster-0'] } as const;
  await expect.poll(async () => (await panel.messages()).at(-1)).toEqual({ type: 'saveState', state: saved });
  await panel.page.getByRole('tab', { name: 'Report' }).click();
  await panel.page.getByRole('tab', { name: 'Icicle' }).click();
  await expect.poll(() => places(panel.page)).toEqual(['All documents', firstCluster.label]);
  await panel.close();
  const again = await openIcicle({ state: saved });
  await expect.poll(() => places(again.page)).toEqual(['All documents', firstCluster.label]);
  await expect.poll(() => items(again.page).count()).toBe(3);
  await again.close();
  const gone = await openIcicle({ state: { ...state, icicle: ['cluster-999', 'node-3'] } });
  await expect.poll(() => places(gone.page)).toEqual(['All documents']);
  expect(gone.problems).toEqual([]);
  await gone.close();
});

test('it says how many parts are too small to be drawn', async () => {
  const few = await openIcicle();
  await expect.poll(() => few.page.getByText('too small to be drawn').count()).toBe(0);
  await few.close();
  const many = await openIcicle({ data: makePageData(20_000, 40), cut: 5000 });
  await many.page
    .locator('.breadcrumb')
    .getByText(/^[\d,]+ parts are too small to be drawn/)
    .waitFor();
  await many.close();
});

test.each(themeNames)('a narrow panel has all of it in view (%s)', async (theme) => {
  const panel = await openIcicle({ theme, width: 500 });
  const { page } = panel;
  await page.screenshot({ path: `test/artifacts/page-icicle-narrow-${theme}.png` });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(500);
  const tabs = await page.getByRole('tablist').evaluate((list) => [list.scrollWidth, list.clientWidth]);
  expect(tabs[0]).toBeLessThanOrEqual(tabs[1]!);
  const boxes = await page.locator('.part, .breadcrumb > *').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().right)); // prettier-ignore
  expect(Math.max(...boxes)).toBeLessThanOrEqual(501);
  expect(panel.problems).toEqual([]);
  await panel.close();
});
