import fs from 'node:fs/promises';
import path from 'node:path';
import { analysisFiles } from '../../shared/analysis';
import type { NpyArray } from '../../shared/npy';
import { writeNpy } from './analysisFolder';

/** What it takes to encode and assign new documents as the old ones were: each part has terms, options and arrays. */
export interface SavedModel {
  readonly version: 1;
  readonly parts: Readonly<Record<string, ModelPart>>;
}

export interface ModelPart {
  readonly terms?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, NpyArray>>;
}

/** Writes `model/`: `model.json` lists the parts; the array a of part p is `p.a.npy`, its terms `p.terms.json`. */
export async function writeModel(folder: string, model: SavedModel): Promise<void> {
  const place = path.join(folder, analysisFiles.model);
  await fs.mkdir(place, { recursive: true });
  const index: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(model.parts)) {
    index[name] = { settings: part.settings ?? {}, arrays: Object.keys(part.arrays), terms: part.terms?.length ?? 0 };
    if (part.terms) await fs.writeFile(path.join(place, `${name}.terms.json`), JSON.stringify(part.terms));
    for (const [array, value] of Object.entries(part.arrays))
      await writeNpy(path.join(place, `${name}.${array}.npy`), value);
  }
  await fs.writeFile(path.join(place, 'model.json'), JSON.stringify({ version: model.version, parts: index }, null, 1));
}
