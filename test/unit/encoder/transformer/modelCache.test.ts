import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { modelAddress } from '../../../../src/engine/encoder/transformer/modelAddress';
import { findModel, isModelName, modelCacheFolder } from '../../../../src/engine/encoder/transformer/modelCache';
import { newFolder } from '../../../support/folders';

afterEach(() => vi.unstubAllEnvs());

it('fetched models are where the system keeps caches', () => {
  const place = (platform: NodeJS.Platform, env: Record<string, string>): string =>
    modelCacheFolder({ platform, env, home: '/home/ann' });
  expect(place('linux', {})).toBe('/home/ann/.cache/grove/models');
  expect(place('linux', { XDG_CACHE_HOME: '/big/cache' })).toBe('/big/cache/grove/models');
  expect(place('linux', { XDG_CACHE_HOME: 'relative' })).toBe('/home/ann/.cache/grove/models');
  expect(place('darwin', {})).toBe('/home/ann/Library/Caches/grove/models');
  expect(place('win32', { LOCALAPPDATA: '/local' })).toBe('/local/grove/models');
  expect(place('win32', {})).toBe('/home/ann/AppData/Local/grove/models');
});

it('a name never leads out of the cache', () => {
  for (const name of ['minilm', 'org/mini-lm.v2', '模型/小']) expect(isModelName(name), name).toBe(true);
  for (const name of ['', '.', '..', '../x', 'a/../b', '/a', 'a/', 'a//b', 'C:\\x', 'a\\b', '.hidden', 'a'.repeat(201)])
    // prettier-ignore
    expect(isModelName(name), name).toBe(false);
});

it('a model is a folder, or else a name in the cache', async () => {
  const cache = newFolder();
  vi.stubEnv('XDG_CACHE_HOME', cache);
  const fetched = path.join(modelCacheFolder(), 'org', 'mini');
  fs.mkdirSync(fetched, { recursive: true });
  expect(await findModel('org/mini')).toBe(fetched);
  expect(await findModel(cache)).toBe(cache);
  expect(await findModel('org/none')).toBe(path.resolve('org/none'));
  expect(await findModel('../mini')).toBe(path.resolve('../mini'));
});

it.each([
  ['a page', 'https://hub.example.org/org/mini/', '', 'org/mini', ['org/mini/resolve/v2/', 'org/mini/']],
  ['a page of files', 'https://hub.example.org/org/mini/tree/v1', '', 'org/mini', ['org/mini/resolve/v1/']],
  ['a plain folder', 'https://hub.example.org/a/b/c?x#y', '', 'b/c', ['a/b/c/resolve/v2/', 'a/b/c/']],
  ['a name', 'org/mini', 'https://hub.example.org/', 'org/mini', ['org/mini/resolve/v2/', 'org/mini/']],
])('an address is understood: %s', (_, given, base, name, folders) => {
  const address = modelAddress(given, base, 'v2');
  expect(address.name).toBe(name);
  expect(address.folders.map(({ href }) => href)).toEqual(folders.map((folder) => `https://hub.example.org/${folder}`));
});

it('an address is refused that names no model, and a name without a base', () => {
  expect(() => modelAddress('https://hub.example.org/', '', 'main')).toThrow(/names no model/);
  expect(() => modelAddress('org/mini', '', 'main')).toThrow(/--base-url/);
  expect(() => modelAddress('../mini', 'https://hub.example.org', 'main')).toThrow(/neither an address nor the name/);
});
