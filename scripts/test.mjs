// @ts-check
// npm test: installs and builds what is missing, runs the levels, prints a table and, as the last line, the sum.
//   npm test -- --level unit      one level (lint, types, unit, page, host, story); may be given several times
import { parseArgs } from 'node:util';
import { levelGroups, levels } from './support/levels.mjs';
import { prepare } from './support/prepare.mjs';

/** @typedef {import('./support/levels.mjs').Counts & { name: string, seconds: number }} LevelResult */

/** So many lines of a message are printed again at the end. */
const failureLines = 12;

const isContinuousIntegration = !['', '0', 'false', undefined].includes(process.env['CI']);

/** @returns {string[]} */
function wantedLevels() {
  const { values } = parseArgs({ options: { level: { type: 'string', multiple: true } } });
  const given = values.level ?? Object.keys(levels);
  const named = given.flatMap((name) => levelGroups[/** @type {keyof typeof levelGroups} */ (name)] ?? [name]);
  const wanted = [...new Set(named)]; // a group may be named beside its members
  const unknown = wanted.find((name) => !(name in levels));
  if (unknown !== undefined)
    throw new Error(`There is no level "${unknown}". The levels: ${Object.keys(levels).join(', ')}.`);
  return wanted;
}

/**
 * @param {string} name
 * @returns {Promise<LevelResult>}
 */
async function runLevel(name) {
  console.log(`\n── ${name} ──`);
  const start = Date.now();
  const counts = await levels[name]?.().catch((/** @type {unknown} */ error) => {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0, note: error instanceof Error ? error.message : String(error) };
  });
  const result = {
    name,
    seconds: (Date.now() - start) / 1000,
    ...strict(counts ?? { passed: 0, failed: 0, skipped: 0 }),
  };
  if (result.note !== undefined) console.log(`\n!!! ${name}: ${result.note}`);
  return result;
}

/**
 * A level that ran nothing has failed. One that can't run on this machine is skipped, but not in continuous integration.
 * @param {import('./support/levels.mjs').Counts} counts
 */
function strict(counts) {
  if (counts.passed + counts.failed > 0) return counts;
  if (counts.skipped > 0 && !isContinuousIntegration) return counts;
  return { ...counts, failed: 1, note: counts.note ?? 'No test was run.' };
}

/** @param {readonly LevelResult[]} results */
function printTable(results) {
  console.log('\nlevel     passed  failed  skipped  seconds');
  for (const { name, passed, failed, skipped, seconds, note } of results) {
    const cells = [
      String(passed).padStart(6),
      String(failed).padStart(6),
      String(skipped).padStart(7),
      seconds.toFixed(1).padStart(7),
    ];
    console.log(`${name.padEnd(8)}  ${cells.join('  ')}${note === undefined ? '' : `  ${note}`}`);
  }
}

/**
 * Once more, where it is found: at the end of a long log.
 * @param {readonly LevelResult[]} results
 */
function printFailures(results) {
  for (const { name, failures = [] } of results) {
    for (const { test, message } of failures) {
      const lines = message.trim().split('\n').slice(0, failureLines);
      console.log(`\n✗ ${name}: ${test}\n  ${lines.join('\n  ')}`);
    }
  }
}

/** @param {readonly LevelResult[]} results */
function printSum(results) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of results) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}

/** @type {LevelResult[]} */
const results = [];
try {
  const wanted = wantedLevels();
  const start = Date.now();
  await prepare();
  console.log(`Prepared in ${((Date.now() - start) / 1000).toFixed(1)} s.`);
  for (const name of wanted) results.push(await runLevel(name));
} catch (error) {
  const note = error instanceof Error ? error.message : String(error);
  console.error(note);
  results.push({ name: 'prepare', seconds: 0, passed: 0, failed: 1, skipped: 0, note });
}
printFailures(results);
printTable(results);
printSum(results);
