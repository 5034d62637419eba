// @ts-check
// npm run test:desktop: the tests inside the extension host, in the desktop VS Code that @vscode/test-electron downloads.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadTypeScript } from './support/loadTypeScript.mjs';
import { inRoot, root } from './support/paths.mjs';
import { prepare } from './support/prepare.mjs';

await prepare();
const { buildHostSuite, countHostSuite, hostSuiteVariables } = await loadTypeScript('test/support/hostSuite.ts');
const { runTests } = await import('@vscode/test-electron');
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-host-suite-'));
const resultFile = path.join(temporary, 'result.json');
const workspace = path.join(temporary, 'workspace');
let exitCode = 1;
try {
  fs.cpSync(inRoot('media/samples'), workspace, { recursive: true });
  exitCode = await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: await buildHostSuite(),
    extensionTestsEnv: { [hostSuiteVariables.result]: resultFile },
    launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${path.join(temporary, 'user-data')}`],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
const result = fs.existsSync(resultFile) ? JSON.parse(fs.readFileSync(resultFile, 'utf8')) : undefined;
const counts = countHostSuite(result, exitCode, []);
fs.rmSync(temporary, { recursive: true, force: true });
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
