import path from 'node:path';
import fs from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { packageExtension } from '../../support/packageExtension';
import { editorTab, explorerContextMenu, notification, picture, runCommand, until, webviewFrame } from '../../support/workbench'; // prettier-ignore
import { useGroveWindow } from './groveWindow';

/** What was packed is unpacked here, away from the checkout and what is installed in that. */
describe('a person who is new installs the package', () => {
  let vsix = '';
  const window = useGroveWindow({ extension: async () => (vsix = await packageExtension()) });
  afterAll(() => fs.rm(path.dirname(vsix), { recursive: true, force: true }));

  test('finds the walkthrough, its steps and their pictures', { timeout: 120_000 }, async () => {
    const { workbench } = window();
    const { page } = workbench;
    await page.setViewportSize({ width: 1700, height: 900 }); // in a narrow window the pictures are left out
    await page.waitForFunction(() => (document.querySelector('.monaco-workbench')?.clientWidth ?? 0) > 1600);
    await runCommand(workbench, 'Welcome: Open Walkthrough...');
    const choice = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Get Started with Grove' });
    await choice.first().click();
    const steps = page.locator('.getting-started-step');
    await steps.nth(5).waitFor();
    await expect.poll(() => steps.count()).toBe(6);
    await steps.filter({ hasText: 'Find Similar Documents' }).click();
    await page.getByRole('button', { name: 'Show Similar Documents' }).waitFor();
    // While another page is coming there are two frames, of which one is shown.
    const frame = page.locator('iframe.webview').first().contentFrame().locator('#active-frame').contentFrame();
    await frame.locator('svg').waitFor();
    await picture(workbench, 'story-walkthrough');
  });

  test('clusters a folder and opens the panel', async () => {
    const { workbench, server } = window();
    await explorerContextMenu(workbench, 'english', 'Cluster This Folder');
    await notification(workbench, /120 documents in \d+ clusters/)
      .getByRole('button', { name: 'Open Analysis' })
      .click();
    await editorTab(workbench, 'english').first().waitFor();
    const items = (await webviewFrame(workbench, 'english')).getByRole('tree').getByRole('treeitem');
    await until('the tree', async () => (await items.count()) > 10);
    expect(await fs.readdir(path.join(server.home, 'extensions'))).toContainEqual(
      expect.stringMatching(/^grove\.grove-/),
    );
  });
});
