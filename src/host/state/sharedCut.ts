import * as vscode from 'vscode';
import { contextKeys } from '../contributions';
import type { Owned } from '../disposeAll';
import type { AnalysisStore } from './analysisStore';
import type { LoadedAnalysis } from './loadedAnalysis';

/** Who moved the cut: whoever did is not told again. */
export type CutOrigin = 'panel' | 'command';

export interface CutChange {
  /** The analysis whose tree is cut. */
  readonly id: string;
  /** A number of clusters, or undefined for the analysis' own clusters. */
  readonly clusters: number | undefined;
  readonly origin: CutOrigin;
}

/** Where the person has cut the tree of each analysis. Kept for the workspace, so that it is there after a restart. */
export class SharedCut implements vscode.Disposable {
  readonly #store: AnalysisStore;
  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<CutChange>();
  readonly #following: Owned;

  readonly onDidChange = this.#changed.event;

  constructor(store: AnalysisStore, memento: vscode.Memento) {
    this.#store = store;
    this.#memento = memento;
    this.#following = store.onDidChangeActive(() => this.#updateContext());
  }

  /** The number of clusters at the person's cut, or undefined where an analysis is cut as it was made. */
  of({ id, analysis }: LoadedAnalysis): number | undefined {
    const kept = this.#memento.get<KeptCut>(keyOf(id));
    return kept?.created === analysis.created ? kept.clusters : undefined;
  }

  set(loaded: LoadedAnalysis, clusters: number | undefined, origin: CutOrigin): void {
    const most = loaded.analysis.linkage.leaves;
    const wanted = clusters === undefined ? undefined : Math.max(1, Math.min(most, Math.round(clusters)));
    if (wanted === this.of(loaded)) return;
    const { id, analysis } = loaded;
    const kept = wanted === undefined ? undefined : ({ created: analysis.created, clusters: wanted } satisfies KeptCut);
    void this.#memento.update(keyOf(id), kept);
    this.#updateContext();
    this.#changed.fire({ id, clusters: wanted, origin });
  }

  dispose(): void {
    this.#following.dispose();
    this.#changed.dispose();
  }

  #updateContext(): void {
    const { active } = this.#store;
    const isCut = active !== undefined && this.of(active) !== undefined;
    void vscode.commands.executeCommand('setContext', contextKeys.isCut, isCut);
  }
}

/** After a re-run the same number means other clusters. */
interface KeptCut {
  readonly created: string;
  readonly clusters: number;
}

function keyOf(id: string): string {
  return `grove.cut.${id}`;
}
