import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelCandidates } from '../../../src/engine/labelling/candidates';
import { classTfIdf } from '../../../src/engine/labelling/classTfIdf';
import { chooseKeywords } from '../../../src/engine/labelling/keywords';
import { labelGroups } from '../../../src/engine/labelling/labelClusters';

/** Candidates from documents as sets of words; 'a b' is a phrase of the stems a and b. */
function candidatesOf(documents: readonly (readonly string[])[]): LabelCandidates {
  const surfaces = [...new Set(documents.flat())].sort();
  const indexOf = new Map(surfaces.map((surface, i) => [surface, i]));
  const offsets = new Uint32Array(documents.length + 1);
  const members: number[] = [];
  const documentFrequency = new Uint32Array(surfaces.length);
  documents.forEach((words, i) => {
    for (const word of new Set(words)) {
      members.push(indexOf.get(word)!);
      documentFrequency[indexOf.get(word)!]!++;
    }
    offsets[i + 1] = members.length;
  });
  const stems = surfaces.map((surface) => surface.split(' '));
  return { surfaces, stems, offsets, members: Uint32Array.from(members), documentFrequency };
}

describe('classTfIdf', () => {
  it('is p ln(p / q) over document shares', () => {
    const candidates = candidatesOf([['x', 'y'], ['x'], ['y'], ['y']]);
    const [first] = classTfIdf(candidates, [{ documents: [0, 1] }, { documents: [2, 3] }], 10);
    expect(first).toHaveLength(1); // y is rarer in the first group than beside it
    expect(candidates.surfaces[first![0]!.candidate]).toBe('x');
    expect(first![0]!.score).toBeCloseTo(1 * Math.log(1 / 0.5), 12);
  });

  it('passes over what one document of a larger group alone says', () => {
    const documents = Array.from({ length: 10 }, (_, i) => (i === 0 ? ['quirk', 'theme'] : ['theme']));
    const candidates = candidatesOf([...documents, ['other'], ['other']]);
    const groups = [{ documents: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }, { documents: [10, 11] }];
    const words = classTfIdf(candidates, groups, 10)[0]!.map(({ candidate }) => candidates.surfaces[candidate]);
    expect(words).toEqual(['theme']);
  });
});

describe('chooseKeywords', () => {
  it('prefers a phrase to its words and says nothing twice', () => {
    const candidates = candidatesOf([['interest', 'rate', 'interest rate', 'bank']]);
    const at = (surface: string): number => candidates.surfaces.indexOf(surface);
    const scored = [
      { candidate: at('rate'), score: 1, share: 0.6 },
      { candidate: at('interest'), score: 0.9, share: 0.7 },
      { candidate: at('interest rate'), score: 0.8, share: 0.4 },
      { candidate: at('bank'), score: 0.2, share: 0.3 },
    ];
    expect(chooseKeywords(candidates, scored, 10).map(({ term }) => term)).toEqual(['interest rate', 'bank']);
  });
});

describe('chooseKeywords, what is too like', () => {
  const scores = (
    candidates: LabelCandidates,
    entries: Readonly<Record<string, readonly [score: number, share: number]>>,
  ): { candidate: number; score: number; share: number }[] =>
    Object.entries(entries).map(([surface, [score, share]]) => ({
      candidate: candidates.surfaces.indexOf(surface),
      score,
      share,
    }));

  it('passes over a phrase that few documents of its best word hold', () => {
    const candidates = candidatesOf([['israel', 'soul', 'turkish', 'turkish soul']]);
    const scored = scores(candidates, { turkish: [0.9, 0.5], 'turkish soul': [0.6, 0.15], soul: [0.5, 0.16] });
    expect(chooseKeywords(candidates, scored, 10).map(({ term }) => term)).toEqual(['turkish', 'soul']);
  });

  it('passes over words that begin like a chosen one, but not words that are merely similar', () => {
    const candidates = candidatesOf([['atheist', 'atheism', 'program', 'progress', 'java', 'javascript']]);
    const scored = scores(candidates, {
      atheist: [0.9, 0.5],
      atheism: [0.8, 0.5],
      program: [0.7, 0.5],
      progress: [0.6, 0.5],
      java: [0.5, 0.5],
      javascript: [0.4, 0.5],
    });
    const terms = chooseKeywords(candidates, scored, 10).map(({ term }) => term);
    expect(terms).toEqual(['atheist', 'program', 'progress', 'java', 'javascript']);
  });
});

describe('labelGroups', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  const corpus = fc.array(fc.array(word, { maxLength: 6 }), { minLength: 4, maxLength: 30 });

  it('names no two siblings alike, whatever the documents', () => {
    fc.assert(
      fc.property(corpus, fc.integer({ min: 1, max: 6 }), (documents, k) => {
        const groups = Array.from({ length: k }, (_, g) => ({
          documents: Array.from(documents.keys()).filter((i) => i % k === g),
        }));
        const labels = labelGroups(candidatesOf(documents), groups, 'en').map(({ label }) => label.toLowerCase());
        expect(new Set(labels).size).toBe(k);
        expect(labels.every((label) => label.length > 0)).toBe(true);
      }),
    );
  });

  it('joins Chinese terms as Chinese does', () => {
    const candidates = candidatesOf([['猫', '狗'], ['猫', '狗'], ['火车'], ['火车']]);
    const [first] = labelGroups(candidates, [{ documents: [0, 1] }, { documents: [2, 3] }], 'zh');
    expect(first!.label.split('、').sort()).toEqual(['狗', '猫'].sort());
  });

  it('gives words of small letters a capital in English, the first alone elsewhere', () => {
    const documents = [['freedom of speech', 'svn'], ['freedom of speech', 'svn'], ['x11r5'], ['x11r5']];
    const groups = [{ documents: [0, 1] }, { documents: [2, 3] }];
    const labelsIn = (language: string): string[] =>
      labelGroups(candidatesOf(documents), groups, language).map(({ label }) => label);
    expect(labelsIn('en')).toEqual(['Freedom of Speech, Svn', 'x11r5']);
    expect(labelsIn('fr')).toEqual(['Freedom of speech, svn', 'X11r5']);
  });
});
