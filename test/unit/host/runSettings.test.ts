import { describe, expect, it } from 'vitest';
import {
  analysisFolderName,
  changedOptions,
  excludedPatterns,
  isTableFile,
} from '../../../src/host/workspace/runSettings';
import { defaultOptions } from '../../../src/shared/options';

describe('changedOptions', () => {
  const reading = (changes: Record<string, unknown>) => (name: string) =>
    name in changes ? changes[name] : defaultOptions[name as keyof typeof defaultOptions];

  it('is empty where every setting has its default', () => {
    expect(changedOptions(reading({}))).toEqual({});
  });

  it('has what was changed, with the number of clusters as a number', () => {
    const changes = { algorithm: 'kmeans', clusters: ' 12', stopWords: ['foo'] };
    expect(changedOptions(reading(changes))).toEqual({ algorithm: 'kmeans', clusters: 12, stopWords: ['foo'] });
    expect(changedOptions(reading({ clusters: 7 }))).toEqual({ clusters: 7 });
    expect(changedOptions(reading({ clusters: 'auto' }))).toEqual({});
  });

  it('hands a wrong value on, for the engine to refuse with its reason', () => {
    expect(changedOptions(reading({ clusters: 'many' }))).toEqual({ clusters: 'many' });
  });
});

it('takes the patterns of files.exclude that are on and unconditional', () => {
  expect(excludedPatterns({ '**/.git': true, '**/out': false, '**/*.js': { when: '$(basename).ts' } })).toEqual([
    '**/.git',
  ]);
});

it('knows the table files of the contract', () => {
  const names = ['a.csv', 'a.TSV', 'a.jsonl', 'a.parquet', 'a.csv.gz', 'a.txt', 'a.gz', 'csv', 'a.csv.bak'];
  expect(names.filter(isTableFile)).toEqual(['a.csv', 'a.TSV', 'a.jsonl', 'a.parquet', 'a.csv.gz']);
});

it('makes folder names that every file system takes', () => {
  expect(analysisFolderName('Field notes: “2026”/a?b', 'f00')).toBe('field-notes-2026-a-b-f00');
  expect(analysisFolderName('田野笔记', 'f00')).toBe('田野笔记-f00');
  expect(analysisFolderName('///', 'f00')).toBe('f00');
  expect(analysisFolderName('x'.repeat(300), 'f00')).toHaveLength(44);
});
