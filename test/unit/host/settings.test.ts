import fs from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { settings } from '../../../src/host/contributions';
import { defaultOptions, type OptionName, optionDescriptions, optionSchemas } from '../../../src/shared/options';

interface Setting {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly description: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8')) as {
  contributes: { configuration: { properties: Record<string, Setting> } };
};
const english = JSON.parse(fs.readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const { properties } = manifest.contributes.configuration;
const names = Object.keys(optionSchemas) as OptionName[];
const accepts = (name: OptionName, value: unknown): boolean => v.safeParse(optionSchemas[name], value).success;

it('there is a setting for every option, and for nothing that is not known', () => {
  const known = [...names, ...Object.values(settings)].map((name) => `grove.${name}`);
  expect(Object.keys(properties).sort()).toEqual(known.sort());
});

describe.each(names)('grove.%s', (name) => {
  const setting = properties[`grove.${name}`]!;

  it('has the default and the description of the option', () => {
    expect(setting.default).toEqual(defaultOptions[name]);
    expect(setting.description).toBe(`%setting.${name}%`);
    expect(english[`setting.${name}`]).toBe(optionDescriptions[name]);
  });

  it('offers the values of the option, each with a description', () => {
    const { wrapped } = optionSchemas[name];
    const values = wrapped.type === 'picklist' ? [...wrapped.options] : undefined;
    expect(setting.enum).toEqual(values);
    expect(setting.enumDescriptions?.length).toBe(values?.length);
    for (const key of setting.enumDescriptions ?? []) expect(english[key.slice(1, -1)]).toBeDefined();
  });

  it('has the range of the option', () => {
    const { wrapped } = optionSchemas[name];
    const isNumber = ['number', 'integer'].some((type) => setting.type === type || setting.type.includes(type));
    expect(isNumber).toBe(wrapped.type === 'number' || wrapped.type === 'union');
    if (!isNumber) return;
    const { minimum = Number.NaN, maximum = Number.NaN } = setting;
    expect([minimum, maximum].map((value) => accepts(name, value))).toEqual([true, true]);
    expect([minimum - 1, maximum + 1].map((value) => accepts(name, value))).toEqual([false, false]);
    if (setting.type === 'integer') expect(accepts(name, minimum + 0.5)).toBe(false);
  });
});

it('the number of clusters as text is what the option takes', () => {
  const pattern = new RegExp(properties['grove.clusters']!.pattern!);
  for (const text of ['auto', '1', '12', '99999', '100000', '0', '100001', '1.5', 'many', '']) {
    const value = text === 'auto' ? text : Number(text === '' ? Number.NaN : text);
    expect(pattern.test(text), text).toBe(accepts('clusters', value));
  }
});
