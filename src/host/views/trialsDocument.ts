import * as vscode from 'vscode';
import { type ClusterOptions, defaultOptions } from '../../shared/options';
import type { Trial } from '../../shared/tuning';
import { documentCount, formatCount } from '../notify';

const scheme = 'grove-trials';

/** What a search for good options has tried so far. */
export interface TrialTable {
  /** What is tuned. */
  readonly name: string;
  readonly trials: readonly Trial[];
  /** The number of the best trial, once the search is over. */
  readonly best?: number;
}

/** The trials of searches as read-only documents: native, searchable, read aloud by a screen reader, and live. */
export class TrialsDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #tables = new Map<string, TrialTable>();
  readonly onDidChange = this.#changed.event;
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this); // looks for onDidChange at once

  /** Shows the trials of a search beside what is open, without taking the focus. */
  async show(table: TrialTable): Promise<void> {
    this.update(table);
    const document = await vscode.workspace.openTextDocument(uriOf(table.name));
    await vscode.window.showTextDocument(document, { preview: false, preserveFocus: true });
  }

  update(table: TrialTable): void {
    const uri = uriOf(table.name);
    this.#tables.set(uri.toString(), table);
    this.#changed.fire(uri);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const table = this.#tables.get(uri.toString());
    return table === undefined ? vscode.l10n.t('This search is over. Tune again to see its trials.') : tableText(table);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}

function uriOf(name: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Trials of {0}', name)}` });
}

function tableText({ name, trials, best }: TrialTable): string {
  const title = vscode.l10n.t('Options tried on “{0}”', name);
  const head = [vscode.l10n.t('trial'), vscode.l10n.t('documents'), vscode.l10n.t('score'), vscode.l10n.t('seconds')];
  const rows = trials.map((trial) => [String(trial.number), trial.documents === 0 ? '' : formatCount(trial.documents), trial.score?.toFixed(4) ?? '–', trial.seconds.toFixed(1)]); // prettier-ignore
  const widths = head.map((text, column) => Math.max(...[head, ...rows].map((row) => widthOf(row[column] ?? text))));
  const line = (cells: readonly string[], rest: string): string =>
    `${cells.map((cell, column) => ' '.repeat(widths[column]! - widthOf(cell)) + cell).join('  ')}  ${rest}`;
  const lines = trials.map((trial, i) => line(rows[i]!, `${trial.number === best ? '★ ' : ''}${whatOf(trial)}`));
  return [title, scoresText(), '', line(head, vscode.l10n.t('options')), ...lines, ''].join('\n');
}

function scoresText(): string {
  return vscode.l10n.t(
    'The higher the score, the better each way of seeing the documents by itself knows the clusters. Promising options go on from a sample to all documents.',
  );
}

/** Columns that a text takes in a font of equal widths: Chinese characters take two. */
function widthOf(text: string): number {
  return text.length + (text.match(/[\u2e80-\uffdc]/g)?.length ?? 0);
}

function whatOf({ options, state, reason, number, documents }: Trial): string {
  const what = number === 1 ? vscode.l10n.t('as set now') : optionsText(options);
  switch (state) {
    case 'failed':
      return vscode.l10n.t('{0} (failed: {1})', what, reason ?? '');
    case 'stopped':
      return vscode.l10n.t('{0} (only on a sample of {1})', what, documentCount(documents));
    case 'running':
    case 'complete':
      return what;
  }
}

/** The options that are not the default's, as settings write them. */
export function optionsText(options: Partial<ClusterOptions>): string {
  const changed = changedFrom(options).map(([name, value]) => `${name}: ${String(value)}`);
  return changed.length === 0 ? vscode.l10n.t('the defaults') : changed.join(', ');
}

export function changedFrom(options: Partial<ClusterOptions>): [name: string, value: unknown][] {
  const defaults: Readonly<Record<string, unknown>> = defaultOptions;
  return Object.entries(options).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]));
}
