import { execFile } from 'node:child_process';
import fs from 'node:fs';
import fsp from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

/**
 * The door to the browser: an installed Chromium, Chrome or Edge where there is one, else the Chromium of the npm
 * package @sparticuz/chromium, which brings its own libraries (Linux on x64 only).
 */

/** Pages are drawn without a GPU: WebGL falls back to a software renderer. */
const flags = ['--disable-dev-shm-usage', '--enable-unsafe-swiftshader', '--lang=en-US', '--font-render-hinting=none'];

/** A headless browser. Close it when done. Throws an Error that says what to install where there is none. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const reason = whyNoBrowser();
  if (reason !== undefined) throw new Error(reason);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const installed = installedBrowser();
  if (installed !== undefined) {
    return chromium.launch({ executablePath: installed, args: [...flags, ...sandbox], ...options });
  }
  const { executablePath, env } = await packagedBrowser();
  return chromium.launch({ executablePath, env, args: ['--headless=shell', '--no-sandbox', ...flags], ...options });
}

/** Why no browser can be launched here, or undefined where one can. */
export function whyNoBrowser(): string | undefined {
  if (installedBrowser() !== undefined || hasPackagedBrowser()) return undefined;
  return `No Chromium, Chrome or Edge was found on this machine (${process.platform} ${process.arch}). Install one, or name it in the environment variable CHROMIUM.`;
}

const installedPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    ...['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'],
    ...['/usr/bin/microsoft-edge', '/opt/google/chrome/chrome'],
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((variable) => {
    const folder = process.env[variable];
    if (folder === undefined) return [];
    return ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((file) =>
      path.join(folder, file),
    );
  }),
};

function installedBrowser(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return named;
  return installedPlaces[process.platform]?.find((file) => fs.existsSync(file));
}

function hasPackagedBrowser(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

interface PackagedBrowser {
  readonly executablePath: string;
  readonly env: Record<string, string>;
}

/** Unpacks the browser of @sparticuz/chromium on first use. */
async function packagedBrowser(): Promise<PackagedBrowser> {
  const root = process.cwd();
  const require = createRequire(path.join(root, 'package.json'));
  const entry = require.resolve('@sparticuz/chromium'); // …/build/cjs/index.cjs
  const manifest = JSON.parse(await fsp.readFile(path.join(entry, '../../../package.json'), 'utf8')) as {
    version: string;
  };
  const folder = path.join(root, '.vscode-test', `chromium-${manifest.version}`);
  if (!fs.existsSync(folder)) await unpack(entry, folder);
  const libraries = path.join(folder, 'al2023/lib');
  const { LD_LIBRARY_PATH: own, ...rest } = process.env as Record<string, string>;
  return {
    executablePath: path.join(folder, 'chromium'),
    env: {
      ...rest,
      LD_LIBRARY_PATH: own === undefined ? libraries : `${libraries}:${own}`,
      FONTCONFIG_FILE: await fontConfiguration(folder),
    },
  };
}

/**
 * The package unpacks into the temporary folder, with its libraries only where it believes to run in a cloud function
 * (that is what the environment variable is for), so it does that in a process of its own. Written beside and renamed,
 * since several tests may start at once.
 */
async function unpack(entry: string, folder: string): Promise<void> {
  await fsp.mkdir(path.dirname(folder), { recursive: true });
  const beside = await fsp.mkdtemp(`${folder}-`);
  const script = `require(${JSON.stringify(entry)}).executablePath().catch((e) => { console.error(e); process.exit(1); })`;
  const env = { ...process.env, TMPDIR: beside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  try {
    await promisify(execFile)(process.execPath, ['-e', script], { env });
    await fsp.rename(beside, folder);
  } catch (error) {
    await fsp.rm(beside, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error;
  }
}

/** A font configuration that knows the machine's fonts and the one that came with the browser. */
async function fontConfiguration(folder: string): Promise<string> {
  const file = path.join(folder, 'fonts.conf');
  const directories = [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    path.join(os.homedir(), '.fonts'),
    path.join(folder, 'fonts'),
    path.resolve('.vscode-test-server/node_modules/@embedpdf/fonts-sc/fonts'),
  ];
  const system = '/etc/fonts/fonts.conf';
  await fsp.writeFile(
    file,
    [
      '<?xml version="1.0"?>',
      '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
      '<fontconfig>',
      ...(fs.existsSync(system) ? [`  <include ignore_missing="yes">${system}</include>`] : []),
      ...directories.map((directory) => `  <dir>${directory}</dir>`),
      `  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>`,
      '</fontconfig>',
      '',
    ].join('\n'),
  );
  return file;
}
