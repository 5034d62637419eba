import fs from 'node:fs';
import fsp from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { launchBrowser } from './browser';
import { startServer } from './codeServer/server';
import { openWorkbench } from './workbench';

/** What the suite inside the extension host writes when it is over (test/host/suite/index.ts). */
export interface HostSuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly tests: readonly {
    title: string;
    state: 'passed' | 'failed' | 'skipped';
    milliseconds?: number;
    error?: string;
  }[];
}

export interface HostSuiteCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly note?: string;
  readonly failures?: readonly { readonly test: string; readonly message: string }[];
}

const timeoutMs = 10 * 60_000;

/** The environment variables through which a runner and the suite in the extension host know each other. */
export const hostSuiteVariables = { result: 'GROVE_TEST_RESULT' } as const;

const suiteEntry = 'test/host/suite/index.ts';

/** Bundles the suite, or another module with a `run`, into one CommonJS file that the extension host can load. */
export async function buildHostSuite(entry = suiteEntry): Promise<string> {
  const outfile = path.resolve('out/hostSuite/index.cjs');
  await esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** Runs the suite in the extension host of a real VS Code and prints each test. */
export async function runHostSuite(): Promise<HostSuiteCounts> {
  const { result, exitCode, said } = await runInExtensionHost<HostSuiteResult>(suiteEntry);
  return countHostSuite(result, exitCode, said);
}

/** How a module's `run` in the extension host ended. */
export interface HostRun<Result> {
  /** What it wrote to the file that GROVE_TEST_RESULT names. */
  readonly result: Result | undefined;
  /** Undefined when it did not end in time. */
  readonly exitCode: number | undefined;
  /** What the extension host printed. */
  readonly said: readonly string[];
}

/** Runs a module in the extension host of a real VS Code that has a copy of the samples open. */
export async function runInExtensionHost<Result>(entry: string): Promise<HostRun<Result>> {
  const suite = await buildHostSuite(entry);
  const temporary = await fsp.mkdtemp(path.join(os.tmpdir(), 'grove-host-suite-'));
  const resultFile = path.join(temporary, 'result.json');
  const workspace = path.join(temporary, 'workspace');
  await fsp.cp('media/samples', workspace, { recursive: true });
  const env = { [hostSuiteVariables.result]: resultFile, XDG_CACHE_HOME: path.join(temporary, 'cache') };
  const server = await startServer({ testDriver: true, env });
  const browser = await launchBrowser();
  const said: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    const exitCode = await new Promise<number | undefined>((resolve, reject) => {
      timer = setTimeout(() => resolve(undefined), timeoutMs);
      const uri = (file: string): string => `vscode-remote://${server.authority}${path.resolve(file)}`;
      openWorkbench(browser, server, workspace, {
        payload: [
          ['extensionDevelopmentPath', uri('.')],
          ['extensionTestsPath', uri(suite)],
        ],
        prepare: async (page) => {
          page.once('crash', () => reject(new Error('The browser page crashed.')));
          await page.exposeFunction('codeAutomationExit', resolve);
          await page.exposeFunction('codeAutomationLog', (_type: string, words: unknown[]) =>
            said.push(words.join(' ')),
          );
        },
      }).catch(reject);
    });
    const result = fs.existsSync(resultFile)
      ? (JSON.parse(await fsp.readFile(resultFile, 'utf8')) as Result)
      : undefined;
    return { result, exitCode, said };
  } finally {
    clearTimeout(timer);
    await browser.close();
    await server.stop();
    await fsp.rm(temporary, { recursive: true, force: true });
  }
}

/**
 * Prints the suite's tests and counts them. The exit code alone lies (a test that ends the process gives 0), and so does
 * a result alone, so both must agree.
 */
export function countHostSuite(
  result: HostSuiteResult | undefined,
  exitCode: number | undefined,
  said: readonly string[],
): HostSuiteCounts {
  for (const { title, state, milliseconds, error } of result?.tests ?? []) {
    const mark = { passed: '✓', failed: '✗', skipped: '-' }[state];
    console.log(` ${mark} ${title}${milliseconds === undefined ? '' : ` ${milliseconds}ms`}`);
    if (error !== undefined) console.log(`     ${error.replaceAll('\n', '\n     ')}`);
  }
  if (result === undefined || (exitCode !== 0 && result.failed === 0)) {
    console.log(`The extension host said last:\n${said.slice(-20).join('\n')}`);
    const end = exitCode === undefined ? 'did not end in time' : `ended with code ${exitCode}`;
    return {
      passed: result?.passed ?? 0,
      failed: 1,
      skipped: result?.skipped ?? 0,
      note: `The extension host ${end}.`,
    };
  }
  const failures = result.tests.flatMap(({ title, state, error = '' }) => (state === 'failed' ? [{ test: title, message: error }] : [])); // prettier-ignore
  return { passed: result.passed, failed: result.failed, skipped: result.skipped, failures };
}
