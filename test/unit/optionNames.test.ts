import { expect, it } from 'vitest';
import { parseOptions, parseSourceOptions } from '../../src/engine/pipeline';
import { silentContext } from '../../src/engine/runContext';

const inSettings = { ...silentContext, nameOption: (name: string) => `grove.${name}` };

it('a wrong option is named as the person knows it', () => {
  const options = { maxFileSizeMB: -1 };
  expect(() => parseOptions(options, silentContext)).toThrow(/^The option --max-file-size-mb is wrong/);
  expect(() => parseOptions(options, inSettings)).toThrow(/^The option grove\.maxFileSizeMB is wrong/);
  expect(() => parseOptions({ stopWords: ['a', 1] }, inSettings)).toThrow(/grove\.stopWords\.1 is wrong/);
  expect(() => parseSourceOptions({ textColumn: 1 }, silentContext)).toThrow(/--text-column is wrong/);
});
