import fs from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  contextMenu,
  editorTab,
  explorerContextMenu,
  explorerDecoration,
  explorerMenuItems,
  explorerRow,
  notification,
  openContainer,
  picture,
  reload,
  runCommand,
  treeRows,
  until,
  view,
  webviewFrame,
} from '../../support/workbench';
import { useGroveWindow } from './groveWindow';

/** The whole story of a person with a folder, in order: each test goes on where the one before it ended. */
describe('a person clusters a folder', () => {
  const window = useGroveWindow();
  const documents = 120;
  let clusters = 0;

  /** Brings the panel to the front: documents open over it. */
  const panel = async (): Promise<FrameLocator> => {
    await editorTab(window().workbench, 'english').first().click();
    return webviewFrame(window().workbench, 'english');
  };

  test('is told what to do while there is no analysis', async () => {
    const { workbench } = window();
    await openContainer(workbench, 'Grove');
    const button = view(workbench, 'Clusters').getByRole('button', { name: 'Cluster a Folder' });
    await button.waitFor();
    await expect.poll(() => treeRows(workbench, 'Clusters').count()).toBe(0);
    await picture(workbench, 'story-1-welcome');
  });

  test('chooses Cluster This Folder from the menu of a folder', async () => {
    const { workbench } = window();
    await explorerContextMenu(workbench, 'english', 'Cluster This Folder');
    const done = notification(workbench, new RegExp(`${documents} documents in \\d+ clusters`));
    await done.waitFor();
    clusters = Number(/in (\d+) clusters/.exec(await done.innerText())?.[1]);
    expect(clusters).toBeGreaterThanOrEqual(6);
    expect(clusters).toBeLessThanOrEqual(12);
    await picture(workbench, 'story-2-done');
  });

  test('opens the panel: the dendrogram of the real linkage', async () => {
    const { workbench } = window();
    await notification(workbench, 'clusters').getByRole('button', { name: 'Open Analysis' }).click();
    const page = await panel();
    const items = page.getByRole('tree').getByRole('treeitem');
    await until('the tree', async () => (await items.count()) === 2 * clusters - 1);
    await expect
      .poll(() => page.getByRole('slider', { name: 'Cut of the tree' }).getAttribute('aria-valuenow'))
      .toBe(String(clusters));
    await picture(workbench, 'story-3-panel');
  });

  test('looks at the Compare tab: it says what it is for while no other analysis is chosen', async () => {
    const { workbench } = window();
    const page = await panel();
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.getByRole('heading', { name: 'Compare with another analysis' }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Choose an Analysis…' }).isEnabled()).toBe(true);
    await picture(workbench, 'story-3-compare');
    await page.getByRole('tab', { name: 'Dendrogram' }).click();
    await page.getByRole('slider', { name: 'Cut of the tree' }).waitFor();
  });

  test('is offered what fits each file', async () => {
    const { workbench } = window();
    const offers = async (file: string): Promise<string[]> =>
      (await explorerMenuItems(workbench, file)).filter((item) => item.startsWith('Cluster'));
    await expect.poll(() => offers('survey.csv')).toEqual(['Cluster This File']);
    await expect.poll(() => offers('README.md')).toEqual([]);
    await expect.poll(() => offers('english')).toEqual(['Cluster This Folder']);
  });

  test('walks through clusters and documents in the side bar, and opens one', async () => {
    const { workbench } = window();
    await openContainer(workbench, 'Grove');
    const rows = treeRows(workbench, 'Clusters');
    await until('a row a cluster', async () => (await rows.count()) === clusters);
    const sizes = await rows.locator('.label-description').allInnerTexts();
    expect(sizes.map(Number).reduce((sum, size) => sum + size, 0)).toBe(documents);
    await rows.first().locator('.monaco-tl-twistie').click();
    await rows.and(workbench.page.locator('[aria-level="2"]')).first().waitFor();
    await unfoldToDocument();
    const document = rows
      .and(workbench.page.locator('[aria-level="2"], [aria-level="3"]'))
      .filter({ hasText: /\.(txt|md|html|rst|tex)/ });
    const file = path.basename(await document.first().locator('.label-description').innerText());
    await document.first().click();
    await editorTab(workbench, file).waitFor();
    await picture(workbench, 'story-4-document');
  });

  test('sees the similar documents of the one that is open, and goes to another', async () => {
    const { workbench } = window();
    await contextMenu(workbench, () => Promise.resolve(workbench.page.locator('.monaco-editor .view-lines').first()), 'Show Similar Documents'); // prettier-ignore
    const rows = treeRows(workbench, 'Similar Documents');
    await until('similar documents', async () => (await rows.count()) > 3);
    const scores = (await rows.locator('.label-description').allInnerTexts()).map((text) => Number.parseInt(text, 10));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores[0]).toBeGreaterThan(scores[3] ?? 100);
    await picture(workbench, 'story-5-similar');
    const before = await workbench.page.locator('.tab.active').first().innerText();
    await rows.first().click();
    await until(
      'another document',
      async () => (await workbench.page.locator('.tab.active').first().innerText()) !== before,
    );
    const choices = workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: /\d%/ });
    await until('choices', async () => {
      await runCommand(workbench, 'Grove: Go to Similar Document…'); // the document that is just opening may take the focus
      return choices
        .nth(3)
        .waitFor({ timeout: 5000 })
        .then(
          () => true,
          () => false,
        );
    });
    await picture(workbench, 'story-6-quick-pick');
    await workbench.page.keyboard.press('Escape');
  });

  test('finds a badge with the cluster’s colour on each file', async () => {
    const { workbench } = window();
    const folder = 'english/notes';
    await (await explorerRow(workbench, folder)).click();
    const [file = ''] = (await fs.readdir(path.join(window().folder, folder))).sort();
    await until(`a badge on ${file}`, async () =>
      /^\d{1,2}$/.test((await explorerDecoration(workbench, `${folder}/${file}`)).badge),
    );
    await picture(workbench, 'story-7-badges');
  });

  test('writes tags and takes them back', async () => {
    const { workbench, folder } = window();
    const file = path.join(folder, '.grove/tags.json');
    await runCommand(workbench, 'Grove: Tag Files with Cluster Labels');
    await notification(workbench, `Tagged ${documents} files`).waitFor();
    await expect.poll(async () => (await fs.readFile(file, 'utf8')).match(/"english\//g)).toHaveLength(documents);
    await runCommand(workbench, 'Grove: Take Cluster Tags Back');
    await notification(workbench, 'taken back').waitFor();
    await expect(fs.access(file)).rejects.toThrow();
  });

  test('selects a cluster in the panel with the keyboard, and the side bar follows', async () => {
    const { workbench } = window();
    await openContainer(workbench, 'Grove');
    const page = await panel();
    const cluster = await treeRows(workbench, 'Clusters').first().locator('.label-name').innerText();
    const branch = page.getByRole('tree').getByRole('treeitem').filter({ hasText: cluster }).first();
    await page.getByRole('tree').getByRole('treeitem').first().focus();
    for (let i = 0; i < 2 * clusters && (await branch.getAttribute('tabindex')) !== '0'; i++)
      await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Space');
    const selected = treeRows(workbench, 'Clusters').and(workbench.page.locator('.selected'));
    await selected.filter({ hasText: cluster }).first().waitFor();
    await page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: cluster }).first().waitFor();
    await picture(workbench, 'story-8-selected');
  });

  test('cuts the tree elsewhere in the panel, and the side bar follows', async () => {
    const { workbench } = window();
    await runCommand(workbench, 'Grove: Focus on Clusters View');
    const rows = treeRows(workbench, 'Clusters').and(workbench.page.locator('[aria-level="1"]'));
    const page = await panel();
    const slider = page.getByRole('slider', { name: 'Cut of the tree' });
    await slider.focus();
    for (let i = 0; i < clusters - 3; i++) await workbench.page.keyboard.press('ArrowLeft');
    await until('three branches', async () => (await rows.count()) === 3);
    await picture(workbench, 'story-8-cut');
  });

  test('finds everything again after the window was reloaded, and goes back to the analysis’ own clusters', async () => {
    const { workbench } = window();
    await reload(workbench, 'grove.analysisView');
    const page = await panel();
    await until('the tree', async () => (await page.getByRole('treeitem').count()) === 2 * 3 - 1);
    await openContainer(workbench, 'Grove');
    await until('the branches', async () => (await treeRows(workbench, 'Clusters').count()) >= 3);
    await view(workbench, 'Clusters').hover();
    await view(workbench, 'Clusters').getByRole('button', { name: 'Back to the Analysis’ Own Clusters' }).click();
    await until('the tree', async () => (await page.getByRole('treeitem').count()) === 2 * clusters - 1);
    await until('the clusters', async () => (await treeRows(workbench, 'Clusters').count()) >= clusters);
    await expect.poll(() => treeRows(workbench, 'Analyses').count()).toBe(1);
    await picture(workbench, 'story-9-reloaded');
  });

  test.each([
    ['light', 'Default Light Modern', 'vs'],
    ['dark', 'Default Dark Modern', 'vs-dark'],
    ['high-contrast', 'Default High Contrast', 'hc-black'],
  ])('can read it in a %s theme', async (name, theme, className) => {
    const { workbench, server } = window();
    await server.writeSettings({ 'workbench.colorTheme': theme });
    await reload(workbench, 'grove.analysisView');
    await workbench.page.waitForSelector(`.monaco-workbench.${className}`);
    const page = await panel();
    await page.locator(`body.vscode-${name}`).waitFor();
    await until('rows', async () => (await treeRows(workbench, 'Clusters').count()) > 0);
    for (const tab of ['Map', 'Report', 'Dendrogram']) {
      await page.getByRole('tab', { name: tab }).click();
      await picture(workbench, `story-${tab.toLowerCase()}-${name}`);
    }
  });

  /** Unfolds the first folded rows until a document is there. */
  async function unfoldToDocument(): Promise<void> {
    const { workbench } = window();
    const rows = treeRows(workbench, 'Clusters');
    const parts = rows.and(workbench.page.locator('[aria-level="2"][aria-expanded="false"]'));
    if ((await parts.count()) === 0) return;
    await parts.first().locator('.monaco-tl-twistie').click();
    await rows.and(workbench.page.locator('[aria-level="3"]')).first().waitFor();
  }
});
