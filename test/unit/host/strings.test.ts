import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const read = (file: string): Record<string, string> =>
  JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>;
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\d+\}/g))].sort();

describe('strings of the host', () => {
  const sources = fs
    .readdirSync('src/host', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => fs.readFileSync(path.join('src/host', file), 'utf8'));
  const chinese = read('l10n/bundle.l10n.zh-cn.json');
  const calls = sources.flatMap((source) =>
    [...source.matchAll(/l10n\.t\(\s*/g)].map(({ index, 0: call }) => source.slice(index + call.length)),
  );
  const strings = calls.map((rest) => /^'((?:[^'\\]|\\.)*)'/.exec(rest)?.[1]);

  it('are literals, so that they can be collected', () => {
    expect(strings.length).toBeGreaterThan(50);
    expect(strings.filter((string) => string === undefined)).toEqual([]);
  });

  it('are all translated to Chinese, with the same placeholders', () => {
    expect(strings.filter((string) => !chinese[string ?? '']?.trim())).toEqual([]);
    for (const string of strings) expect(placeholders(chinese[string!]!), string).toEqual(placeholders(string!));
  });
});

describe('strings of package.json', () => {
  const english = read('package.nls.json');
  const chinese = read('package.nls.zh-cn.json');
  const used = [...fs.readFileSync('package.json', 'utf8').matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key!);

  it('are all there, in both languages, and all used', () => {
    expect(Object.keys(english).sort()).toEqual([...new Set(used)].sort());
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
    expect(Object.values({ ...english, ...chinese }).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('have the same commands behind the links', () => {
    const links = (text: string): string[] => text.match(/\(command:[\w.]+\)/g) ?? [];
    for (const [key, text] of Object.entries(english)) expect(links(chinese[key]!), key).toEqual(links(text));
  });
});
