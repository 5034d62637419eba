import fs from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FromPage, PageState } from '../../src/shared/viewProtocol';
import { seriousFaults } from '../support/accessibility';
import { launchBrowser } from '../support/browser';
import { makeComparison } from '../support/comparison';
import { makePageData } from '../support/pageData';
import { openPanel, type Panel } from '../support/panelPage';
import { colourCount, readPng } from '../support/png';
import { separationOf, timelineOf } from '../support/insights';
import { elementsOf } from '../support/xml';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  await fs.mkdir('test/artifacts', { recursive: true });
});
afterAll(async () => browser.close());

const hostile = '</text><script>window.hostile=true</script> "&\u0001\ud800 עברית';
const data = withName(makePageData(600, 8), hostile);

function withName(made: ReturnType<typeof makePageData>, label: string): typeof made {
  const clusters = made.analysis.clusters.map((cluster) => (cluster.id === 0 ? { ...cluster, label } : cluster));
  return { ...made, analysis: { ...made.analysis, clusters } };
}

type SavedMessage = Extract<FromPage, { type: 'savePicture' }>;

interface Saved {
  readonly name: string;
  readonly bytes: Buffer;
}

/** What the page hands over when the n-th of its pictures is saved. */
async function save(panel: Panel, format: 'SVG' | 'PNG', nth = 0): Promise<Saved> {
  const { page } = panel;
  const pictures = async (): Promise<SavedMessage[]> => (await panel.messages()).filter((message) => message.type === 'savePicture'); // prettier-ignore
  const count = async (): Promise<number> => (await pictures()).length;
  const before = await count();
  const button = page.getByRole('button', { name: /^Save Picture…/ }).nth(nth);
  await button.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('menuitem', { name: 'SVG' }).evaluate((item) => item === document.activeElement)).toBe(true); // prettier-ignore
  if (format === 'PNG') await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(count, { timeout: 30_000 }).toBe(before + 1);
  expect(await button.evaluate((item) => item === document.activeElement)).toBe(true);
  const { name, bytes } = (await pictures()).at(-1)!;
  return { name, bytes: Buffer.from(bytes) };
}

const safe = new Set([
  'svg',
  'g',
  'rect',
  'path',
  'line',
  'polygon',
  'polyline',
  'circle',
  'text',
  'image',
  'clipPath',
]);

