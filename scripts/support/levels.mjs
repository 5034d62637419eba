// @ts-check
// The levels of the tests. Each answers with counts; none throws for a test that fails.
import fs from 'node:fs';
import path from 'node:path';
import { loadTypeScript } from './loadTypeScript.mjs';
import { inRoot } from './paths.mjs';
import { CommandFailed, runNode } from './run.mjs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string} [note] what a person must know: why it was skipped, what failed
 * @property {readonly Failure[]} [failures] the tests that failed, as far as they are known one by one
 */

/**
 * @typedef {object} Failure
 * @property {string} test its file, where it has one, and its title
 * @property {string} message
 */

/** No level takes this long; one that does hangs. */
const levelTimeoutMs = 20 * 60_000;

/** @type {Record<string, () => Promise<Counts>>} */
export const levels = {
  lint: () =>
    asOneTest([
      () => tool('eslint', ['.', '--max-warnings=0']),
      () => tool('prettier', ['--check', '.', '--log-level=warn']),
    ]),
  types: () => asOneTest(layers().map((layer) => () => tool('typescript', ['-p', layer], 'tsc'))),
  unit: () => vitest('unit', 'vitest.config.mts'),
  page: async () => (await whySkipped('browser')) ?? vitest('page', 'vitest.page.config.mts'),
  host: async () => (await whySkipped('codeServer')) ?? hostSuite(),
  story: async () => (await whySkipped('codeServer')) ?? vitest('story', 'vitest.story.config.mts'),
};

/** What `--level` also understands. */
export const levelGroups = { lint: ['lint', 'types'], host: ['host', 'story'] };

/** The type-checked layers: the projects that tsconfig.json refers to. */
export function layers() {
  /** @type {{ references: { path: string }[] }} */
  const { references } = JSON.parse(fs.readFileSync(inRoot('tsconfig.json'), 'utf8'));
  return references.map(({ path: layer }) => layer);
}

/**
 * Runs a command-line tool of node_modules.
 * @param {string} packageName
 * @param {readonly string[]} parameters
 * @param {string} [command] its name, where it is not the package's
 */
export function tool(packageName, parameters, command = packageName) {
  const folder = inRoot('node_modules', packageName);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : bin[command];
  if (file === undefined) throw new Error(`The package ${packageName} has no command ${command}.`);
  return runNode(path.join(folder, file), parameters, { timeoutMs: levelTimeoutMs });
}

/**
 * Several commands as one test: it passes when all end with 0. All are run, so that one run tells everything.
 * @param {readonly (() => Promise<unknown>)[]} commands
 * @returns {Promise<Counts>}
 */
async function asOneTest(commands) {
  const failures = [];
  for (const command of commands) {
    try {
      await command();
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length === 0) return { passed: 1, failed: 0, skipped: 0 };
  return { passed: 0, failed: 1, skipped: 0, note: failures.join(' ') };
}

/**
 * @param {string} name
 * @param {string} config
 * @returns {Promise<Counts>}
 */
async function vitest(name, config) {
  const resultFile = inRoot('out/test', `${name}.json`);
  fs.rmSync(resultFile, { force: true });
  let exitCode = 0;
  try {
    await tool('vitest', [
      'run',
      '--config',
      config,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${resultFile}`,
    ]);
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    exitCode = error.exitCode;
  }
  const counts = countVitest(resultFile);
  return { ...counts, ...unexplained(counts, exitCode) };
}

/**
 * Adds up vitest's JSON report. A file that failed before its first test counts as one failure.
 * @param {string} resultFile
 * @returns {Counts}
 */
function countVitest(resultFile) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  if (!fs.existsSync(resultFile)) return counts;
  /** @type {Failure[]} */
  const failures = [];
  /** @type {{ testResults: { name: string, status: string, message: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[] }} */
  const { testResults } = JSON.parse(fs.readFileSync(resultFile, 'utf8'));
  for (const { name, status, message, assertionResults } of testResults) {
    const file = path.relative(inRoot(), name);
    for (const { status: outcome, fullName, failureMessages } of assertionResults) {
      if (outcome === 'passed') counts.passed++;
      else if (outcome !== 'failed') counts.skipped++;
      else failures.push({ test: `${file}: ${fullName}`, message: failureMessages.join('\n') });
    }
    if (status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'))
      failures.push({ test: file, message });
  }
  return { ...counts, failed: failures.length, failures };
}

/**
 * A failure that no test shows: an unhandled rejection, a crash, a time-out.
 * @param {Counts} counts
 * @param {number} exitCode
 * @returns {Partial<Counts>}
 */
function unexplained({ failed }, exitCode) {
  if (exitCode === 0 || failed > 0) return {};
  return { failed: 1, note: `The test runner ended with exit code ${exitCode}, though no test failed.` };
}

/** @returns {Promise<Counts>} */
async function hostSuite() {
  const { runHostSuite } = await loadTypeScript('test/support/hostSuite.ts');
  return runHostSuite();
}

/**
 * @param {'browser' | 'codeServer'} need
 * @returns {Promise<Counts | undefined>} undefined where this machine has what is needed
 */
async function whySkipped(need) {
  const { whyUnavailable } = await loadTypeScript('test/support/availability.ts');
  const reason = whyUnavailable(need);
  return reason === undefined ? undefined : { passed: 0, failed: 0, skipped: 1, note: reason };
}
