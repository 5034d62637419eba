import { createHash } from 'node:crypto';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { htmlReport } from '../../../src/engine/storage/htmlReport';
import { makePageData } from '../../support/pageData';

const hostile = '</script><script>alert(1)</script><!-- \u2028\u2029 & " \' <style>';
const made = makePageData(12, 3);
const data = {
  ...made,
  analysis: { ...made.analysis, name: `</title>${hostile}` },
  documents: { ...made.documents, title: made.documents.title.map(() => hostile) },
};
const assets = {
  script: `const a = '</script>', b = '<!--';\n//# sourceMappingURL=main.js.map`,
  style: 'a { color: red }',
  translations: { zh: { Map: hostile } },
};
const html = htmlReport(data, assets);

test('what documents say never becomes markup, and comes back as it was', () => {
  const scripts = html.match(/<script/gi) ?? [];
  expect(scripts.length).toBe(3); // translations, data and the page's own
  expect(html.match(/<\/script/gi)?.length).toBe(3);
  expect(html).not.toContain('<!--');
  const json = /<script type="application\/json" id="grove-data">(.*?)<\/script>/s.exec(html)![1]!;
  const read = JSON.parse(json) as { documents: { title: string[]; cluster: { $: string; base64: string } } };
  expect(read.documents.title[3]).toBe(hostile);
  expect(read.documents.cluster.$).toBe('Int32Array');
  const bytes = Buffer.from(read.documents.cluster.base64, 'base64');
  expect(Array.from(new Int32Array(bytes.buffer, bytes.byteOffset, 12))).toEqual(Array.from(made.documents.cluster));
  expect(html).toContain('<title>&#60;/title&#62;&#60;/script&#62;');
});

test('the policy allows exactly the inlined script and style, and no network', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
  const script = /<script>(.*)<\/script>/s.exec(html)![1]!;
  const style = /<style>(.*?)<\/style>/s.exec(html)![1]!;
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect(policy).toContain(`script-src ${hash(script)}`);
  expect(policy).toContain(`style-src ${hash(style)}`);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(script).not.toContain('sourceMappingURL');
  expect(vm.runInNewContext(`${script}; a + b`)).toBe('</script><!--');
});
