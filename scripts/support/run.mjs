// @ts-check
import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/** A command that ended with something else than 0. */
export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {number} exitCode
   * @param {string} output
   */
  constructor(command, exitCode, output) {
    super(`"${command}" ended with exit code ${exitCode}.`);
    this.exitCode = exitCode;
    this.output = output;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the checkout
 * @property {NodeJS.ProcessEnv} [env] added to the environment
 * @property {boolean} [quiet] collects the output instead of showing it
 * @property {number} [timeoutMs] ends the command after this time
 */

/**
 * Runs a command to its end and answers with what it wrote to stdout (when quiet). Throws CommandFailed.
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {RunOptions} [options]
 * @returns {Promise<string>}
 */
export function run(command, parameters, { cwd = root, env = {}, quiet = false, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    const stdout = /** @type {string[]} */ ([]);
    const output = /** @type {string[]} */ ([]);
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout.push(text);
      output.push(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => output.push(text));
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(stdout.join(''));
      else
        reject(
          new CommandFailed(
            [command, ...parameters].join(' '),
            code ?? (signal === 'SIGINT' ? 130 : 1),
            output.join(''),
          ),
        );
    });
  });
}

/**
 * Runs a file under this Node.
 * @param {string} file
 * @param {readonly string[]} parameters
 * @param {RunOptions} [options]
 */
export const runNode = (file, parameters, options) => run(process.execPath, [file, ...parameters], options);

/**
 * @param {readonly string[]} parameters
 * @param {RunOptions} [options]
 */
export const runNpm = (parameters, options) => run('npm', parameters, options);
