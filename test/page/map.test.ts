import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser';
import { makePageData } from '../support/pageData';
import { openPanel, type Panel } from '../support/panelPage';
import { themeNames } from '../support/themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());

const made = makePageData(600, 8);
const days = Array.from({ length: 12 }, (_, i) => `2024-${String(i + 1).padStart(2, '0')}-01`);
const data = {
  ...made,
  documents: {
    ...made.documents,
    columns: [
      { name: 'language', values: ['en', 'zh'], valueOf: made.documents.cluster.map((c) => c % 2), isOrdered: false },
      { name: 'date', values: days, valueOf: made.documents.cluster.map((c, d) => (d % 12) - (c === 0 ? 12 : 0)).map((v) => Math.max(-1, v)), isOrdered: true }, // prettier-ignore
    ],
  },
};
const onMap = { tab: 'map', selection: { kind: 'none' } } as const;

/** Points in their colours, as the page shows them. */
async function inkOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.points')!;
    const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
    const context = copy.getContext('2d')!;
    context.drawImage(canvas, 0, 0);
    const { data: pixels } = context.getImageData(0, 0, copy.width, copy.height);
    let ink = 0;
    for (let i = 3; i < pixels.length; i += 4) ink += pixels[i]!;
    return ink;
  });
}

/** Pixels of the canvas that is always there: of labels, and of points where there is no WebGL. */
async function inkedPixels(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = [...document.querySelectorAll<HTMLCanvasElement>('.map canvas')].at(-1);
    if (canvas === undefined) return 0;
    const { data: pixels } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let inked = 0;
    for (let i = 3; i < pixels.length; i += 4) if (pixels[i]! > 0) inked++;
    return inked;
  });
}

async function drawLasso(panel: Panel, corners: readonly (readonly [number, number])[]): Promise<void> {
  const box = (await panel.page.locator('.map').boundingBox())!;
  const at = ([x, y]: readonly [number, number]): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await panel.page.mouse.move(...at(corners[0]!));
  await panel.page.mouse.down();
  for (const corner of corners.slice(1)) await panel.page.mouse.move(...at(corner), { steps: 4 });
  await panel.page.mouse.up();
}

const almostAll = [[0.02, 0.02], [0.98, 0.02], [0.98, 0.9], [0.02, 0.9]] as const; // prettier-ignore

describe.each(themeNames)('the map (%s)', (theme) => {
  test('shows points, density and a legend', async () => {
    const panel = await openPanel(browser, { data, theme, state: onMap });
    const { page } = panel;
    await page.getByLabel('Density').check();
    await page.getByLabel('Colour').selectOption('date');
    await page.getByRole('list', { name: 'Legend' }).getByText('2024-12-01').waitFor();
    await page.screenshot({ path: `test/artifacts/page-map-dates-${theme}.png` });
    await page.getByLabel('Colour').selectOption('language');
    await expect.poll(() => page.getByRole('list', { name: 'Legend' }).getByRole('listitem').allTextContents()).toEqual([' en', ' zh']); // prettier-ignore
    expect(panel.problems).toEqual([]);
    await panel.close();
  });
});

test('points are drawn by WebGL, and fade where the search does not find them', async () => {
  const panel = await openPanel(browser, { data, state: onMap });
  await expect.poll(() => inkOf(panel.page)).toBeGreaterThan(1000);
  const all = await inkOf(panel.page);
  await panel.page.getByRole('searchbox', { name: /Search/ }).or(panel.page.getByPlaceholder('Search clusters and documents')).first().fill('sourdough'); // prettier-ignore
  await expect.poll(() => inkOf(panel.page)).toBeLessThan(0.7 * all);
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('a lasso selects documents, asks what tells them apart, and offers to open a few', async () => {
  const panel = await openPanel(browser, { data, state: onMap });
  const { page } = panel;
  await page.getByRole('button', { name: 'Lasso' }).click();
  await drawLasso(panel, almostAll);
  await page.getByRole('heading', { name: 'Lasso' }).waitFor();
  const questions = async () => (await panel.messages()).filter((message) => message.type === 'ask');
  await expect.poll(questions).toHaveLength(1);
  const asked = await questions();
  expect(asked[0]).toMatchObject({ name: 'distinctive' });
  const { documents = [] } = asked[0]!;
  expect(documents.length).toBeGreaterThan(500);
  await panel.post({ type: 'insight', insight: { name: 'distinctive', value: [{ term: 'moraine', weight: 4 }] } });
  await page.getByRole('list', { name: 'Keywords' }).getByText('moraine').waitFor();
  await page.screenshot({ path: 'test/artifacts/page-map-lasso-light.png' });
  await expect.poll(async () => (await panel.messages()).filter(({ type }) => type === 'select').at(-1)).toMatchObject({ selection: { kind: 'none' } }); // prettier-ignore
  await page.locator('.map canvas').last().press('Escape');
  await page.getByRole('heading', { name: 'All documents' }).waitFor();
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('where WebGL is lost the points are drawn on the other canvas', async () => {
  const panel = await openPanel(browser, { data, state: onMap });
  const { page } = panel;
  await expect.poll(() => inkOf(page)).toBeGreaterThan(1000);
  const labelsOnly = await inkedPixels(page);
  await page.evaluate(() => {
    const gl = document.querySelector<HTMLCanvasElement>('canvas.points')!.getContext('webgl2')!;
    gl.getExtension('WEBGL_lose_context')!.loseContext();
  });
  await expect.poll(() => inkedPixels(page)).toBeGreaterThan(labelsOnly + 3000);
  expect(panel.problems).toEqual([]);
  await panel.close();
});

test('without WebGL the points are drawn on the other canvas', async () => {
  const panel = await openPanel(browser, { data, state: { ...onMap, tab: 'report' } });
  const { page } = panel;
  await page.evaluate(`{
    const { prototype } = HTMLCanvasElement;
    const original = prototype.getContext;
    prototype.getContext = function (kind, ...rest) {
      return kind === 'webgl2' ? null : original.call(this, kind, ...rest);
    };
  }`);
  await page.getByRole('tab', { name: 'Map' }).click();
  await expect.poll(() => inkedPixels(page)).toBeGreaterThan(5000);
  expect(panel.problems).toEqual([]);
  await panel.close();
});
