// @ts-check
// The page in a real browser: script time a frame while a person zooms, pans and cuts, long tasks, heap, and the first picture
// from disk. Script time is processor time of the main thread, without layout and without the rasteriser.
//   node test/bench/page.mjs [numbers of documents, default 1000 20000 100000]
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import v8 from 'node:v8';
import { loadTypeScript } from '../../scripts/support/loadTypeScript.mjs';
import { prepare } from '../../scripts/support/prepare.mjs';

await prepare();
const { launchBrowser } = await loadTypeScript('test/support/browser.ts');
const { openPanel } = await loadTypeScript('test/support/panelPage.ts');
const { makePageData } = await loadTypeScript('test/support/pageData.ts');
const { writeDocuments } = await loadTypeScript('src/engine/storage/documentTable.ts');
const { writeNpy } = await loadTypeScript('src/engine/storage/analysisFolder.ts');
const { readAnalysis, readDocuments, readLinkage } = await loadTypeScript('src/host/state/analysisFiles.ts');
const { assemblePageData } = await loadTypeScript('src/shared/pageData.ts');

const framesEach = 40;
const clustersOf = (/** @type {number} */ documents) => Math.round(Math.sqrt(documents) / 3) + 8;
const wanted = process.argv.slice(2).map(Number);
const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'grove-page-'));
try {
  for (const documents of wanted.length > 0 ? wanted : [1000, 20_000, 100_000]) {
    const data = makePageData(documents, clustersOf(documents));
    console.log(`\n${documents.toLocaleString('en')} documents, ${clustersOf(documents)} clusters`);
    await firstPicture(data);
    await daily(data);
  }
} finally {
  await fs.rm(folder, { recursive: true });
}

/** From the files to the picture: what the host does, and what the page does from its message on. */
async function firstPicture(/** @type {any} */ data) {
  const { id, path: paths, title, snippet, cluster, subcluster, confidence, projection } = data.documents;
  const rows = id.map((/** @type {string} */ each, /** @type {number} */ i) => ({
    ...{ id: each, path: paths[i], title: title[i], snippet: snippet[i], language: 'en', cluster_label: '' },
    ...{ cluster: cluster[i], subcluster: subcluster[i], confidence: confidence[i] },
    ...{ x: projection[2 * i], y: projection[2 * i + 1] },
  }));
  await writeDocuments(folder, rows);
  await writeNpy(path.join(folder, 'linkage.npy'), { shape: [data.linkage.length / 4, 4], values: data.linkage });
  await fs.writeFile(path.join(folder, 'analysis.json'), JSON.stringify(data.analysis));
  const times = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    const analysis = await readAnalysis(folder);
    const read = await readDocuments(folder);
    const page = assemblePageData(analysis, read, await readLinkage(folder), { strings: {}, hasEditor: true });
    v8.serialize(page);
    times.push(performance.now() - start);
  }
  const browser = await launchBrowser();
  const panel = await openPanel(browser, { data, isHeld: true });
  const started = await panel.page.evaluate(() => performance.getEntriesByType('navigation')[0]?.toJSON());
  const first = await shown(panel);
  const again = await shown(panel);
  await browser.close();
  const ms = (/** @type {number} */ value) => `${value.toFixed(0)} ms`;
  console.log(`  first picture: host reads and sends ${times.map(ms).join(', ')}; page from the message to the paint ${ms(first)}, again ${ms(again)}`); // prettier-ignore
  console.log(`  page's own start, with parsing the test's data: ${ms(started.domContentLoadedEventEnd)}`);
}

/** Milliseconds from the host's message to the frame after the picture. */
async function shown(/** @type {any} */ panel) {
  return panel.page.evaluate(async () => {
    const before = document.querySelector('.cut-line');
    const start = performance.now();
    Reflect.get(window, 'show')();
    for (;;) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = document.querySelector('.cut-line');
      if (now !== null && now !== before) break;
    }
    await new Promise((resolve) => setTimeout(resolve));
    return performance.now() - start;
  });
}

