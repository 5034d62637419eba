import fs from 'node:fs';
import * as v from 'valibot';
import { assetPath } from './assets';

const manifestSchema = v.object({ version: v.string() });

/** The versions that an analysis was made with. */
export function engineVersions(): Record<string, string> {
  const manifest = v.parse(manifestSchema, JSON.parse(fs.readFileSync(assetPath('package.json'), 'utf8')));
  return { grove: manifest.version, node: process.versions.node };
}
