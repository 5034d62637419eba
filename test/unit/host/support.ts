import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CancellationToken } from 'vscode';
import type { Analysis, Cluster, DocumentRow } from '../../../src/shared/analysis';

/** The editor's cancellation token, as far as the engine client needs it. */
export class TestToken implements CancellationToken {
  readonly #listeners = new Set<() => void>();
  isCancellationRequested = false;

  readonly onCancellationRequested = (listener: (event: unknown) => unknown): { dispose(): void } => {
    const call = (): void => void listener(undefined);
    this.#listeners.add(call);
    return { dispose: () => this.#listeners.delete(call) };
  };

  cancel(): void {
    this.isCancellationRequested = true;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Waits until `check` answers with something true, and returns that. */
export async function until<T>(check: () => T | undefined | false): Promise<T> {
  for (let i = 0; i < 12_000; i++) {
    const found = check();
    if (found !== undefined && found !== false) return found;
    await sleep(5);
  }
  throw new Error('It never came true');
}

/** Whether a process is there and not just waiting to be buried. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    try {
      return fs.existsSync('/proc') ? false : process.kill(pid, 0);
    } catch {
      return false;
    }
  }
}

export function clusterOf(id: number, parent: number | null, size: number): Cluster {
  return { id, parent, size, label: `label ${id}`, keywords: [], medoid: '', cohesion: 0.5 };
}

export function rowOf(i: number, cluster: number, subcluster: number, confidence = 0.5): DocumentRow {
  const id = `folder/${i}.txt`;
  return {
    ...{ id, path: id, title: `title ${i}`, snippet: '', language: 'en', cluster, subcluster, confidence },
    ...{ cluster_label: `label ${cluster}`, x: 0, y: 0 },
  };
}

export function analysisOf(clusters: readonly Cluster[], documents: number): Analysis {
  return {
    ...{ format: 'grove-analysis', version: 1, name: 'An analysis', created: '2026-01-02T03:04:05.000Z' },
    source: { path: path.resolve('/texts'), kind: 'folder', options: {} },
    ...{ documents, languages: { en: documents }, options: {}, requestedOptions: {}, reasons: {} },
    clusters: [...clusters],
    linkage: { method: 'ward', over: 'documents', leaves: documents },
    metrics: {
      internal: { silhouette: null, daviesBouldin: null, calinskiHarabasz: null, withinClusterDispersion: 0 },
    },
    ...{ skipped: [], seconds: { total: 1 }, peakMemoryBytes: 1, versions: {} },
  };
}
