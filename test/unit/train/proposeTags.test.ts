import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentContext } from '../../../src/engine/runContext';
import { proposeTags } from '../../../src/engine/train/proposeTags';
import type { TrainResult } from '../../../src/shared/engineProtocol';
import { newFolder, writeFiles } from '../../support/folders';
import { notes } from '../../support/texts';

const themes = ['baking', 'sky', '__proto__'];
const themeOf = (place: string): string => themes[Number(/\d+/.exec(place)![0]) % 3]!;

async function propose(documents: number, tagged: number): Promise<TrainResult> {
  const source = writeFiles(newFolder(), notes(documents));
  const places = Object.keys(notes(tagged));
  const tags = Object.fromEntries(places.map((place) => [place, themeOf(place)]));
  const out = path.join(newFolder(), 'classifiers', 'a');
  const result = await proposeTags({ runId: 't', source, sourceOptions: {}, tags, out }, silentContext);
  expect(fs.existsSync(path.join(out, 'classifier.json'))).toBe(true);
  return result;
}

describe('proposeTags', () => {
  it('proposes the right tag for each document without one, the surest first', async () => {
    const { proposals, learned, test } = await propose(60, 24);
    expect([proposals.length, learned, test]).toEqual([36, 24, undefined]);
    expect(proposals.every(({ path: place, tag }) => tag === themeOf(place))).toBe(true);
    const confidences = proposals.map(({ confidence }) => confidence);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    expect(confidences.every((confidence) => confidence > 1 / 3 && confidence <= 1)).toBe(true);
  });

  it('keeps some tagged documents back to test on, where there are many', async () => {
    const { learned, test } = await propose(60, 45);
    expect([learned, test]).toEqual([45, { documents: 9, accuracy: 1 }]);
  });

  it('needs two tags and ten documents', async () => {
    await expect(propose(30, 9)).rejects.toMatchObject({ code: 'bad-input' });
    await expect(propose(30, 1)).rejects.toMatchObject({ code: 'bad-input' });
  });
});
