import fs from 'node:fs';
import * as v from 'valibot';
import { assetPath } from './assets';
import { kernels } from './math/kernels';
import { threadCount } from './math/threads/threads';

const manifestSchema = v.object({ version: v.string() });

/** The versions that an analysis was made with. */
export function engineVersions(): Record<string, string> {
  const manifest = v.parse(manifestSchema, JSON.parse(fs.readFileSync(assetPath('package.json'), 'utf8')));
  return { grove: manifest.version, node: process.versions.node };
}

/** What the machine offered: which kernels, and how many threads share large products. The number of threads changes no answer. */
export function computedBy(): Record<string, string> {
  return { kernels: kernels().name, threads: String(threadCount()) };
}
