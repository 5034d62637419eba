import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadNative } from '../../../src/engine/autoencoder/nativeTensorflow';
import { newFolder, writeFiles } from '../../support/folders';

const modules = path.resolve(__dirname, '../../../node_modules/@tensorflow');
/** What tfjs-node is to whoever requires it, with another backend behind it. */
const working = `
  const util = require('util');
  if (!util.isNullOrUndefined(undefined) || !util.isArray([])) throw new Error('util is not what it was');
  require(${JSON.stringify(path.join(modules, 'tfjs-backend-cpu'))});
  const core = require(${JSON.stringify(path.join(modules, 'tfjs-core'))});
  module.exports = { ...core };`;

let home: string;
beforeEach(() => {
  home = newFolder();
  vi.stubEnv('HOME', home).stubEnv('USERPROFILE', home);
});
afterEach(() => vi.unstubAllEnvs());

function install(main: string): void {
  writeFiles(home, {
    'node_modules/@tensorflow/tfjs-node/package.json': '{"name":"@tensorflow/tfjs-node","main":"index.js"}',
    'node_modules/@tensorflow/tfjs-node/index.js': main,
  });
}

describe('native TensorFlow', () => {
  it('is taken from the home folder, with what Node has lost put back', async () => {
    install(working);
    const tf = await loadNative();
    expect(Array.from(tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1).dataSync()))).toEqual([2, 3]);
  });

  it.each([
    ['is not installed', undefined, /tfjs-node is not installed/],
    ['throws when it is loaded', 'throw new Error("libtensorflow.so.2: cannot open shared object file");', /can't be loaded: libtensorflow\.so\.2: cannot open/], // prettier-ignore
    ['takes its process with it', 'process.kill(process.pid, "SIGKILL"); for (;;);', /crashed when it was loaded \(SIGKILL\)/], // prettier-ignore
    ['ends its process', 'process.exit(3);', /crashed when it was loaded \(3\)/],
    ['computes wrongly', `${working} module.exports.matMul = () => core.zeros([2, 2]);`, /it computes wrongly/],
    ['is too old', `${working} module.exports.version_core = '1.7.4';`, /version 1\.7\.4 is too old; 4\.0 or newer/],
    ['has no version', `${working} delete module.exports.version_core;`, /version unknown is too old/],
    ['lacks a function', `${working} delete module.exports.customGrad;`, /it has no function customGrad/],
  ])('that %s is refused with the reason', async (_, main, reason) => {
    if (main !== undefined) install(main);
    await expect(loadNative()).rejects.toThrow(reason);
  });
});
