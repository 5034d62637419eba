import type { FrameLocator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  editorTab,
  explorerContextMenu,
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

describe('a person works with two analyses', () => {
  const window = useGroveWindow();

  /** The name of the analysis whose clusters the side bar shows. */
  const shown = (): Promise<string> =>
    view(window().workbench, 'Clusters').locator('.pane-header .description').innerText();
  const page = async (name: string): Promise<FrameLocator> => {
    await editorTab(window().workbench, name).first().click();
    const frame = await webviewFrame(window().workbench, name);
    await until(`the tree of ${name}`, async () => (await frame.getByRole('treeitem').count()) > 1);
    return frame;
  };

  test('each in a tab of its own', async () => {
    const { workbench } = window();
    for (const folder of ['chinese', 'english']) {
      await explorerContextMenu(workbench, folder, 'Cluster This Folder');
      const done = notification(workbench, /documents in \d+ clusters/);
      await done.getByRole('button', { name: 'Open Analysis' }).click();
      await runCommand(workbench, 'Notifications: Clear All Notifications');
      await page(folder);
    }
    await openContainer(workbench, 'Grove');
    await until('the clusters of the last', async () => (await shown()) === 'english');
    await expect.poll(() => editorTab(workbench, /^(chinese|english)/).count()).toBe(2);
  });

  test('and the side bar follows the one that is clicked into, also where both are to be seen', async () => {
    const { workbench } = window();
    const chinese = await page('chinese');
    await until('the clusters of the first', async () => (await shown()) === 'chinese');
    await runCommand(workbench, 'View: Move Editor into Right Group');
    await page('english');
    await until('the clusters of the other', async () => (await shown()) === 'english');
    await chinese.getByRole('heading').first().click();
    await until('the clusters of the first again', async () => (await shown()) === 'chinese');
    const active = treeRows(workbench, 'Analyses').filter({ hasText: 'active' });
    await expect.poll(() => active.count()).toBe(1);
    await expect.poll(() => active.innerText()).toContain('chinese');
    await picture(workbench, 'several-1-side-by-side');
  });

  test('and finds both again after the window was reloaded', async () => {
    const { workbench } = window();
    await reload(workbench, 'english-'); // the start of its id, which its page hands to the window
    await page('english');
    await page('chinese');
    await openContainer(workbench, 'Grove');
    await until('the clusters of the one looked at last', async () => (await shown()) === 'chinese');
    await expect.poll(() => treeRows(workbench, 'Analyses').count()).toBe(2);
    await picture(workbench, 'several-2-reloaded');
  });
});
