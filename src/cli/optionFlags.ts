import fs from 'node:fs';
import type * as v from 'valibot';
import { GroveError, messageOf } from '../shared/errors';
import { defaultOptions, flagOf, optionDescriptions, type OptionName, optionSchemas } from '../shared/options';

/** A command-line flag made from an option's schema. */
export interface Flag {
  readonly name: OptionName;
  /** As commander writes it: '--clusters <number|auto>'. */
  readonly syntax: string;
  readonly description: string;
  readonly choices: readonly string[] | undefined;
  /** Turns the text given into the option's value; the schema checks it afterwards. */
  readonly parse: (text: string) => unknown;
}

/** One flag for every clustering option. */
export function clusterFlags(): Flag[] {
  return (Object.keys(optionSchemas) as OptionName[]).map((name) => {
    const schema: v.GenericSchema = optionSchemas[name].wrapped;
    const choices = 'options' in schema && schema.type === 'picklist' ? (schema.options as string[]) : undefined;
    const value = defaultOptions[name];
    const shown = Array.isArray(value) || value === '' ? '' : ` (default: ${String(value)})`;
    const list = choices ? ` One of ${choices.join(', ')}.` : '';
    return {
      name,
      syntax: `--${flagOf(name)} <${placeholder(name, schema)}>`,
      description: `${optionDescriptions[name]}${list}${shown}`,
      choices,
      parse: parserOf(schema),
    };
  });
}

function placeholder(name: OptionName, schema: v.GenericSchema): string {
  if (name === 'wordVectors') return 'file';
  if (name === 'model') return 'dir';
  if (name === 'views') return 'names';
  if (schema.type === 'array') return 'words|@file';
  if (schema.type === 'union') return 'number|auto';
  return schema.type === 'number' ? 'number' : 'value';
}

function parserOf(schema: v.GenericSchema): (text: string) => unknown {
  if (schema.type === 'array') return wordList;
  if (schema.type === 'number') return Number;
  if (schema.type === 'union') return (text) => (text === 'auto' ? text : Number(text));
  return (text) => text;
}

/** 'a,b' → a list of words; '@file' → the words of a file, one a line. */
function wordList(text: string): string[] {
  if (!text.startsWith('@')) return text.split(',').map((word) => word.trim());
  const file = text.slice(1);
  try {
    return fs.readFileSync(file, 'utf8').split(/\r?\n/).map((word) => word.trim()).filter((word) => word !== ''); // prettier-ignore
  } catch (error) {
    throw new GroveError('bad-input', `The list of stop words ${file} can't be read: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}
