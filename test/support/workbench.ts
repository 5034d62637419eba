import fsp from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import type { CodeServer } from './codeServer/server';

/**
 * Drives VS Code's workbench as a person would. Rules learned: wait for the effect, never for a time; extensions'
 * menu items and commands come seconds after the window, so what asks for them tries again.
 */

export interface Workbench {
  readonly page: Page;
  /** What the window and its webviews wrote to the console, for the report of a failure. */
  readonly console: string[];
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  readonly width?: number;
  readonly height?: number;
  /** VS Code's `?payload=`, pairs of name and value. */
  readonly payload?: readonly (readonly [string, string])[];
  /** Called before the window loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const patienceMs = 60_000;

/** Opens a folder in a fresh browser profile. `usable` waits until one can work in it. */
export async function openWorkbench(
  browser: Browser,
  server: CodeServer,
  folder: string,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const { width = 1280, height = 800, payload, prepare } = options;
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => lines.push(`pageerror: ${error.message}`));
  await prepare?.(page);
  const query = new URLSearchParams({ folder });
  if (payload) query.set('payload', JSON.stringify(payload));
  await page.goto(`${server.url}/?${query.toString()}`, { waitUntil: 'domcontentloaded' });
  return { page, console: lines, close: () => context.close() };
}

/** Waits until the window shows the folder's files and the extension host's server answers. */
export async function usable({ page }: Workbench): Promise<void> {
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: patienceMs });
  await page.waitForFunction(
    () => !/Opening Remote/i.test(document.querySelector('[id="status.host"]')?.textContent ?? 'Opening Remote'),
    null,
    { timeout: patienceMs },
  );
}

/**
 * Reloads the window, as *Developer: Reload Window* does, once it has kept an editor. In the browser VS Code writes what is
 * open down every few seconds only, and what it hasn't at a reload is lost.
 *
 * @param editor a word of the kept editor: the type of a webview panel, a file's name
 */
export async function reload(workbench: Workbench, editor: string): Promise<void> {
  await until(`the window has kept ${editor}`, () => workbench.page.evaluate(isKept, editor));
  await workbench.page.reload({ waitUntil: 'domcontentloaded' });
  await usable(workbench);
}

/** In the page: whether one of VS Code's databases tells of an editor. */
async function isKept(editor: string): Promise<boolean> {
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith('vscode-web-state-db') !== true) continue;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error(`${name} can't be opened`));
    });
    try {
      for (const store of database.objectStoreNames) {
        const values = await new Promise<unknown[]>((resolve, reject) => {
          const reading = database.transaction(store, 'readonly').objectStore(store).getAll();
          reading.onsuccess = () => resolve(reading.result as unknown[]);
          reading.onerror = () => reject(new Error(`${store} can't be read`));
        });
        if (values.some((value) => String(value).includes('editorpart.state') && String(value).includes(editor)))
          return true;
      }
    } finally {
      database.close();
    }
  }
  return false;
}

/** Runs a command by its full title in the command palette. */
export async function runCommand({ page }: Workbench, title: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const row = widget.locator('.quick-input-list .monaco-list-row').filter({
    has: page.locator('.label-name').filter({ hasText: exactly(title) }),
  });
  await retrying(`the command "${title}" in the palette`, async () => {
    await page.keyboard.press('F1');
    try {
      await widget.locator('input').first().fill(`>${title}`, { timeout: 3000 });
      await row.first().waitFor({ timeout: 3000 });
      await row.first().click();
    } catch (error) {
      await page.keyboard.press('Escape');
      throw error;
    }
  });
}

/** The Explorer's row of a path relative to the opened folder; opens the folders on the way and scrolls to it. */
export async function explorerRow(workbench: Workbench, relativePath: string): Promise<Locator> {
  await openContainer(workbench, 'Explorer');
  const parts = relativePath.split('/');
  let above: Locator | undefined;
  for (const [depth, name] of parts.entries()) {
    const row = await scrolledTo(workbench, name, depth + 1, above);
    if (depth < parts.length - 1 && (await row.getAttribute('aria-expanded')) === 'false') {
      await row.click();
      await until(`${name} unfolded`, async () => (await row.getAttribute('aria-expanded')) === 'true');
    }
    above = row;
  }
  if (above === undefined) throw new Error('An empty path has no row.');
  return above;
}

/**
 * Rows are virtual: only those on screen exist. The same name at the right level, below its parent, is the one meant.
 */
async function scrolledTo({ page }: Workbench, name: string, level: number, above?: Locator): Promise<Locator> {
  const after = above === undefined ? -1 : Number(await above.getAttribute('data-index'));
  let lastSeen = -1;
  return until(`${name} in the Explorer`, async () => {
    const { id, last } = await page.evaluate(
      ([wanted, wantedLevel, index]) => {
        const rows = [...document.querySelectorAll<HTMLElement>('.explorer-folders-view .monaco-list-row')];
        const isWanted = (row: HTMLElement): boolean =>
          Number(row.dataset['index']) > index &&
          row.querySelector('.label-name')?.textContent === wanted &&
          row.getAttribute('aria-level') === String(wantedLevel);
        return { id: rows.find(isWanted)?.id, last: Math.max(...rows.map((row) => Number(row.dataset['index']))) };
      },
      [name, level, after] as const,
    );
    if (id !== undefined) return page.locator(`.explorer-folders-view [id="${id}"]`);
    const isAtEnd = last === lastSeen;
    lastSeen = isAtEnd ? -1 : last;
    await page.locator('.explorer-folders-view').hover();
    await page.mouse.wheel(0, isAtEnd ? -100_000 : 200);
    return undefined;
  });
}

