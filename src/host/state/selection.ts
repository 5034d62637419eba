import * as vscode from 'vscode';
import type { Selection } from '../../shared/viewProtocol';
import type { Owned } from '../disposeAll';
import type { AnalysisStore } from './analysisStore';

/** Who chose: whoever did is not told again. */
export type SelectionOrigin = 'tree' | 'panel' | 'command';

/** The cluster or document that the Clusters view and the panel both show. */
export class SharedSelection implements vscode.Disposable {
  readonly #following: Owned;
  readonly #changed = new vscode.EventEmitter<{ selection: Selection; origin: SelectionOrigin }>();
  #current: Selection = { kind: 'none' };

  readonly onDidChange = this.#changed.event;

  /** A selection holds for the documents it was made in; edits leave them as they are. */
  constructor(store: AnalysisStore) {
    let index = store.active?.index;
    this.#following = store.onDidChangeActive((active) => {
      if (active?.index !== index) this.#current = { kind: 'none' };
      index = active?.index;
    });
  }

  get current(): Selection {
    return this.#current;
  }

  set(selection: Selection, origin: SelectionOrigin): void {
    if (JSON.stringify(selection) === JSON.stringify(this.#current)) return;
    this.#current = selection;
    this.#changed.fire({ selection, origin });
  }

  dispose(): void {
    this.#following.dispose();
    this.#changed.dispose();
  }
}
