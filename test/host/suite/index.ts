import fs from 'node:fs';
import Mocha from 'mocha';
import type { HostSuiteResult } from '../../support/hostSuite';

type SuiteTest = HostSuiteResult['tests'][number];

/**
 * The extension host calls this. The runner learns the outcome from the JSON file that GROVE_TEST_RESULT names; a
 * rejection tells VS Code of a failure.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, reporter: Mocha.reporters.Base });
  mocha.suite.emit('pre-require', globalThis, 'suite', mocha); // makes describe and it global, for the modules below
  await import('./activation.test');
  await import('./clustering.test');
  await import('./views.test');
  await import('./cut.test');
  await import('./edits.test');
  await import('./reveal.test');
  await import('./severalAnalyses.test');
  await import('./dailyUse.test');
  await import('./languageModelTools.test');
  await import('./nameClusters.test');
  await import('./changedFiles.test');
  await import('./tags.test');
  await import('./frontMatter.test');
  await import('./learnFromTags.test');
  await import('./tune.test');
  await import('./fetchModel.test');
  await import('./compareAnalyses.test');
  await import('./savePicture.test');
  await import('./faults.test');
  await import('./damage.test');
  const tests: SuiteTest[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', (test) =>
      tests.push({ title: test.fullTitle(), state: 'passed', milliseconds: test.duration ?? 0 }),
    );
    runner.on('fail', (test, error: unknown) =>
      tests.push({ title: test.fullTitle(), state: 'failed', error: textOf(error) }),
    );
    runner.on('pending', (test) => tests.push({ title: test.fullTitle(), state: 'skipped' }));
  });
  const count = (state: SuiteTest['state']): number => tests.filter((test) => test.state === state).length;
  const result: HostSuiteResult = {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    tests,
  };
  const file = process.env['GROVE_TEST_RESULT'];
  if (file === undefined) throw new Error('GROVE_TEST_RESULT does not name the file for the result.');
  fs.writeFileSync(file, JSON.stringify(result));
  if (result.failed > 0) throw new Error(`${result.failed} tests failed.`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