/** Right-clicks a path in the Explorer and chooses an item of its menu. */
export async function explorerContextMenu(workbench: Workbench, relativePath: string, item: string): Promise<void> {
  await contextMenu(workbench, () => explorerRow(workbench, relativePath), item);
}

/** Right-clicks what `target` answers and chooses an item of the menu. */
export async function contextMenu(workbench: Workbench, target: () => Promise<Locator>, item: string): Promise<void> {
  const { page } = workbench;
  await retrying(`"${item}" in the context menu`, async () => {
    const menu = await openMenu(workbench, await target());
    try {
      const entry = menu.getByRole('menuitem', { name: item, exact: true });
      await entry.hover({ timeout: 2000 });
      await sleep(150); // a menu swallows the mouse button that comes at once
      await entry.click({ timeout: 2000 });
      await menu.waitFor({ state: 'hidden', timeout: 3000 });
    } catch (error) {
      await page.keyboard.press('Escape');
      throw error;
    }
  });
}

/** The items of the menu that a right click on a path in the Explorer opens. */
export async function explorerMenuItems(workbench: Workbench, relativePath: string): Promise<string[]> {
  const menu = await openMenu(workbench, await explorerRow(workbench, relativePath));
  const items = await menu.getByRole('menuitem').allInnerTexts();
  await workbench.page.keyboard.press('Escape');
  return items.map((item) => item.trim());
}

async function openMenu({ page }: Workbench, target: Locator): Promise<Locator> {
  await target.click({ button: 'right' });
  const menu = page.locator('.monaco-menu-container, .context-view .monaco-menu').last();
  await menu.waitFor({ timeout: 5000 });
  return menu;
}

export interface Decoration {
  readonly badge: string;
  readonly color: string;
}

/** The badge and colour that file decorations give to an Explorer row. A badge is CSS content, not text. */
export async function explorerDecoration(workbench: Workbench, relativePath: string): Promise<Decoration> {
  const row = await explorerRow(workbench, relativePath);
  return row
    .locator('.monaco-icon-label')
    .first()
    .evaluate((label) => {
      const { content, color } = getComputedStyle(label, '::after');
      return { badge: content === 'none' || content === 'normal' ? '' : content.replace(/^"|"$/g, ''), color };
    });
}

/** Notifications whose text matches; those of progress too. */
export function notification({ page }: Workbench, text: string | RegExp): Locator {
  return page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
}

/** Brings a container of the activity bar to the front. */
export async function openContainer({ page }: Workbench, title: string): Promise<void> {
  const tab = page.locator('.activitybar').getByRole('tab', { name: new RegExp(`^${escaped(title)}( |$)`) });
  await retrying(`the container ${title}`, async () => {
    if ((await tab.first().getAttribute('aria-selected', { timeout: 5000 })) !== 'true') await tab.first().click();
    await page.waitForFunction(
      (wanted) =>
        document.querySelector('.part.sidebar .composite.title h2')?.textContent.toLowerCase().includes(wanted),
      title.toLowerCase(),
      { timeout: 5000 },
    );
  });
}

/** A view in the side bar, by its title. */
export function view({ page }: Workbench, title: string): Locator {
  return page.locator('.part.sidebar .pane').filter({
    has: page.locator('.pane-header .title').filter({ hasText: exactly(title) }),
  });
}

/** The rows of a tree view that are on screen. */
export function treeRows(workbench: Workbench, viewTitle: string): Locator {
  return view(workbench, viewTitle).locator('.monaco-list-row');
}

/** The document inside a webview: two frames deep. It stays valid when the webview is reloaded. */
export async function webviewFrame({ page }: Workbench, title: string): Promise<FrameLocator> {
  return until(`a webview titled "${title}"`, async () => {
    const outer = page.locator('iframe.webview.ready');
    for (let i = 0; i < (await outer.count()); i++) {
      const inner = outer.nth(i).contentFrame().locator(`iframe#active-frame[title="${title}"]`);
      if ((await inner.count()) > 0) return inner.contentFrame();
    }
    return undefined;
  });
}

/** The tab of an open editor, by its title. */
export function editorTab({ page }: Workbench, title: string | RegExp): Locator {
  return page.locator('.editor-group-container .tabs-container').getByRole('tab', { name: title });
}

/** Writes a picture of the window, for people to look at, to test/artifacts/. */
export async function picture({ page }: Workbench, name: string): Promise<void> {
  const file = path.resolve('test/artifacts', `${name}.png`);
  await fsp.mkdir(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}

/** Waits until `check` answers with something true, and returns that. */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined | false>,
  timeoutMs = 30_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`This never happened: ${what}`);
    await sleep(100);
  }
}

/** Tries again until it does not throw. */
async function retrying(what: string, attempt: () => Promise<void>, timeoutMs = 30_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > end) throw new Error(`Not found: ${what}. ${String(error)}`, { cause: error });
    }
    await sleep(300);
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const exactly = (text: string): RegExp => new RegExp(`^\\s*${escaped(text)}\\s*$`, 'i');
