import { describe, expect, it } from 'vitest';
import { readProse, type MarkupKind } from '../../../../src/engine/corpus/markup/prose';

const paragraphs = (kind: MarkupKind, source: string): string[] => readProse(kind, source).text.split(/\n\n/);

describe('plain text', () => {
  it('stays as it is, with line ends of one kind', () => {
    const mail = 'From: me\nSubject: *hello*\n\n> quoted <b>\n  indented';
    expect(readProse('plain', `\n${mail.replaceAll('\n', '\r\n')}\r\n`)).toEqual({ text: mail });
  });
});

describe('Markdown', () => {
  it('reads front matter', () => {
    const prose = readProse(
      'markdown',
      '---\ntitle: "A: b"\ndate: 2021-05-03\ncategory: [x, y]\n---\n# Heading\nBody.',
    );
    expect(prose).toEqual({
      title: 'A: b',
      date: '2021-05-03',
      label: 'x',
      fields: { title: 'A: b', date: '2021-05-03', category: 'x' },
      text: 'Heading\n\nBody.',
    });
    expect(readProse('markdown', '---\ntags: [grove/stars, sky]\n---\nBody.').fields).toEqual({ tags: 'sky' });
    expect(readProse('markdown', '+++\ntitle = "T"\nlabel = "l"\n+++\nBody.')).toMatchObject({
      title: 'T',
      label: 'l',
    });
    const toml = `# Hugo
title = 'It''s' # a literal string ends here
draft = false
weight = 9007199254740993
date = 1979-05-27T07:32:00-08:00
published = 1979-05-27
tags = [
  "grove/stars", # ours
  "sky",
]
categories = ["sky at night", "other"]
[extra]
title = "Not this"
`;
    expect(readProse('markdown', `+++\n${toml}+++\nBody.`).fields).toEqual({});
    expect(readProse('markdown', `+++\n${toml.replace("'It''s'", '"It\\u0027s"')}+++\nBody.`)).toEqual({
      title: "It's",
      label: 'sky at night',
      date: '1979-05-27T07:32:00.000-08:00',
      fields: {
        title: "It's",
        draft: 'false',
        date: '1979-05-27T07:32:00.000-08:00',
        published: '1979-05-27',
        tags: 'sky',
        categories: 'sky at night',
      },
      text: 'Body.',
    });
    expect(readProse('markdown', '+++\ntitle = "T"\nlabel = no quotes\n+++\nBody.')).toMatchObject({ title: 'T', text: 'Body.' }); // prettier-ignore
    expect(readProse('markdown', '+++\n__proto__ = "x"\ntitle = [\n+++\nBody.').title).toBeUndefined();
    expect(readProse('markdown', '---\ntitle: [unclosed\n---\nBody.').text).toBe('Body.');
    expect(readProse('markdown', '---\na: *b\n---\nBody.')).toEqual({ fields: {}, text: 'Body.' });
    expect(readProse('markdown', '---\n\nJust a rule.\n\n---\n\nBody.').text).toBe('Just a rule.\n\nBody.');
  });

  it.each([
    ['**bold**, *it*, __b__, _i_, ~~gone~~, ***both***, ==mark==', 'bold, it, b, i, gone, both, mark'],
    ['**bold *nested* text**', 'bold nested text'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['a [link *text*](http://x.y/a_(b) "title"), a [ref][1], a [bare]', 'a link text, a ref, a [bare]'],
    ['![alt text](a.png) and [![badge](b.svg)](c)', 'alt text and badge'],
    ['[[Page]], [[Page|shown]], [[Page#Part]] ![[embedded.png]]', 'Page, shown, Page'],
    ['see <https://x.y> or `code *kept*` and \\*escaped\\*', 'see  or code *kept* and *escaped*'],
    ['AT&amp;T &lt;b&gt; &#233; &unknown; & co', 'AT&T <b> é &unknown; & co'],
    ['note[^1] and <b>tag</b> H<sub>2</sub>O', 'note and  tag  H 2 O'],
    ['[text](url)s, [text] (not a link)', 'texts, [text] (not a link)'],
  ])('%s', (source, expected) => {
    expect(readProse('markdown', source).text).toBe(expected);
  });

  it('drops code, comments, rules and link definitions, and glues no blocks', () => {
    const source = [
      'Title',
      '=====',
      'First.',
      '```js',
      'const x = 1;',
      '```',
      'Second.',
      '<!-- hidden',
      'too -->',
      '***',
      '- one',
      '- [x] two',
      '  goes on',
      '1. three',
      '> [!note] Quoted',
      '> ~~~',
      '> code',
      '> ~~~',
      '[1]: http://x.y "z"',
      '[^1]: A footnote.',
      '## Part ##',
      'Third.',
      '$$',
      'x^2',
      '$$',
    ].join('\n');
    const prose = readProse('markdown', source);
    expect(prose.title).toBe('Title');
    expect(prose.text.split('\n\n')).toEqual([
      'Title',
      'First.',
      'Second.',
      'one',
      'two\n  goes on',
      'three\nQuoted',
      'A footnote.',
      'Part',
      'Third.',
    ]);
  });

  it('keeps the cells of tables apart', () => {
    expect(paragraphs('markdown', '| Name | Age |\n|---|:-:|\n| Ann | 5 |')).toEqual(['Name · Age', 'Ann · 5']);
  });
});

describe('HTML', () => {
  it('drops what is not read, decodes references, separates blocks', () => {
    const source = `<!doctype html><html><head><title>A &amp; B</title><style>p{}</style>
      <meta name="date" content="2020-01-02"></head><body><nav><ul><li>Home</nav><script>if (a<b) {}</script>
      <h1>Head&shy;ing</h1><p>One
      <b>bold</b>word.<p>Two&nbsp;&#8212; caf&eacute;<br>line<template><p>no</template>
      <ul><li>a<li>b</ul><table><tr><td>x</td><td>y</td></tr><tr><td>z</td></tr></table><!-- no --></body></html>`;
    const prose = readProse('html', source);
    expect(prose.title).toBe('A & B');
    expect(prose.date).toBe('2020-01-02');
    expect(prose.text.replaceAll('\u00ad', '')).toBe(
      'Heading\n\nOne boldword.\n\nTwo\u00a0— café\nline\n\na\n\nb\n\nx · y\n\nz',
    );
    expect(prose.text).not.toContain('A & B');
  });

  it('takes the first heading where there is no title, and needs neither html nor body', () => {
    expect(readProse('html', '<h1>My <i>page</i></h1>text')).toMatchObject({
      title: 'My page',
      text: 'My page\n\ntext',
    });
    expect(readProse('html', 'just words')).toMatchObject({ text: 'just words' });
    expect(readProse('html', '<pre>a\n  b</pre>').text).toBe('a\n  b');
  });
});

describe('reStructuredText', () => {
  it('keeps prose and drops directives, comments, targets and literal blocks', () => {
    const source = [
      '==========',
      'My *Title*',
      '==========',
      ':author: somebody',
      '',
      'A ``literal``, **bold**, :ref:`text <target>`, :class:`~a.B`, `link <http://x>`_ and ref_.',
      '',
      '.. _target:',
      '.. a comment',
      '   that goes on',
      '',
      '.. code-block:: python',
      '   :linenos:',
      '',
      '   x = 1',
      '',
      '.. note:: Be careful',
      '   with this.',
      '',
      'Example::',
      '',
      '    dropped',
      '',
      'Part',
      '----',
      '- one',
      '- two',
      '',
      '.. [1] A footnote.',
    ].join('\n');
    const prose = readProse('restructuredText', source);
    expect(prose.title).toBe('My Title');
    expect(prose.text.split('\n\n')).toEqual([
      'My Title',
      'A literal, bold, text, a.B, link and ref.',
      'Be careful',
      'with this.',
      'Example:',
      'Part',
      'one',
      'two',
      'A footnote.',
    ]);
  });
});

describe('LaTeX', () => {
  it('keeps the body as prose', () => {
    const source = String.raw`\documentclass{article} % no
\usepackage[utf8]{inputenc}
\title[short]{On \emph{Trees}}
\begin{document}
\maketitle
\section*{Intro}\label{sec:a}
The caf\'e of G\"odel and \c{C}elik costs 5\% more~\cite[p.~3]{key}, or $x^2$ less. % comment
\textbf{Bold \textit{nested}} and \href{http://x}{a link}; see \ref{sec:a}.\footnote{Aside.}
\begin{equation}
 E = mc^2
\end{equation}
\begin{itemize}
\item One
\item Two -- three
\end{itemize}
\[ a + b \]
Last\\line.
\end{document}
ignored`;
    const prose = readProse('latex', source);
    expect(prose.title).toBe('On Trees');
    expect(prose.text.replace(/[^\S\n]+/g, ' ').split(/\s*\n\n\s*/)).toEqual([
      'Intro',
      'The café of Gödel and Çelik costs 5% more , or less. Bold nested and a link; see . Aside.',
      'One',
      'Two – three',
      'Last\nline.',
    ]);
  });

  it('reads a part without preamble, and lone dollar signs', () => {
    expect(readProse('latex', '\\chapter{Trees}\nIt costs 5\\$ or $6.\n\nMore.')).toEqual({
      title: 'Trees',
      text: 'Trees\n\nIt costs 5$ or 6.\n\nMore.',
    });
  });
});

describe('Org and AsciiDoc', () => {
  it('reads Org', () => {
    const source =
      '#+TITLE: My Org\n* TODO Part :tag:\n:PROPERTIES:\n:ID: 1\n:END:\n*bold* [[http://x][link]]\n#+begin_src\ncode\n#+end_src\n- item';
    expect(readProse('org', source)).toMatchObject({ title: 'My Org', text: 'Part\n\nbold link\n\nitem' });
  });

  it('reads AsciiDoc', () => {
    const source = '= My Doc\n:author: x\n\n== Part\n*bold* and https://x.y[link].\n\n----\ncode\n----\n* item\n// no';
    expect(readProse('asciiDoc', source)).toMatchObject({
      title: 'My Doc',
      text: 'My Doc\n\nPart\n\nbold and link.\n\nitem',
    });
  });
});

/** Openings without their ends: each would take minutes if reading took time by the square of the length. */
describe.each([
  ['markdown', ['[', '*a ', '<!--', '``a`', '[a](', '%%\n', '> ', '**a ', '[[', '<script>', '_a ']],
  ['html', ['<div>', '<a b=', '<!--', '<table><td>a', '<nav>', '&amp']],
  ['restructuredText', ['`', '*a ', '|a ', ':a:`', '=== ']],
  ['latex', ['\\begin{a}', '{', '$', '\\href{', '\\cite[', '\\section{']],
  ['org', [':A:\n', '#+begin_src\n', '*a ', '|']],
  ['asciiDoc', ['----\nx\n', '<<a,', 'link:a[', '_a ']],
] as const)('%s without ends', (kind, openings) => {
  it.each(openings)('%j', (opening) => {
    expect(readProse(kind, opening.repeat(20_000) + ' ').text.length).toBeLessThan(200_000);
  });
});
