import fs from 'node:fs';
import fsp from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from '../../support/browser';
import { type CodeServer, startServer } from '../../support/codeServer/server';
import { openWorkbench, picture, usable, type Workbench } from '../../support/workbench';

/** A VS Code with Grove in it, on a copy of the sample folder. */
export interface GroveWindow {
  readonly server: CodeServer;
  readonly workbench: Workbench;
  /** The opened folder. */
  readonly folder: string;
}

/**
 * Gives a test file one window for all its tests, which build on each other. After a failed test there is a picture of
 * the window in test/artifacts/, every log of VS Code in out/test/, and the end of Grove's own is printed.
 *
 * @param fill adds to the folder before it is opened
 * @param extension makes the package that is installed; without it the checkout is Grove
 */
export function useGroveWindow({
  fill,
  extension,
}: {
  readonly fill?: (folder: string) => Promise<void>;
  readonly extension?: () => Promise<string>;
} = {}): () => GroveWindow {
  let browser: Browser | undefined;
  let window: GroveWindow | undefined;
  const current = (): GroveWindow => {
    if (window === undefined) throw new Error('The window did not open.');
    return window;
  };
  beforeAll(async () => {
    const server = await startServer({ extensions: [(await extension?.()) ?? '.'] });
    browser = await launchBrowser();
    const folder = path.join(server.home, 'samples');
    await fsp.cp('media/samples', folder, { recursive: true });
    await fill?.(folder);
    window = { server, folder, workbench: await openWorkbench(browser, server, folder) };
    await usable(window.workbench);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || window === undefined) return;
    const name = `failed - ${task.name.replace(/[^\p{L}\p{N} ]+/gu, '')}`;
    await picture(window.workbench, name);
    console.error(await keepLogs(window, path.resolve('out/test', name)));
  });
  afterAll(async () => {
    await browser?.close();
    await window?.server.stop();
  });
  return current;
}

const tailLines = 20;

/** Copies the logs of a window and its server to a folder, and answers with the end of Grove's own and where the rest is. */
async function keepLogs({ server, workbench }: GroveWindow, folder: string): Promise<string> {
  const logs = { ...server.logs(), 'window.log': workbench.console.join('\n') };
  for (const [name, text] of Object.entries(logs)) {
    await fsp.mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await fsp.writeFile(path.join(folder, name), text);
  }
  const own = Object.entries(logs).filter(([name]) => /grove\.grove\/.*\.log$/.test(name));
  const tail = own.flatMap(([, text]) => text.trimEnd().split('\n')).slice(-tailLines);
  return [...tail, `All logs: ${path.relative('.', folder)}`].join('\n');
}

/** The ids of Grove's engine processes of a server: all its processes are of one group. */
export function engineProcesses(server: CodeServer): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const status = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
        const group = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[2]);
        return group === server.pid && fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engineProcess.js');
      } catch {
        return false; // it has ended meanwhile
      }
    });
}

/** The folders of finished and half-written analyses of a server's windows. */
export function analysisFolders(server: CodeServer): string[] {
  const storage = path.join(server.home, 'user-data/User/workspaceStorage');
  if (!fs.existsSync(storage)) return [];
  return fs
    .readdirSync(storage)
    .map((workspace) => path.join(storage, workspace, 'grove.grove/analyses'))
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) => fs.readdirSync(folder));
}

/** A folder large enough that its run can be watched. */
export async function writeManyFiles(folder: string, count: number): Promise<void> {
  const topics = ['bread flour yeast oven dough', 'planet orbit moon comet telescope', 'whale reef coral tide plankton', 'goal match referee pass league']; // prettier-ignore
  await fsp.mkdir(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    const words = (topics[i % topics.length] ?? '').split(' ');
    const text = Array.from({ length: 150 }, (_, j) => words[(i * 7 + j * j) % words.length]);
    await fsp.writeFile(path.join(folder, `note ${i}.txt`), `Note ${i}. ${text.join(' ')}`);
  }
}