/** The elements of a saved SVG, once it is known to stand alone and to hold nothing that could run. */
async function checkedSvg(page: Page, { bytes }: Saved): Promise<ReturnType<typeof elementsOf>> {
  const svg = bytes.toString('utf8');
  expect(await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent, svg)).toBe(undefined); // prettier-ignore
  const elements = elementsOf(svg);
  for (const { name, attributes } of elements) {
    expect(safe).toContain(name);
    for (const [key, value] of Object.entries(attributes)) {
      expect(key).not.toMatch(/^on|^style$|^class$/);
      if (/href/.test(key)) expect(value).toMatch(/^data:image\/png;base64,/);
      else expect(value).not.toMatch(/var\(|color\(|NaN|Infinity|javascript:/);
    }
  }
  return elements;
}

/** All texts as they are read, without the marks that keep directions apart. */
function textsOf(elements: ReturnType<typeof elementsOf>): string[] {
  return elements.filter(({ name }) => name === 'text').map(({ text }) => text.replace(/[\u2066-\u2069]/g, ''));
}

/** Saves both formats of the n-th picture, writes them beside a screenshot, and checks the PNG. */
async function both(panel: Panel, name: string, nth = 0): Promise<ReturnType<typeof elementsOf>> {
  await panel.page.screenshot({ path: `test/artifacts/saved-${name}-screen.png` });
  const svg = await save(panel, 'SVG', nth);
  const png = await save(panel, 'PNG', nth);
  expect(svg.name).toMatch(/^Field notes – .+\.svg$/);
  expect(png.name).toBe(svg.name.replace(/svg$/, 'png'));
  await fs.writeFile(`test/artifacts/saved-${name}.svg`, svg.bytes);
  await fs.writeFile(`test/artifacts/saved-${name}.png`, png.bytes);
  const elements = await checkedSvg(panel.page, svg);
  const { attributes } = elements.find((element) => element.name === 'svg' && element.attributes['viewBox']?.startsWith('0 0 ') && element.attributes['x'] === undefined)!; // prettier-ignore
  const pixels = readPng(png.bytes);
  expect([pixels.width, pixels.height]).toEqual([2 * Number(attributes['width']), 2 * Number(attributes['height'])]);
  expect(colourCount(pixels)).toBeGreaterThan(20);
  expect(panel.problems).toEqual([]);
  expect(await panel.page.evaluate(() => 'hostile' in window)).toBe(false);
  return elements;
}

/** Waits until a picture is as it is to be: the map draws its names a little later than its points. */
async function isDrawnSoon(panel: Panel, isDrawn: (elements: ReturnType<typeof elementsOf>) => boolean): Promise<void> {
  await expect.poll(async () => isDrawn(elementsOf((await save(panel, 'SVG')).bytes.toString('utf8'))), { timeout: 60_000 }).toBe(true); // prettier-ignore
}

const harbour = 'harbour, tide, ferry';
const hasNames = (elements: ReturnType<typeof elementsOf>): boolean => textsOf(elements).includes(harbour);
const pointsIn = (elements: ReturnType<typeof elementsOf>): number =>
  elements.filter(({ name }) => name === 'circle').length;

function openTab(tab: PageState['tab'], theme: 'light' | 'dark' = 'light', documents = data): Promise<Panel> {
  return openPanel(browser, { data: documents, theme, state: { tab, selection: { kind: 'none' } } });
}

describe.each(['light', 'dark'] as const)('a saved picture is what is seen (%s)', (theme) => {
  test('the icicle, with names and counts', async () => {
    const panel = await openTab('icicle', theme);
    await panel.page.getByRole('treeitem').nth(8).waitFor();
    const elements = await both(panel, `icicle-${theme}`);
    const texts = textsOf(elements);
    expect(texts).toContain('600');
    expect(texts.join('\n')).toContain('glacier, moraine, meltwater');
    await panel.close();
  });

  test('the map, point by point, with its names and legend', async () => {
    const panel = await openTab('map', theme);
    await panel.page.getByLabel('Density').check();
    await panel.page.mouse.move(2, 2);
    await isDrawnSoon(panel, hasNames);
    const elements = await both(panel, `map-${theme}`);
    expect(pointsIn(elements)).toBe(600);
    expect(textsOf(elements)).toContain(harbour);
    await panel.close();
  });
});

test.each(['Horizontal', 'Vertical', 'Radial'])(
  'the dendrogram with its names, axis and cut (%s)',
  async (orientation) => {
    const panel = await openTab('dendrogram', orientation === 'Vertical' ? 'dark' : 'light');
    const choice = panel.page.getByRole('button', { name: orientation }).or(panel.page.getByRole('radio', { name: orientation })); // prettier-ignore
    await choice.first().click();
    await panel.page.mouse.move(2, 2);
    const glacier = 'glacier, moraine';
    await isDrawnSoon(panel, (elements) => textsOf(elements).some((text) => text.startsWith(glacier)));
    const elements = await both(panel, `dendrogram-${orientation.toLowerCase()}`);
    const texts = textsOf(elements);
    expect(texts).toContain('8 clusters');
    expect(texts.filter((text) => /^(beehive|harbour|railway|telescope|vineyard|violin)/.test(text)).length).toBe(6);
    const cuts = elements.filter(({ attributes }) => attributes['stroke-dasharray'] === '3, 2');
    expect(cuts).toHaveLength(1);
    const folded = elements.filter(({ name, attributes }) => name === 'path' && attributes['fill'] !== 'none' && attributes['fill-opacity'] === '0.75'); // prettier-ignore
    expect(folded).toHaveLength(8);
    await panel.close();
  },
);

test('the map zoomed in holds the points in view alone', async () => {
  const panel = await openTab('map');
  for (let i = 0; i < 4; i++) await panel.page.getByRole('button', { name: 'Zoom in' }).click();
  await isDrawnSoon(panel, (elements) => pointsIn(elements) < 400);
  expect(pointsIn(await both(panel, 'map-zoomed'))).toBeGreaterThan(5);
  await panel.close();
});

test('a map of more points than an SVG bears holds them as an image, its names as text', async () => {
  const panel = await openTab('map', 'light', makePageData(20_100, 8));
  await isDrawnSoon(panel, hasNames);
  const elements = await both(panel, 'map-large');
  expect(pointsIn(elements)).toBe(0);
  expect(elements.filter(({ name }) => name === 'image')).toHaveLength(1);
  expect(textsOf(elements)).toContain(harbour);
  await panel.close();
});

test('the comparison, with both sides’ names and all bands', async () => {
  const panel = await openTab('compare');
  await panel.post({ type: 'compared', comparison: makeComparison(data) });
  const bands = panel.page.locator('.alluvial path.band');
  await bands.first().waitFor();
  const elements = await both(panel, 'compare');
  expect(elements.filter(({ name, attributes }) => name === 'path' && attributes['fill'] !== 'none')).toHaveLength(await bands.count()); // prettier-ignore
  expect(textsOf(elements).join('\n')).toContain('glacier, moraine, meltwater');
  await panel.close();
});

test('time, with a curve a cluster', async () => {
  const panel = await openTab('time');
  const timeline = timelineOf(data);
  await panel.post({ type: 'insight', insight: { name: 'timeline', value: timeline } });
  await panel.page.getByRole('heading', { name: 'Hot now' }).waitFor();
  const elements = await both(panel, 'time');
  expect(elements.filter(({ name, attributes }) => name === 'svg' && attributes['x'] !== undefined)).toHaveLength(timeline.clusters.length + 1); // prettier-ignore
  expect(textsOf(elements)).toContain('Share of each cluster');
  await panel.close();
});

test('each picture of the report', async () => {
  const panel = await openTab('report');
  const clusters = data.analysis.clusters.filter(({ parent }) => parent === null);
  await panel.page.getByRole('button', { name: 'Measure Separation' }).click();
  await panel.post({ type: 'insight', insight: { name: 'separation', value: separationOf(clusters) } });
  const buttons = panel.page.getByRole('button', { name: /^Save Picture…/ });
  await expect.poll(() => buttons.count()).toBe(5);
  const isDrawn = (canvas: HTMLCanvasElement): boolean => canvas.width !== 300; // as wide as one is before
  await expect.poll(() => panel.page.locator('.loss canvas').evaluate(isDrawn)).toBe(true);
  const names = await buttons.evaluateAll((all) => all.map((button) => button.getAttribute('aria-label')!.slice('Save Picture… '.length))); // prettier-ignore
  expect([...names].sort()).toEqual(['Distances of clusters', 'Shared keywords', 'Silhouettes', 'Training of autoencoder', 'True labels']); // prettier-ignore
  for (const [nth, name] of names.entries()) {
    const elements = await both(panel, `report-${name.toLowerCase().replaceAll(' ', '-')}`, nth);
    if (name === 'Silhouettes')
      expect(elements.filter((element) => element.name === 'polygon')).toHaveLength(clusters.length);
    if (name.startsWith('Training')) expect(textsOf(elements).join('\n')).toContain('Loss over 30 epochs');
  }
  await panel.close();
});

test('its menu has nothing that axe finds serious, and Escape closes it', async () => {
  const panel = await openTab('icicle');
  const button = panel.page.getByRole('button', { name: /^Save Picture…/ });
  await button.click();
  await panel.page.getByRole('menu', { name: 'Format' }).waitFor();
  expect(await seriousFaults(panel.page)).toEqual([]);
  await panel.page.screenshot({ path: 'test/artifacts/saved-menu.png' });
  await panel.page.keyboard.press('Escape');
  await panel.page.getByRole('menu').waitFor({ state: 'detached' });
  expect(await button.evaluate((item) => item === document.activeElement)).toBe(true);
  await panel.close();
});
