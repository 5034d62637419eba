import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { stages } from '../../../src/shared/progress';
import { formatCount, t, useTranslations } from '../../../webview-ui/strings';

/** Every text that the page's sources give to t(). */
function pageStrings(): Set<string> {
  const strings = new Set<string>(stages); // the report translates the names of stages
  const files = fs
    .readdirSync('webview-ui', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file));
  for (const file of files) {
    const text = fs.readFileSync(path.join('webview-ui', file), 'utf8');
    const pending: ts.Node[] = [
      ts.createSourceFile(
        file,
        text,
        ts.ScriptTarget.Latest,
        true,
        file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
      ),
    ];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't')
        for (const literal of literalsOf(node.arguments[0]!)) strings.add(literal);
      ts.forEachChild(node, (child) => void pending.push(child));
    }
  }
  return strings;
}

function literalsOf(argument: ts.Expression): string[] {
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isConditionalExpression(argument))
    return [...literalsOf(argument.whenTrue), ...literalsOf(argument.whenFalse)];
  return [];
}

test('every string of the page has a Chinese translation with the same placeholders', () => {
  const bundle = JSON.parse(fs.readFileSync('l10n/bundle.l10n.zh-cn.json', 'utf8')) as Record<string, string>;
  const strings = pageStrings();
  expect(strings.size).toBeGreaterThan(60);
  expect([...strings].filter((english) => (bundle[english] ?? '').trim() === '')).toEqual([]);
  const placeholders = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).sort();
  for (const english of strings) expect(placeholders(bundle[english]!), english).toEqual(placeholders(english));
});

test('t fills placeholders in the translation, and leaves English where there is none', () => {
  useTranslations({ '{0} of {1}': '{1} 之 {0}' });
  expect(t('{0} of {1}', 3, 12_345)).toBe('12,345 之 3');
  expect(t('{0} clusters', 4)).toBe('4 clusters');
  expect(t('{0} and {1}', '$&')).toBe('$& and {1}');
  useTranslations({});
  expect(formatCount(0.123456)).toBe('0.123');
});
