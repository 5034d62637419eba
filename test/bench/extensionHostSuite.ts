import fs from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { GroveApi } from '../../src/extension';
import { inWorkspace, until } from '../host/suite/grove';

/** How often the event loop is looked at; what is measured is at least this. */
const resolutionMs = 1;

/** Called by the extension host. Writes what took how long, in milliseconds, to the file that GROVE_TEST_RESULT names. */
export async function run(): Promise<void> {
  const count = Number(process.env['GROVE_BENCH_FILES']);
  const words = Number(process.env['GROVE_BENCH_WORDS']);
  const figures: Record<string, number> = {};
  const extension = vscode.extensions.getExtension<GroveApi>('grove.grove')!;
  const wasActive = extension.isActive;
  const started = performance.now();
  const busyBefore = threadMs();
  const { activationMs, store, edits, panels, clusters, similar, restored } = await extension.activate();
  if (!wasActive) {
    figures['loading and activating the extension, by the clock'] = performance.now() - started;
    figures['loading and activating the extension, in processor time'] = threadMs() - busyBefore;
  }
  figures['activate()'] = activationMs;
  await restored;

  /**
   * How long the event loop was held while `work` was done: by the clock, which also counts the time that a loaded
   * machine gave to others, and in processor time of the thread, which is what the extension host itself did.
   */
  const watch = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const delay = monitorEventLoopDelay({ resolution: resolutionMs });
    delay.enable();
    let mostBusyMs = 0;
    let before = threadMs();
    const timer = setInterval(() => {
      const now = threadMs();
      mostBusyMs = Math.max(mostBusyMs, now - before);
      before = now;
    }, resolutionMs);
    const from = performance.now();
    const result = await work();
    figures[`${what}: in all`] = performance.now() - from;
    await new Promise((resolve) => setTimeout(resolve, 500)); // what it set off belongs to it
    clearInterval(timer);
    delay.disable();
    figures[`${what}: longest hold by the clock`] = delay.max / 1e6;
    figures[`${what}: longest hold in processor time`] = mostBusyMs;
    figures[`${what}: 99th percentile by the clock`] = delay.percentile(99) / 1e6;
    return result;
  };

  // A command of the window's own is answered when all that was said to it before is dealt with.
  const askWindow = (when: string): Promise<unknown> =>
    watch(`an answer of the window ${when}`, async () =>
      vscode.commands.executeCommand('setContext', 'grove.bench', 1),
    );

  await watch('nothing', () => new Promise((resolve) => setTimeout(resolve, 3000)));
  const folder = inWorkspace('many');
  writeFiles(folder.fsPath, count, words);
  // A map by UMAP takes minutes, and is the engine's.
  if (count > 20_000)
    await vscode.workspace.getConfiguration('grove').update('projection', 'pca', vscode.ConfigurationTarget.Workspace);
  // The editor reads the new files' names; that is not Grove's.
  await new Promise((resolve) => setTimeout(resolve, 5000));
  await watch(`a run of ${count} files`, async () => vscode.commands.executeCommand('grove.clusterFolder', folder));
  const { id } = store.active!;
  await vscode.commands.executeCommand('workbench.view.explorer');
  await new Promise((resolve) => setTimeout(resolve, 5000)); // the editor asks for the badges of what it shows
  await watch('opening the container', async () => vscode.commands.executeCommand('workbench.view.extension.grove'));
  await watch('reading it again', () => store.activate(id));
  await askWindow('after reading it again');
  await watch('opening the panel', async () => {
    panels.open(id);
    await until('the page is ready', () => panels.of(id)?.isReady);
  });
  await watch('renaming a cluster', () => edits.rename(id, 0, 'Another name'));
  await watch('listing every cluster', () => {
    for (const node of clusters.getChildren())
      for (const child of clusters.getChildren(node)) clusters.getTreeItem(child);
    return Promise.resolve();
  });
  await watch('refreshing the list', () => store.refresh());
  await askWindow('before tagging');
  await watch('tagging every file', async () => vscode.commands.executeCommand('grove.tagFiles'));
  await watch('taking the tags back', async () => vscode.commands.executeCommand('grove.untagFiles'));
  await vscode.window.showTextDocument(vscode.Uri.file(store.active!.fileOf(0)));
  await watch('similar documents', () => similar.refresh());
  await watch('similar documents of another', () => similar.ask({ loaded: store.active!, document: 1 }));
  fs.writeFileSync(process.env['GROVE_TEST_RESULT']!, JSON.stringify(figures));
}

/** The processor time of this thread. Only the Node of the extension host (24) tells; this project's types are of 20. */
function threadMs(): number {
  const { user, system } = (process as typeof process & { threadCpuUsage: () => NodeJS.CpuUsage }).threadCpuUsage();
  return (user + system) / 1000;
}

const filesAFolder = 1000;

const topics = [
  'bread flour yeast oven dough crust salt knead proof starter bake loaf',
  'planet orbit moon comet telescope galaxy star nebula lens eclipse crater probe',
  'whale reef coral tide plankton shark current kelp seal squid dolphin harbour',
  'goal match referee pass league striker keeper tackle corner penalty season coach',
];

/** Files of so many words, each of a topic and some words of others. */
function writeFiles(folder: string, count: number, length: number): void {
  for (let i = 0; i < count; i++) {
    const own = topics[i % topics.length]!.split(' ');
    const other = topics[(i * 7 + 1) % topics.length]!.split(' ');
    const words = Array.from({ length }, (_, j) => (j % 9 === 0 ? other : own)[(i * 7 + j * j) % own.length]);
    const place = path.join(folder, String(Math.floor(i / filesAFolder)));
    if (i % filesAFolder === 0) fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(place, `note ${i}.txt`), `Note ${i}. ${words.join(' ')}.`);
  }
}
