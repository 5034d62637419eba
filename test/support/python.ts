import { execFileSync, spawnSync } from 'node:child_process';

/** The Python that the tests use where there is one: GROVE_TEST_PYTHON, else python3. Grove itself never needs it. */
const python = process.env['GROVE_TEST_PYTHON'] ?? 'python3';

/** Why Python can't be used for a test, or undefined where it has all the modules. */
export function whyNoPython(modules: readonly string[]): string | undefined {
  const { error, status } = spawnSync(python, ['-c', `import ${modules.join(', ')}`]);
  if (error === undefined && status === 0) return undefined;
  const lacking = error === undefined ? `lacks one of ${modules.join(', ')}` : 'does not start';
  return `${python} ${lacking} (GROVE_TEST_PYTHON names another)`;
}

/** What a script prints, as JSON. */
export function runPython(script: string, parameters: readonly string[]): unknown {
  return JSON.parse(execFileSync(python, [script, ...parameters], { encoding: 'utf8', maxBuffer: 1 << 26 }));
}
