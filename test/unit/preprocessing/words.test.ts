import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddresses } from '../../../src/engine/preprocessing/addresses';
import { createTokenizer } from '../../../src/engine/preprocessing/tokenize';
import { tokenizeText } from '../../../src/engine/preprocessing/tokenizeText';
import { formOf } from '../../../src/engine/preprocessing/words';

const wordsOf = async (text: string): Promise<readonly string[]> => (await tokenizeText(text, 'auto')).words;

/** The words of a text, and | where a clause ends. */
function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  createTokenizer().tokenize(text, 'other', {
    word: (written) => tokens.push(written),
    boundary: () => tokens.push('|'),
    segmentedWord() {},
    bigram() {},
  });
  return tokens;
}

describe('words of alphabetic scripts', () => {
  it('are the same in ASCII as beside other letters', () => {
    const piece = fc.constantFrom(
      ...Array.from(` \n\t\r-.,;&+#'_"()$%@aBcNET37`),
      'Net',
      '.NET',
      '\n\n',
      ' - ',
      'ab',
      'U.S.',
      '1,000',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        expect(tokensOf(`${text} x`).slice(0, -1)).toEqual(tokensOf(`${text} é`).slice(0, -1));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['C# and C++ run on ASP.NET, VB.Net and Node.js.', 'c# and c++ run on asp.net vb.net and node.js'],
    ['the .NET framework, notepad++, F#', 'the .net framework notepad++ f#'],
    ['COVID-19 grounded an F-16 near I-95', 'covid-19 grounded an f-16 near i-95'],
    ['e-mail an x-ray in 3-D', 'e-mail an x-ray in 3-d'],
    ['a state-of-the-art, well-known hip-hop act', 'a state of the art well known hip hop act'],
    ["The president's dogs don't bark; it's O'Reilly’s", "the president dogs don't bark it o'reilly"],
    ["we'll see; you're right; I'd go", 'we see you right i go'],
    ["l'homme d'accord qu'il", 'homme accord il'],
    ['the U.S. and the U.K., the UK and the US; tell us', 'the u.s. and the uk the uk and the u.s. tell us'],
    ['N.A.S.A. at 5 p.m., e.g. in D.C.', 'nasa at 5 p.m. e.g. in dc'],
    ['AT&T has R&D but salt&pepper', 'at&t has r&d but salt pepper'],
    ['my_variable _emphasis_', 'my_variable emphasis'],
    ['The end.Next sentence', 'the end next sentence'],
    ['1,000,000 people paid 3.50 in 1984 and 20th', 'people paid in 1984 and 20th'],
    ['straße naïve Ελλάδα Москва 서울', 'straße naïve ελλάδα москва 서울'],
    ['ﬁle Ｗｉｄｅ soft\u00adware', 'file wide software'],
    ['issue#12 is a heading#', 'issue 12 is a heading'],
  ])('%s', async (text, expected) => {
    expect((await wordsOf(text)).join(' ')).toBe(expected);
  });

  it('keeps the case of a form, without its ending', () => {
    expect(formOf("President's")).toBe('President');
    expect(formOf('O’Reilly')).toBe("O'Reilly");
  });

  it('drops what is no word', () => {
    for (const written of ['12345', '3.14', 'deadbeef0123', 'd41d8cd98f00b204e9800998ecf8427e', 'x'.repeat(41)])
      expect(formOf(written), written).toBeUndefined();
    for (const written of ['1984', 'x'.repeat(40), 'facade', 'deadbeef', 'mp3']) expect(formOf(written)).toBe(written);
  });
});

describe('addresses', () => {
  const words = (text: string): string =>
    maskAddresses(text)
      .replace(/[\s.]+/g, ' ')
      .trim();

  it.each([
    ['see https://example.org/a/b?c=d#e for more', 'see for more'],
    ['see (http://example.org/x) here', 'see ( ) here'],
    ['at www.example.org/path now', 'at now'],
    ['write to first.last+tag@mail.example.org today', 'write to today'],
    ['参见https://example.org/a，谢谢', '参见 ，谢谢'],
    ['@someone said 3 @ 5', '@someone said 3 @ 5'],
    ['Tom &amp; Jerry&nbsp;run &#39;', 'Tom Jerry run'],
  ])('%s', (text, expected) => {
    expect(words(text)).toBe(expected);
  });

  it('drops encoded bytes, but neither paths nor lists without spaces', () => {
    const base64 = 'VGhpcyBpcyBub3QgYSB3b3JkIGJ1dCBlbmNvZGVkIGJ5dGVzIQ0K';
    const uuencode = "M5&AI<R!I<R!A('1E<W0@9FEL92!T:&%T(&AA<R!B965N('5U96YC;V1E9\"X*";
    expect(words(`before ${base64} after`)).toBe('before after');
    expect(words(`before ${uuencode} after`)).toBe('before after');
    const list = 'apple,banana,cherry,elderberry,gooseberry,huckleberry';
    expect(words(list)).toBe(list);
    expect(words('/usr/local/share/applications/something/else/again')).toContain('applications');
  });

  it('stays linear on a line of a million signs', () => {
    expect(maskAddresses('a'.repeat(1_000_000) + '@')).toHaveLength(1_000_001);
  });
});
