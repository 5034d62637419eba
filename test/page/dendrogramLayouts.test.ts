import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Orientation, PageState } from '../../src/shared/viewProtocol';
import { layoutDendrogram } from '../../webview-ui/dendrogram/layout';
import { type Placement, projectionOf } from '../../webview-ui/dendrogram/projection';
import { mergeTree } from '../../src/shared/tree/mergeTree';
import { seriousFaults } from '../support/accessibility';
import { launchBrowser } from '../support/browser';
import { makePageData } from '../support/pageData';
import { nextPicture, openPanel, type Panel } from '../support/panelPage';
import { type ThemeName, themeNames } from '../support/themes';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());

const small = makePageData(180, 12);
const tree = mergeTree(small.linkage, small.leafOfDocument);
const layout = layoutDendrogram(tree, { clusters: 12, unfolded: new Set(), folded: new Set() });
const layouts = ['vertical', 'radial'] as const;

const stateOf = (orientation: Orientation): PageState => ({
  tab: 'dendrogram',
  selection: { kind: 'none' },
  orientation,
});
const slider = (page: Page) => page.getByRole('slider', { name: 'Cut of the tree' });
const items = (page: Page) => page.getByRole('tree').getByRole('treeitem');
const picture = (page: Page) => page.locator('.dendrogram > canvas');
const minimap = (page: Page) => page.locator('.minimap');
const chosen = (page: Page) => page.getByRole('radio', { checked: true }).getAttribute('aria-label');
const middleOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  x: x + width / 2,
  y: y + height / 2,
});

async function open(orientation: Orientation, options: Parameters<typeof openPanel>[1] = {}): Promise<Panel> {
  const panel = await openPanel(browser, { data: small, state: stateOf(orientation), ...options });
  await slider(panel.page).waitFor(); // as soon as the canvas has its size
  return panel;
}

/** Where the tree of 12 branches stands on the page. */
async function placementOn(page: Page, orientation: Orientation): Promise<Placement & { left: number; top: number }> {
  const { x, y, width, height } = (await picture(page).boundingBox())!;
  const shape = { rows: 12, greatest: tree.height[tree.nodes - 1]!, exponent: 1 } as const;
  const placement = projectionOf(orientation, shape, { width, height }).at({ scale: 1, x: 0, y: 0 });
  return { ...placement, left: x, top: y };
}

/** Where a branch's triangle is on the page. */
async function rowOn(page: Page, orientation: Orientation, row: number): Promise<{ x: number; y: number }> {
  const placement = await placementOn(page, orientation);
  const { x, y } = placement.point(row + 0.5, placement.leafDepth - 2);
  return { x: placement.left + x, y: placement.top + y };
}

test('the layout is chosen by pointer and keys, kept, and found again', async () => {
  const panel = await open('horizontal');
  const { page } = panel;
  await expect.poll(() => chosen(page)).toBe('Horizontal');
  await page.getByRole('radio', { name: 'Radial' }).click();
  await expect.poll(() => chosen(page)).toBe('Radial');
  await expect
    .poll(async () => (await panel.messages()).at(-1))
    .toEqual({
      type: 'saveState',
      state: stateOf('radial'),
    });
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => chosen(page)).toBe('Vertical');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Vertical');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => chosen(page)).toBe('Horizontal');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => chosen(page)).toBe('Radial');
  await panel.close();
  const again = await open('vertical');
  await expect.poll(() => chosen(again.page)).toBe('Vertical');
  expect(again.problems).toEqual([]);
  await again.close();
});

