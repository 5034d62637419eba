import { expect, it } from 'vitest';
import { markdownLink } from '../../../src/host/workspace/links';

it('links are relative to where they stand, with spaces and brackets kept whole', () => {
  expect(markdownLink('Tides', { file: '/notes/sea/tides.md' }, '/notes/sky')).toBe('[Tides](../sea/tides.md)');
  expect(markdownLink('A b', { file: '/notes/a (b).md' }, '/notes')).toBe('[A b](<a (b).md>)');
  expect(markdownLink('A', { file: '/notes/a.md' }, undefined)).toBe('[A](/notes/a.md)');
});

it('what a title or a name holds is no Markdown', () => {
  expect(markdownLink('[x](y)\n*z*', { file: '/n/a.md' }, '/n')).toBe('[\\[x\\](y) \\*z\\*](a.md)');
  expect(markdownLink('t', { file: '/n/a>b 50%.md' }, '/n')).toBe('[t](<a%3Eb 50%25.md>)');
});
