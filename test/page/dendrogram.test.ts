import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser';
import { makePageData } from '../support/pageData';
import { nextPicture, openPanel } from '../support/panelPage';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());

const small = makePageData(180, 12);

const slider = (page: Page) => page.getByRole('slider', { name: 'Cut of the tree' });
const items = (page: Page) => page.getByRole('tree').getByRole('treeitem');
const focusedNode = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-node') ?? '');

/** How many distinct saturated colours the picture has, counting only those of 30 pixels and more. */
async function colourCount(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector('canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const counts = new Map<number, number>();
    for (let i = 0; i < data.length; i += 4) {
      const [r, g, b, a] = [data[i]!, data[i + 1]!, data[i + 2]!, data[i + 3]!];
      if (a !== 255 || Math.max(r, g, b) - Math.min(r, g, b) < 40) continue;
      const key = (r << 16) | (g << 8) | b;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts.values()].filter((count) => count >= 30).length;
  });
}

test('dragging the cut changes the number of clusters, their rows and their colours everywhere', async () => {
  const panel = await openPanel(browser, { data: small });
  const { page } = panel;
  await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe('12');
  await expect.poll(() => items(page).count()).toBe(23); // 12 branches and the 11 merges above the cut
  await nextPicture(page);
  const before = await colourCount(page);
  const box = (await page.locator('.cut-count').boundingBox())!;
  const lineX = box.x + box.width / 2;
  await page.mouse.move(lineX, box.y - 300);
  await page.mouse.down();
  await page.mouse.move(lineX - 130, box.y - 300, { steps: 6 });
  const shownCut = async (): Promise<number> => Number(await slider(page).getAttribute('aria-valuenow'));
  await expect.poll(shownCut).toBeLessThan(12);
  await nextPicture(page);
  const count = await shownCut();
  await page.mouse.up();
  await nextPicture(page);
  expect(await shownCut()).toBe(count);
  await expect.poll(() => items(page).count()).toBe(2 * count - 1);
  await expect.poll(() => colourCount(page)).toBeLessThan(before);
  await page.getByText(`180 documents · ${count} clusters`).waitFor();
  await page.screenshot({ path: 'test/artifacts/page-cut.png' });
  await expect
    .poll(async () => (await panel.messages()).filter(({ type }) => type === 'cut').at(-1))
    .toEqual({ type: 'cut', clusters: count });
  await page.getByRole('tab', { name: 'Report' }).click();
  await page.getByText(`${count} (the analysis has 12)`).waitFor();
  await expect.poll(() => page.locator('.report section').first().getByRole('row').count()).toBe(count + 1);
  await expect
    .poll(async () => (await panel.messages()).at(-1))
    .toEqual({ type: 'saveState', state: { tab: 'report', selection: { kind: 'none' } } });
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('the cut moves by keys, one cluster at a time, and back to the analysis', async () => {
  const panel = await openPanel(browser, { data: small });
  const { page } = panel;
  await slider(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => slider(page).getAttribute('aria-valuetext')).toBe('13 clusters');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => slider(page).getAttribute('aria-valuetext')).toBe('11 clusters');
  await page.keyboard.press('Home');
  await expect.poll(() => items(page).count()).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(() => slider(page).getAttribute('aria-valuetext')).toBe('12 clusters');
  await panel.close();
});

test('the cut moves where the host moves it, and that is not told back', async () => {
  const panel = await openPanel(browser, { data: small });
  const { page } = panel;
  await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe('12');
  await panel.post({ type: 'cut', clusters: 5 });
  await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe('5');
  await page.getByText('180 documents · 5 clusters').waitFor();
  await panel.post({ type: 'cut' });
  await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe('12');
  await expect.poll(async () => (await panel.messages()).filter(({ type }) => type === 'cut')).toEqual([]);
  await slider(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect
    .poll(async () => (await panel.messages()).filter(({ type }) => type === 'cut'))
    .toEqual([{ type: 'cut', clusters: 13 }]);
  await panel.close();
});

test('many moves of the cut in a row are told at most ten times a second, the last one always', async () => {
  const panel = await openPanel(browser, { data: small });
  const { page } = panel;
  await slider(page).focus();
  const start = Date.now();
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await panel.messages()).at(-1)).toEqual({ type: 'cut', clusters: 52 });
  const tenthsOfSeconds = (Date.now() - start) / 100;
  const told = (await panel.messages()).filter(({ type }) => type === 'cut');
  expect(told.length).toBeLessThanOrEqual(tenthsOfSeconds + 1);
  await panel.close();
});

