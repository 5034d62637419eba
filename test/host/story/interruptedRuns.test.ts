import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  explorerContextMenu,
  notification,
  openContainer,
  picture,
  runCommand,
  treeRows,
  until,
} from '../../support/workbench';
import { analysisFolders, engineProcesses, useGroveWindow, writeManyFiles } from './groveWindow';

describe('a run that a person or an accident ends', () => {
  const window = useGroveWindow({
    fill: async (folder) => {
      await writeManyFiles(path.join(folder, 'many'), 5000);
      await writeManyFiles(path.join(folder, 'nothing'), 0);
    },
  });

  test('an earlier analysis is there', async () => {
    const { workbench, server } = window();
    await explorerContextMenu(workbench, 'chinese', 'Cluster This Folder');
    await notification(workbench, /documents in \d+ clusters/).waitFor();
    await openContainer(workbench, 'Grove');
    await until('its clusters', async () => (await treeRows(workbench, 'Clusters').count()) > 1);
    expect(analysisFolders(server)).toHaveLength(1);
    await picture(workbench, 'interrupted-1-chinese');
    await runCommand(workbench, 'Notifications: Clear All Notifications');
  });

  test('shows real counts while it runs, and Cancel ends it', async () => {
    const { workbench } = window();
    await explorerContextMenu(workbench, 'many', 'Cluster This Folder');
    const progress = notification(workbench, 'Clustering “many”');
    await progress
      .filter({ hasText: /[\d,]+ (of [\d,]+ )?(documents|files|terms|views|epochs|merges|clusters)/ })
      .waitFor();
    await picture(workbench, 'interrupted-2-progress');
    await progress.hover();
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'hidden' });
    await expectNothingLost();
    await expect.poll(() => notification(workbench, /documents in \d+ clusters|failed|stopped/).count()).toBe(0);
  });

  test('when the engine is killed, says so, keeps what was there and works again', async () => {
    const { workbench, server } = window();
    await explorerContextMenu(workbench, 'many', 'Cluster This Folder');
    await notification(workbench, /[\d,]+ of [\d,]+/).waitFor();
    const engines = engineProcesses(server);
    expect(engines.length).toBeGreaterThan(0);
    for (const pid of engines) process.kill(pid, 'SIGKILL');
    const message = notification(workbench, /SIGKILL/);
    await message.waitFor();
    await picture(workbench, 'interrupted-3-killed');
    await expectNothingLost();
    await message.getByRole('button', { name: 'Show Log' }).click();
    await workbench.page.locator('.part.panel .view-lines').filter({ hasText: /ended/ }).waitFor();
    await explorerContextMenu(workbench, 'english', 'Cluster This Folder');
    await notification(workbench, /120 documents in \d+ clusters/).waitFor();
    await picture(workbench, 'interrupted-4-again');
  });

  test('a folder without text says so', async () => {
    const { workbench } = window();
    await explorerContextMenu(workbench, 'nothing', 'Cluster This Folder');
    await notification(workbench, /nothing/)
      .filter({ hasText: /no |empty/i })
      .waitFor();
    await picture(workbench, 'interrupted-5-empty');
  });

  /** The Chinese analysis alone, shown as before. */
  async function expectNothingLost(): Promise<void> {
    const { workbench, server } = window();
    await until('nothing half-written', async () =>
      Promise.resolve(!analysisFolders(server).some((name) => name.includes('.partial'))),
    );
    expect(analysisFolders(server)).toHaveLength(1);
    await openContainer(workbench, 'Grove');
    await expect.poll(() => treeRows(workbench, 'Analyses').count()).toBe(1);
    await until('its clusters', async () => (await treeRows(workbench, 'Clusters').count()) > 1);
  }
});