describe.each(layouts)('%s', (orientation) => {
  test('a branch is hovered, selected and unfolded where it is drawn', async () => {
    const panel = await open(orientation);
    const { page } = panel;
    await expect.poll(() => items(page).count()).toBe(23);
    for (const row of [0, 5, 11]) {
      const node = layout.rows[row]!;
      const name = (await page.locator(`[data-node="${node}"]`).innerText()).replace(/, \d+ documents$/, '');
      const { x, y } = await rowOn(page, orientation, row);
      await page.mouse.move(x, y);
      await page.locator('.hover-card strong').getByText(name, { exact: true }).waitFor();
      await page.mouse.click(x, y);
      await page.getByRole('heading', { name, exact: true }).waitFor();
      await expect.poll(() => page.locator(`[data-node="${node}"]`).getAttribute('aria-selected')).toBe('true');
    }
    await page.screenshot({ path: `test/artifacts/page-${orientation}-selected.png` });
    const { x, y } = await rowOn(page, orientation, 5);
    await page.mouse.dblclick(x, y);
    await expect.poll(() => items(page).count()).toBe(25);
    expect(panel.problems).toEqual([]);
    await panel.close();
  });

  test('the cut is dragged across the heights, and moved by keys', async () => {
    const panel = await open(orientation);
    const { page } = panel;
    const placement = await placementOn(page, orientation);
    await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe('12');
    const { x, y } = middleOf((await page.locator('.cut-count').boundingBox())!);
    const root = placement.tick(placement.axis.depth(tree.height[tree.nodes - 1]!));
    const target = { x, y: y + (placement.top + root.y - y) * 0.8 }; // towards the root: up, or to the middle
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(target.x, target.y, { steps: 5 });
    await expect.poll(async () => Number(await slider(page).getAttribute('aria-valuenow'))).toBeLessThan(12);
    await nextPicture(page);
    await page.mouse.up();
    await nextPicture(page);
    const count = Number(await slider(page).getAttribute('aria-valuenow'));
    await expect.poll(() => items(page).count()).toBe(2 * count - 1);
    await page.screenshot({ path: `test/artifacts/page-${orientation}-cut.png` });
    await expect.poll(async () => (await panel.messages()).at(-1)).toEqual({ type: 'cut', clusters: count });
    await slider(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe(String(count + 1));
    await page.keyboard.press('Escape');
    await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe('12');
    expect(panel.problems).toEqual([]);
    await panel.close();
  });

  test('the line itself can be taken hold of anywhere', async () => {
    const panel = await open(orientation);
    const { page } = panel;
    await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe('12');
    const { left, top, plot, ...placement } = await placementOn(page, orientation);
    const count = middleOf((await page.locator('.cut-count').boundingBox())!);
    const { depth } = placement.place(count.x - left, count.y - top);
    const on = orientation === 'radial' ? placement.point(9.2, depth) : { x: plot.right - 90, y: count.y - top };
    const to =
      orientation === 'radial' ? placement.point(9.2, depth / 2) : { x: plot.right - 90, y: (count.y - top) / 2 };
    await page.mouse.move(left + on.x, top + on.y);
    await page.mouse.down();
    await page.mouse.move(left + to.x, top + to.y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => Number(await slider(page).getAttribute('aria-valuenow'))).toBeLessThan(12);
    await panel.close();
  });

  test('keys walk through the tree, zoom and fold', async () => {
    const panel = await open(orientation);
    const { page } = panel;
    await items(page).first().focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-node')))
      .toBe(String(layout.visible[5]));
    await page.screenshot({ path: `test/artifacts/page-${orientation}-focus.png` });
    for (let i = 0; i < 3; i++) await page.keyboard.press('+');
    await minimap(page).waitFor();
    await page.keyboard.press('0');
    await minimap(page).waitFor({ state: 'detached' });
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => items(page).count()).toBe(1);
    expect(panel.problems).toEqual([]);
    await panel.close();
  });

  test('what the search found stands out', async () => {
    const panel = await open(orientation);
    const { page } = panel;
    await page.getByRole('combobox').fill('violin');
    await page.getByText('21 documents found').waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await page.screenshot({ path: `test/artifacts/page-${orientation}-search.png` });
    expect(panel.problems).toEqual([]);
    await panel.close();
  });
});

