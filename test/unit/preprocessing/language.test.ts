import { describe, expect, it } from 'vitest';
import { detectLanguage, majorityOf, voteByVocabulary } from '../../../src/engine/preprocessing/language';
import { dominantScript, scriptOf } from '../../../src/engine/preprocessing/script';

function detect(text: string): string | undefined {
  const { script, letters } = dominantScript(text);
  return detectLanguage(text, script, letters);
}

describe('detectLanguage', () => {
  it.each([
    ['en', 'The committee said that it would meet again in the spring, when all of the reports have been read.'],
    [
      'de',
      'Der Ausschuss hat gesagt, dass er im Frühjahr wieder zusammenkommt, wenn alle Berichte gelesen worden sind.',
    ],
    [
      'fr',
      'Le comité a déclaré qu’il se réunirait de nouveau au printemps, quand tous les rapports auront été lus par ses membres.',
    ],
    [
      'es',
      'El comité dijo que se reuniría de nuevo en la primavera, cuando todos los informes hayan sido leídos por sus miembros.',
    ],
    [
      'it',
      'Il comitato ha detto che si riunirà di nuovo in primavera, quando tutte le relazioni saranno state lette dai suoi membri.',
    ],
    [
      'pt',
      'O comitê disse que se reuniria novamente na primavera, quando todos os relatórios tiverem sido lidos pelos seus membros.',
    ],
    [
      'nl',
      'De commissie zei dat zij in het voorjaar weer bijeen zou komen, als alle verslagen door haar leden gelezen zijn.',
    ],
    ['sv', 'Kommittén sade att den skulle mötas igen på våren, när alla rapporter har blivit lästa av dess medlemmar.'],
    [
      'ru',
      'Комитет сообщил, что он снова соберётся весной, когда все отчёты будут прочитаны его членами и всеми остальными.',
    ],
    [
      'uk',
      'Комітет повідомив, що він знову збереться навесні, коли всі звіти будуть прочитані його членами та всіма іншими.',
    ],
    ['el', 'Η επιτροπή είπε ότι θα συνεδριάσει ξανά την άνοιξη.'],
    ['zh', '委员会表示，明年春天将再次开会。'],
    ['ja', '委員会は来年の春に再び会合を開くと述べた。'],
    ['ko', '위원회는 내년 봄에 다시 회의를 열 것이라고 밝혔다.'],
    ['th', 'คณะกรรมการกล่าวว่าจะประชุมอีกครั้งในฤดูใบไม้ผลิ'],
  ])('%s', (language, text) => {
    expect(detect(text)).toBe(language);
  });

  it('says nothing of short text and of tables', () => {
    expect(detect('Short title')).toBeUndefined();
    expect(detect('')).toBeUndefined();
    expect(
      detect('GP W L T GF GA Pts Lemieux Gretzky Selanne Mogilny Yzerman Gilmour Turgeon LaFontaine Oates'),
    ).toBeUndefined();
  });

  it('lets all short documents of a script vote together', () => {
    const vote = (text: string): string => {
      const texts = [...new Set(text.split(' '))];
      return voteByVocabulary({ texts, frequency: new Uint32Array(texts.length).fill(1) }, 'latin');
    };
    expect(vote('und der die nicht das haus wird für eine straße auch')).toBe('de');
    expect(vote('les une des est dans pour avec maison rue sont')).toBe('fr');
    expect(vote('how the what and with house would street which')).toBe('en');
    expect(vote('xyzzy plugh')).toBe('en');
  });

  it('breaks ties of the majority by code', () => {
    expect(
      majorityOf(
        new Map([
          ['fr', 2],
          ['de', 2],
          ['en', 1],
        ]),
      ),
    ).toBe('de');
    expect(majorityOf(new Map())).toBeUndefined();
  });
});

describe('scripts', () => {
  it('weighs an ideograph as three letters', () => {
    expect(dominantScript('使用React开发').script).toBe('han');
    expect(dominantScript('The word 经济 is Chinese').script).toBe('latin');
    expect(dominantScript('123 !').script).toBe('other');
  });

  it('goes by the first letter of a term', () => {
    expect(scriptOf('4发')).toBe('han');
    expect(scriptOf('.net')).toBe('latin');
    expect(scriptOf('42')).toBe('other');
  });
});
