import * as vscode from 'vscode';
import type { Selection } from '../../shared/viewProtocol';
import type { AnalysisStore } from './analysisStore';
import type { DocumentIndex } from './documentIndex';
import type { LoadedAnalysis } from './loadedAnalysis';

/** Who chose: whoever did is not told again. */
export type SelectionOrigin = 'tree' | 'panel' | 'command';

export interface SelectionChange {
  /** The analysis in which something was selected. */
  readonly id: string;
  readonly selection: Selection;
  readonly origin: SelectionOrigin;
}

/** The cluster or document of each analysis that the Clusters view and the analysis' panel both show. */
export class SharedSelection implements vscode.Disposable {
  readonly #store: AnalysisStore;
  readonly #changed = new vscode.EventEmitter<SelectionChange>();
  /** A selection holds for the documents it was made in; edits leave them as they are. */
  readonly #selections = new WeakMap<DocumentIndex, Selection>();

  readonly onDidChange = this.#changed.event;

  constructor(store: AnalysisStore) {
    this.#store = store;
  }

  /** What is selected in the active analysis. */
  get current(): Selection {
    const { active } = this.#store;
    return active === undefined ? { kind: 'none' } : this.of(active);
  }

  of({ index }: LoadedAnalysis): Selection {
    return this.#selections.get(index) ?? { kind: 'none' };
  }

  set(loaded: LoadedAnalysis, selection: Selection, origin: SelectionOrigin): void {
    if (JSON.stringify(selection) === JSON.stringify(this.of(loaded))) return;
    this.#selections.set(loaded.index, selection);
    this.#changed.fire({ id: loaded.id, selection, origin });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
