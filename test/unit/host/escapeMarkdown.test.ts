import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeMarkdown } from '../../../src/host/views/escapeMarkdown';

it.each([
  ['[click](command:evil)', '\\[click\\]\\(command\\:evil\\)'],
  ['<img src=x onerror=y>', '&lt;img src\\=x onerror\\=y\\>'],
  ['a\n\n# heading', 'a \\# heading'],
  ['www.example.org &amp; ![](http://x)', 'www\\.example\\.org &amp;amp; \\!\\[\\]\\(http\\://x\\)'],
  ['$(trash) **bold** `code`', '\\$\\(trash\\) \\*\\*bold\\*\\* \\`code\\`'],
  ['普通文字', '普通文字'],
])('%s shows as it is', (text, markdown) => {
  expect(escapeMarkdown(text)).toBe(markdown);
});

it('every mark is escaped, and undoing the escapes gives the text back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const markdown = escapeMarkdown(text);
      const plain = markdown
        .replace(/\\([\p{P}\p{S}])/gu, '$1')
        .replace(/&lt;/g, '<')
        .replace(/&amp;/g, '&');
      expect(plain).toBe(text.replace(/\s+/g, ' ').trim());
      expect(markdown.replace(/\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[\\`*_{}[\]()#!|~<>$]/);
    }),
  );
});