/** What a person does all day. */
async function daily(/** @type {any} */ data) {
  const browser = await launchBrowser();
  const panel = await openPanel(browser, { data });
  const { page } = panel;
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.locator('.cut-line').waitFor();
  await frame();
  await page.evaluate(() => {
    Reflect.set(window, 'longTasks', []);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) Reflect.get(window, 'longTasks').push(duration);
    }).observe({ entryTypes: ['longtask'] });
  });

  async function frame() {
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
    );
  }
  async function scriptMs() {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0);
  }
  /** Says the mean, the 95th percentile and the greatest script time of a frame, and the tasks over 50 ms. */
  async function measured(
    /** @type {string} */ name,
    /** @type {(i: number) => Promise<unknown>} */ act,
    frames = framesEach,
  ) {
    await page.evaluate(() => Reflect.get(window, 'longTasks').splice(0));
    const times = [];
    for (let i = 0; i < frames; i++) {
      const before = await scriptMs();
      await act(i);
      await frame();
      times.push((await scriptMs()) - before);
    }
    times.sort((a, b) => a - b);
    const mean = times.reduce((sum, each) => sum + each, 0) / frames;
    const long = (await page.evaluate(() => Reflect.get(window, 'longTasks'))).map((/** @type {number} */ each) => Math.round(each)); // prettier-ignore
    const figures = [mean, times[Math.floor(0.95 * frames)] ?? 0, times.at(-1) ?? 0].map((each) => each.toFixed(1).padStart(6)); // prettier-ignore
    console.log(`  ${name.padEnd(34)} ${figures.join(' ')}   long tasks: ${long.length === 0 ? 'none' : long.join(', ')}`); // prettier-ignore
  }
  async function box(/** @type {string} */ selector) {
    const found = await page.locator(selector).last().boundingBox();
    return /** @type {{ x: number, y: number, width: number, height: number }} */ (found);
  }
  async function zoomAndPan(/** @type {string} */ name) {
    const canvas = await box('.dendrogram > canvas');
    const half = framesEach / 2;
    await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
    await page.keyboard.down('Control');
    await measured(`${name}, zooming`, (i) => page.mouse.wheel(0, i < half ? -60 : 60));
    await page.keyboard.up('Control');
    await measured(`${name}, panning`, (i) => page.mouse.wheel(0, i < half ? 120 : -120));
    await measured(`${name}, hovering`, (i) =>
      page.mouse.move(canvas.x + 60 + 9 * i, canvas.y + 40 + (canvas.height - 120) * (i / framesEach)),
    );
  }

  async function cutTo(/** @type {string} */ key) {
    await page.locator('.cut-line').focus();
    await page.keyboard.press(key);
  }
  async function minimap(/** @type {string} */ name) {
    const frame = await box('.minimap');
    await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await page.mouse.down();
    await measured(`${name}, dragging the minimap`, (i) => page.mouse.move(frame.x + frame.width * (0.3 + (0.4 * i) / framesEach), frame.y + frame.height * (0.3 + (0.4 * i) / framesEach))); // prettier-ignore
    await page.mouse.up();
  }

  console.log(`  script time a frame, ms:             mean    95 %    max`);
  await zoomAndPan('dendrogram');
  const count = await box('.cut-count');
  const left = (await box('.dendrogram')).x + 40;
  const y = (await box('.cut-line')).y + 200;
  const from = count.x + count.width / 2;
  await page.mouse.move(from, y);
  await page.mouse.down();
  await measured('dendrogram, dragging the cut up', (i) => page.mouse.move(from + ((left - from) * (i + 1)) / framesEach, y)); // prettier-ignore
  await measured('dendrogram, and down to 300 leaves', async (i) => {
    const clusters = Number(await page.locator('.cut-line').getAttribute('aria-valuenow'));
    if (clusters < 300) await page.mouse.move(left + i * 12, y);
  });
  await page.mouse.up();
  await page.locator('.cut-line').focus();
  await measured('dendrogram, cut into all leaves', (i) => page.keyboard.press(i % 2 === 0 ? 'End' : 'ArrowLeft'), 6);
  await page.locator('[role=tree] [tabindex="0"]').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('-');
  await zoomAndPan('all leaves');
  for (let i = 0; i < 40; i++) await page.keyboard.press('-');
  await zoomAndPan('all leaves, zoomed out');
  for (const layout of ['Vertical', 'Radial']) {
    await page.getByRole('radio', { name: layout }).click();
    await measured(`${layout.toLowerCase()}, cut to and fro`, (i) => cutTo(i % 2 === 0 ? 'PageDown' : 'PageUp'), 10);
    await cutTo('End');
    await zoomAndPan(`${layout.toLowerCase()}, all leaves`);
    await page.locator('[role=tree] [tabindex="0"]').focus();
    for (let i = 0; i < 12; i++) await page.keyboard.press('+');
    await minimap(layout.toLowerCase());
    await zoomAndPan(`${layout.toLowerCase()}, zoomed in`);
    for (let i = 0; i < 40; i++) await page.keyboard.press('-');
    await zoomAndPan(`${layout.toLowerCase()}, zoomed out`);
  }
  await page.getByRole('radio', { name: 'Horizontal' }).click();
  await page.locator('.cut-line').focus();
  await page.keyboard.press('Escape');
  await measured('to the map', () => page.getByRole('tab', { name: 'Map' }).click(), 1);
  const map = await box('.map');
  await page.mouse.move(map.x + map.width / 2, map.y + map.height / 2);
  await measured('map, zooming', (i) => page.mouse.wheel(0, i < framesEach / 2 ? -120 : 120));
  await page.mouse.wheel(0, -1200);
  await page.mouse.down();
  await measured('map, panning', (i) => page.mouse.move(map.x + map.width / 2 + 4 * i, map.y + map.height / 2 - 3 * i));
  await page.mouse.up();
  await measured('map, hovering', (i) => page.mouse.move(map.x + 60 + 9 * i, map.y + 40 + 8 * i));
  await measured('to the icicle', () => page.getByRole('tab', { name: 'Icicle' }).click(), 1);
  await measured(
    'search',
    (i) =>
      page
        .getByRole('combobox')
        .first()
        .fill('violin'.slice(0, i + 1)),
    6,
  );
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0, embedderHeapUsedSize = 0 } = /** @type {any} */ (await cdp.send('Runtime.getHeapUsage')); // prettier-ignore
  const mb = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
  console.log(`  heap: ${mb(usedSize)} of objects, ${mb(backingStorageSize)} of arrays, ${mb(embedderHeapUsedSize)} of the document (with the test's own copy of the data)`); // prettier-ignore
  if (panel.problems.length > 0) console.log('  problems:', panel.problems);
  await browser.close();
}