describe.each(['horizontal', ...layouts] as const)('%s, zoomed', (orientation) => {
  test('20,000 leaves cost no more to draw than fit on the canvas, zoomed out and in', async () => {
    const panel = await open(orientation, { data: makePageData(20_000, 40), cut: 20_000 });
    const { page } = panel;
    await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe('20000');
    await page.evaluate(`{
      window.drawn = 0;
      window.counts = [];
      const { prototype } = CanvasRenderingContext2D;
      for (const name of ['stroke', 'fill', 'fillRect', 'fillText']) {
        const original = prototype[name];
        prototype[name] = function (...rest) {
          window.drawn++;
          return original.apply(this, rest);
        };
      }
      const clear = prototype.clearRect;
      prototype.clearRect = function (...rest) {
        window.counts.push(window.drawn);
        window.drawn = 0;
        return clear.apply(this, rest);
      };
    }`);
    await page.screenshot({ path: `test/artifacts/page-${orientation}-20000.png` });
    await items(page).first().focus();
    await page.keyboard.press('End'); // the last leaf
    for (const key of ['-', '+', '-'])
      for (let i = 0; i < 24; i++) {
        await page.keyboard.press(key);
        await nextPicture(page);
        if (key === '+' && i === 12) await page.screenshot({ path: `test/artifacts/page-${orientation}-20000-in.png` });
      }
    const counts = await page.evaluate(() => Reflect.get(window, 'counts') as number[]);
    expect(Math.max(...counts)).toBeGreaterThan(100);
    expect(Math.max(...counts)).toBeLessThan(5000); // of 39,999 nodes, minimap included
    expect(panel.problems).toEqual([]);
    await panel.close();
  });

  test('the minimap shows where the view is, and moves it', async () => {
    const panel = await open(orientation);
    const { page } = panel;
    await expect.poll(() => minimap(page).count()).toBe(0);
    for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
    const frame = page.locator('.minimap .window');
    await frame.waitFor();
    const whole = (await minimap(page).boundingBox())!;
    await nextPicture(page);
    const before = (await frame.boundingBox())!;
    expect(before.width * before.height).toBeLessThan(whole.width * whole.height * 0.7);
    await page.evaluate(`{
      window.drawn = 0;
      const { prototype } = CanvasRenderingContext2D;
      const clear = prototype.clearRect;
      prototype.clearRect = function (...rest) {
        if (this.canvas.closest('.minimap')) window.drawn++;
        return clear.apply(this, rest);
      };
    }`);
    const start = middleOf(before);
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + 15, start.y + 15, { steps: 4 });
    await page.mouse.up();
    const along = orientation === 'vertical' ? 'x' : 'y';
    await expect.poll(async () => Math.round((await frame.boundingBox())![along] - before[along])).toBe(15);
    await page.mouse.click(whole.x + 3, whole.y + 3);
    await expect.poll(async () => (await frame.boundingBox())![along]).toBeLessThan(before[along]);
    await page.mouse.move(start.x, start.y - 300);
    await page.screenshot({ path: `test/artifacts/page-${orientation}-minimap.png` });
    expect(await page.evaluate(() => Number(Reflect.get(window, 'drawn')))).toBe(0); // as long as the tree is the same
    await page.getByRole('button', { name: 'Reset view' }).click();
    await minimap(page).waitFor({ state: 'detached' });
    expect(panel.problems).toEqual([]);
    await panel.close();
  });
});

describe.each(themeNames)('in the %s theme', (theme: ThemeName) => {
  test('each layout is accessible, wide and narrow, with few and with many leaves', async () => {
    for (const orientation of ['horizontal', ...layouts] as const)
      for (const [leaves, width] of [
        [10, 700],
        [200, 1280],
      ] as const) {
        // prettier-ignore
        const panel = await open(orientation, { data: makePageData(leaves, Math.min(leaves, 14)), theme, width });
        const { page } = panel;
        await slider(page).focus();
        await page.keyboard.press('End');
        await expect.poll(() => slider(page).getAttribute('aria-valuenow')).toBe(String(leaves));
        await page.keyboard.press('Tab');
        await page.screenshot({ path: `test/artifacts/page-${orientation}-${leaves}-${theme}.png` });
        expect(await seriousFaults(page)).toEqual([]);
        expect(panel.problems).toEqual([]);
        await panel.close();
      }
  });
});

test.each([700, 930, 1280])('the header is not cut at %i pixels', async (width) => {
  const panel = await open('horizontal', { data: makePageData(20_000, 40), width });
  const { page } = panel;
  const counts = page.locator('.about p');
  await counts.waitFor();
  expect(await counts.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  const search = page.getByRole('combobox', { name: 'Search clusters and documents' });
  const room = await search.evaluate((input: HTMLInputElement) => {
    const context = document.createElement('canvas').getContext('2d')!;
    const { font, paddingLeft, paddingRight } = getComputedStyle(input);
    context.font = font;
    const inside = input.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    return inside - context.measureText(input.placeholder).width;
  });
  expect(room).toBeGreaterThanOrEqual(0);
  await panel.close();
});