test('a branch that is no cluster is selected in the host too, and found again', async () => {
  const panel = await openPanel(browser, { data: small, cut: 5 });
  const { page } = panel;
  await items(page).first().focus();
  await page.keyboard.press(' '); // the root
  const root = 2 * 180 - 2;
  await expect
    .poll(() => panel.messages())
    .toContainEqual({ type: 'select', selection: { kind: 'branch', node: root } });
  await panel.post({ type: 'select', selection: { kind: 'branch', node: root - 1 } });
  await expect
    .poll(async () => (await panel.messages()).at(-1))
    .toEqual({ type: 'saveState', state: { tab: 'dendrogram', selection: { kind: 'branch', node: root - 1 } } });
  await panel.close();
});

test('the keyboard reaches every shown node, unfolds down to a document and opens it', async () => {
  const panel = await openPanel(browser, { data: small });
  const { page } = panel;
  await items(page).first().focus();
  const reached = new Set([await focusedNode(page)]);
  for (let i = 1; i < 23; i++) {
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focusedNode(page)).not.toBe([...reached].at(-1));
    reached.add(await focusedNode(page));
  }
  expect(reached.size).toBe(23);
  expect(reached).toEqual(new Set(await items(page).evaluateAll((all) => all.map((e) => e.getAttribute('data-node')))));
  for (let depth = 0; depth < 40; depth++) {
    const item = page.locator('[role="treeitem"]:focus');
    const expanded = await item.getAttribute('aria-expanded');
    if (expanded === null) break;
    await page.keyboard.press('ArrowRight');
    const node = await item.getAttribute('data-node');
    if (expanded === 'false')
      await expect.poll(() => page.locator(`[data-node="${node}"]`).getAttribute('aria-expanded')).toBe('true');
  }
  await page.screenshot({ path: 'test/artifacts/page-unfolded.png' });
  const leaf = Number(await focusedNode(page));
  expect(leaf).toBeLessThan(180);
  await page.keyboard.press(' ');
  await expect.poll(() => page.locator('[role="treeitem"]:focus').getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Enter');
  await expect.poll(() => panel.messages()).toContainEqual({ type: 'openDocument', document: leaf, toSide: false });
  expect(await panel.messages()).toContainEqual({ type: 'select', selection: { kind: 'document', document: leaf } });
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.locator('[role="treeitem"]:focus').getAttribute('aria-expanded')).toBe('false');
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('a click selects a branch and shows its cluster; hovering tells what it is; a double click unfolds', async () => {
  const panel = await openPanel(browser, { data: small });
  const { page } = panel;
  await slider(page).waitFor(); // as soon as the canvas has its size
  await expect.poll(() => items(page).count()).toBe(23);
  const canvas = (await page.locator('.dendrogram > canvas').boundingBox())!;
  const at = { x: canvas.x + 560, y: canvas.y + 12 + 58 / 2 };
  await page.mouse.move(at.x, at.y);
  await page.locator('.hover-card').getByText('sourdough, yeast, oven').waitFor();
  await page.mouse.click(at.x, at.y);
  await page.getByRole('heading', { name: 'sourdough, yeast, oven' }).waitFor();
  await expect
    .poll(() => panel.messages())
    .toContainEqual({ type: 'select', selection: { kind: 'cluster', cluster: 0 } });
  await page.screenshot({ path: 'test/artifacts/page-hover.png' });
  await page.mouse.dblclick(at.x, at.y);
  await expect.poll(() => items(page).count()).toBe(25);
  await panel.close();
});

test('a name that a language model gave says so, in the details and in the report', async () => {
  const { analysis } = small;
  const clusters = analysis.clusters.map((each) => (each.id === 3 ? { ...each, namedBy: 'Some Model' } : each));
  const panel = await openPanel(browser, { data: { ...small, analysis: { ...analysis, clusters } } });
  const { page } = panel;
  await panel.post({ type: 'select', selection: { kind: 'cluster', cluster: 3 } });
  await page.getByRole('complementary', { name: 'Details' }).getByText('Named by Some Model').waitFor();
  await page.getByRole('tab', { name: 'Report' }).click();
  await page.getByRole('region', { name: 'Report' }).getByText('Named by Some Model').waitFor();
  await panel.close();
});

test('a cluster is renamed in place, and the new name is everywhere once the host agrees', async () => {
  const panel = await openPanel(browser, { data: small });
  const { page } = panel;
  await panel.post({ type: 'select', selection: { kind: 'cluster', cluster: 3 } });
  await page.getByRole('button', { name: 'violin, luthier, varnish' }).click();
  await page.getByRole('textbox', { name: 'Name of the cluster' }).fill('Instrument makers');
  await page.keyboard.press('Enter');
  await expect.poll(() => panel.messages()).toContainEqual({ type: 'rename', cluster: 3, label: 'Instrument makers' });
  const { analysis, documents } = small;
  const clusters = analysis.clusters.map((each) => (each.id === 3 ? { ...each, label: 'Instrument makers' } : each));
  await panel.post({
    type: 'edited',
    analysis: { ...analysis, clusters },
    cluster: documents.cluster,
    subcluster: documents.subcluster,
  });
  await page.getByRole('heading', { name: 'Instrument makers' }).waitFor();
  await page.getByRole('treeitem', { name: 'Instrument makers, 21 documents' }).waitFor({ state: 'attached' });
  await panel.close();
});

test('clusters that the host merged are one everywhere on the page, where the person was', async () => {
  const panel = await openPanel(browser, { data: small, state: { tab: 'report', selection: { kind: 'none' } } });
  const { page } = panel;
  const { analysis, documents } = small;
  const into = analysis.clusters.find(({ id }) => id === 3)!;
  const from = analysis.clusters.find(({ id }) => id === 4)!;
  const clusters = analysis.clusters
    .filter(({ id }) => id !== 4)
    .map((each) => ({
      ...each,
      parent: each.parent === 4 ? 3 : each.parent,
      size: each.id === 3 ? into.size + from.size : each.size,
    }));
  const cluster = documents.cluster.map((id) => (id === 4 ? 3 : id));
  await page.getByText('180 documents · 12 clusters').waitFor();
  await panel.post({ type: 'edited', analysis: { ...analysis, clusters }, cluster, subcluster: documents.subcluster });
  await page.getByText('180 documents · 11 clusters').waitFor();
  const row = page.locator('.report section').first().getByRole('row').filter({ hasText: into.label });
  await expect.poll(() => row.first().innerText()).toContain(String(into.size + from.size));
  await expect.poll(() => page.getByRole('tab', { name: 'Report' }).getAttribute('aria-selected')).toBe('true');
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('what was selected in one analysis is not selected in the next', async () => {
  const panel = await openPanel(browser, { data: small });
  const name = panel.page.getByRole('heading', { name: 'violin, luthier, varnish' });
  await panel.post({ type: 'select', selection: { kind: 'cluster', cluster: 3 } });
  await name.waitFor();
  await panel.showAgain();
  await name.waitFor({ state: 'detached' });
  await panel.post({ type: 'select', selection: { kind: 'cluster', cluster: 3 } });
  await name.waitFor();
  await panel.close();
});

test('search finds clusters and documents, highlights them and selects what is chosen', async () => {
  const panel = await openPanel(browser, { data: small });
  const { page } = panel;
  const box = page.getByRole('combobox', { name: 'Search clusters and documents' });
  await box.fill('violin');
  const options = page.getByRole('listbox', { name: 'Results' }).getByRole('option');
  await expect.poll(() => options.first().innerText()).toContain('violin, luthier, varnish');
  await page.getByText('21 documents found').waitFor({ state: 'attached' });
  await page.screenshot({ path: 'test/artifacts/page-search.png' });
  await page.keyboard.press('Enter');
  await expect
    .poll(() => panel.messages())
    .toContainEqual({ type: 'select', selection: { kind: 'cluster', cluster: 3 } });
  await box.fill('nowhere to be found');
  await page.getByText('Nothing found').waitFor();
  expect(await page.evaluate(() => 'hostile' in window)).toBe(false);
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('20,000 documents: the first picture, a moved cut and a fully unfolded tree keep the page answering', async () => {
  const data = makePageData(20_000, 40);
  const panel = await openPanel(browser, { data });
  const { page } = panel;
  await expect.poll(() => items(page).count()).toBe(41); // the first item and its 40 neighbours
  await page.screenshot({ path: 'test/artifacts/page-20000.png' });
  await slider(page).focus();
  await page.keyboard.press('End');
  await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe('20000');
  await items(page).first().focus();
  await page.keyboard.press('End');
  await expect.poll(() => focusedNode(page)).toMatch(/^1?\d{1,4}$/); // a leaf: 0 … 19,999
  await page.screenshot({ path: 'test/artifacts/page-20000-leaves.png' });
  await expect.poll(() => items(page).count()).toBeLessThan(100);
  const canvas = page.locator('.dendrogram > canvas');
  const before = await canvas.screenshot();
  for (let i = 0; i < 30; i++) await page.keyboard.press('-');
  await expect.poll(async () => (await canvas.screenshot()).equals(before)).toBe(false);
  await page.locator('[role="treeitem"]:focus').waitFor({ state: 'attached' });
  await page.screenshot({ path: 'test/artifacts/page-20000-all.png' });
  await page.getByRole('tab', { name: 'Map' }).click();
  await page.screenshot({ path: 'test/artifacts/page-20000-map.png' });
  await page.getByRole('listbox', { name: 'Documents' }).focus();
  await page.keyboard.press('End');
  await expect.poll(async () => (await panel.messages()).at(-1)?.type).toBe('saveState'); // after the next picture
  await expect
    .poll(() => page.getByRole('listbox', { name: 'Documents' }).getByRole('option').count())
    .toBeLessThan(60);
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('on the map, a point tells its title, a click selects its document and a double click opens it', async () => {
  const panel = await openPanel(browser, { data: small, state: { tab: 'map', selection: { kind: 'none' } } });
  const { page } = panel;
  const box = (await page.getByRole('img', { name: /^Map of 180 documents/ }).boundingBox())!;
  let hit: { x: number; y: number } | undefined;
  for (let y = 80; y < 700 && hit === undefined; y += 15)
    for (let x = 80; x < 800 && hit === undefined; x += 15) {
      await page.mouse.move(box.x + x, box.y + y);
      await nextPicture(page);
      if ((await page.locator('.ring').count()) > 0) hit = { x: box.x + x, y: box.y + y };
    }
  const title = await page.locator('.hover-card strong').innerText();
  await page.mouse.dblclick(hit!.x, hit!.y);
  const document = small.documents.title.indexOf(title);
  expect(document).toBeGreaterThanOrEqual(0);
  await expect.poll(() => panel.messages()).toContainEqual({ type: 'openDocument', document, toSide: false });
  expect(await panel.messages()).toContainEqual({ type: 'select', selection: { kind: 'document', document } });
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('what was shown is shown again: tab, cut and selection', async () => {
  const state = { tab: 'dendrogram', selection: { kind: 'document', document: 30 } } as const;
  const panel = await openPanel(browser, { data: small, state, cut: 7 });
  await expect.poll(() => slider(panel.page).getAttribute('aria-valuenow')).toBe('7');
  await panel.page.getByRole('button', { name: 'Open to the Side' }).click();
  await expect.poll(() => panel.messages()).toContainEqual({ type: 'openDocument', document: 30, toSide: true });
  await panel.close();
});
