// @ts-check
// What a fresh clone lacks, made when it is missing or old: node_modules and dist. Only Node's own modules are
// imported here, since nothing else may be there yet.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';
import { runNode, runNpm } from './run.mjs';

const oldestNode = 20;

/** Installs and builds as far as needed. */
export async function prepare() {
  await ensureInstalled();
  await ensureBuilt();
}

/** Brings node_modules into line with package-lock.json. */
export async function ensureInstalled() {
  const version = Number(process.versions.node.split('.')[0]);
  if (version < oldestNode) {
    throw new Error(
      `Node ${oldestNode} or newer is needed; this is Node ${process.versions.node} (${process.execPath}).`,
    );
  }
  if (installedFitsLock()) return;
  console.log('Installing the packages of package-lock.json …');
  await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/**
 * npm keeps a copy of the lock file of what it installed last in node_modules/.package-lock.json. Packages that are
 * optional (for other platforms, say) may be missing from it.
 */
function installedFitsLock() {
  const installed = packagesOf(inRoot('node_modules/.package-lock.json'));
  if (installed === undefined) return false;
  const wanted = packagesOf(inRoot('package-lock.json')) ?? {};
  return Object.entries(wanted).every(
    ([place, { version, optional }]) => place === '' || optional === true || installed[place]?.version === version,
  );
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function packagesOf(lockFile) {
  if (!fs.existsSync(lockFile)) return undefined;
  return JSON.parse(fs.readFileSync(lockFile, 'utf8')).packages;
}

const buildInputs = ['src', 'webview-ui', 'esbuild.mjs', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
const stampFile = inRoot('dist/.sources');
const builtFile = inRoot('dist/cli.js');

/** Builds dist/ when it is missing or not made from the sources as they are. */
export async function ensureBuilt() {
  if (fs.existsSync(stampFile) && fs.existsSync(builtFile) && fs.readFileSync(stampFile, 'utf8') === buildStamp())
    return;
  await build();
}

/**
 * Builds dist/ and remembers what from.
 * @param {readonly string[]} [flags] of esbuild.mjs
 */
export async function build(flags = []) {
  console.log('Building dist/ …');
  fs.rmSync(stampFile, { force: true });
  await runNode('esbuild.mjs', flags);
  fs.writeFileSync(stampFile, buildStamp());
}

/** The hash of the sources, with the time of the build's result, so that a build made otherwise is noticed too. */
function buildStamp() {
  const hash = createHash('sha256');
  for (const file of buildInputs.flatMap((input) => filesUnder(inRoot(input)))) {
    hash.update(`${path.relative(inRoot(), file)}\0`).update(fs.readFileSync(file));
  }
  return `${hash.digest('hex')} ${fs.statSync(builtFile).mtimeMs}\n`;
}

/**
 * @param {string} place a file or folder
 * @returns {string[]} the files, sorted by path
 */
function filesUnder(place) {
  if (!fs.existsSync(place)) return [];
  if (!fs.statSync(place).isDirectory()) return [place];
  return fs
    .readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
