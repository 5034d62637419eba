import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { messageOf } from '../../shared/errors';
import { applyEdit, clusterTag, isMarkdown, revertEdit, tagEdit, type TextEdit } from '../../shared/frontMatterTag';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { FrontMatterRecords, TaggedFile } from './frontMatterRecords';

/** A file that is left as it is, and why. */
export interface LeftFile {
  readonly file: string;
  readonly reason: string;
}

interface PlannedFile {
  readonly file: string;
  readonly tag: string;
  readonly edit: TextEdit;
  readonly confidence: number;
  readonly content: Uint8Array;
  /** The whole file once it has its tag. */
  readonly tagged: string;
  readonly modified: number;
}

export interface FrontMatterPlan {
  readonly files: readonly PlannedFile[];
  readonly left: readonly LeftFile[];
}

/** The share of files that the preview asks about one by one: those that belong least clearly to their cluster. */
const unclearShare = 0.1;

/** Which Markdown files of an analysis can take the tag of their cluster, and which can't. */
export async function planFrontMatter(
  loaded: LoadedAnalysis,
  token: vscode.CancellationToken,
): Promise<FrontMatterPlan> {
  const files: PlannedFile[] = [];
  const left: LeftFile[] = [];
  for (const [file, documents] of loaded.files()) {
    if (token.isCancellationRequested) return { files: [], left: [] };
    const { cluster: id, confidence } = loaded.rows[documents[0]!]!;
    const cluster = loaded.cluster(id);
    if (cluster === undefined || !isMarkdown(file)) continue;
    const tag = clusterTag(cluster.label, id);
    const planned = await planFile(file, tag);
    if ('reason' in planned) left.push(planned);
    else files.push({ ...planned, confidence });
  }
  return { files, left };
}

async function planFile(file: string, tag: string): Promise<Omit<PlannedFile, 'confidence'> | LeftFile> {
  const leave = (reason: string): LeftFile => ({ file, reason });
  const uri = vscode.Uri.file(file);
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return leave('it is outside the workspace');
  try {
    await fs.access(file, fs.constants.W_OK);
    const content = await fs.readFile(file);
    const { mtimeMs } = await fs.stat(file);
    const text = textOf(content);
    if (text === undefined) return leave('it is not UTF-8');
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.isDirty) return leave('it has changes that are not saved');
    if (document.getText() !== withoutMark(text))
      return leave('its lines end in different ways, or the editor reads it in another encoding: saving would change more than the tag'); // prettier-ignore
    const edit = tagEdit(text, tag);
    if ('reason' in edit) return leave(edit.reason);
    return { file, tag, edit, content, tagged: applyEdit(text, edit), modified: mtimeMs };
  } catch (error) {
    return leave(`it can’t be read and written: ${messageOf(error)}`);
  }
}

/**
 * Makes the edits of a plan as one refactoring, which the editor can undo and saves where it is set to.
 *
 * @param isReviewed whether the person chooses in the editor's preview which are made
 * @returns how many files have their tag now, and which of the plan have not
 */
export async function writeFrontMatter(
  { files }: FrontMatterPlan,
  analysis: string,
  isReviewed: boolean,
  records: FrontMatterRecords,
): Promise<{ tagged: readonly string[]; left: readonly LeftFile[] }> {
  const left: LeftFile[] = [];
  const unclear = isReviewed ? leastClear(files) : new Set<PlannedFile>();
  const workspaceEdit = new vscode.WorkspaceEdit();
  const record: Record<string, TaggedFile> = {};
  for (const planned of files) {
    const { file, edit, tag, content, tagged, modified } = planned;
    const uri = vscode.Uri.file(file);
    const document = await vscode.workspace.openTextDocument(uri).then(undefined, () => undefined);
    if (document === undefined) {
      left.push({ file, reason: 'it is not there any more' });
      continue;
    }
    const offset = edit.at - (textOf(content)!.startsWith(byteOrderMark) ? 1 : 0);
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + edit.removed.length));
    workspaceEdit.replace(uri, range, edit.inserted, {
      needsConfirmation: unclear.has(planned),
      label: unclear.has(planned) ? vscode.l10n.t('Less clear: look at these') : tag,
      description: tag,
    });
    const [before, after] = [sha256(content), sha256(new TextEncoder().encode(tagged))];
    record[file] = { ...edit, before, after, modified, written: modified };
  }
  const earlier = await records.read(analysis); // what could not be taken back yet
  await records.write(analysis, { ...earlier, ...record }); // first of all what is needed to take the rest back
  const isApplied = await vscode.workspace.applyEdit(workspaceEdit, { isRefactoring: true });
  const made: Record<string, TaggedFile> = {};
  for (const planned of files) {
    const entry = record[planned.file];
    const outcome = entry && (await outcomeOf(planned, entry));
    if (outcome !== undefined) made[planned.file] = outcome;
    else if (entry !== undefined)
      left.push({ file: planned.file, reason: isApplied ? 'it was not chosen' : 'nothing was changed' });
  }
  await records.write(analysis, { ...earlier, ...made });
  return { tagged: Object.keys(made), left };
}

/** What became of a planned file; undefined where it has no tag. */
async function outcomeOf({ file, edit, content }: PlannedFile, entry: TaggedFile): Promise<TaggedFile | undefined> {
  const open = openDocument(file);
  if (open?.isDirty === true) return open.getText().includes(edit.inserted.trim()) ? entry : undefined;
  try {
    const now = await fs.readFile(file);
    const after = sha256(now);
    if (after === entry.before) return undefined;
    const { mtimeMs } = await fs.stat(file);
    const original = after === entry.after ? {} : { original: Buffer.from(content).toString('base64') };
    return { ...entry, after, written: mtimeMs, ...original };
  } catch {
    return undefined; // it is not there any more
  }
}

/** Takes the tags of an analysis out of the front matter again. What could not be taken back stays in the record. */
export async function removeFrontMatter(
  analysis: string,
  records: FrontMatterRecords,
): Promise<{ restored: readonly string[]; left: readonly LeftFile[] }> {
  const files = await records.read(analysis);
  const restored: string[] = [];
  const left: LeftFile[] = [];
  const kept: Record<string, TaggedFile> = {};
  for (const [file, entry] of Object.entries(files)) {
    const outcome = await restore(file, entry);
    if (outcome === 'restored') restored.push(file);
    else if (outcome !== 'as before') {
      left.push({ file, reason: outcome.reason });
      if (outcome.isForNow) kept[file] = entry;
    }
  }
  await records.write(analysis, kept);
  await Promise.all(restored.map(editorHasRead));
  return { restored, left };
}

/** How long the editor may take to notice that a file was written, in milliseconds. */
const noticeMs = 3000;

/** Resolves when the editor holds what is in a file: until then it would take that for an old text. */
async function editorHasRead(file: string): Promise<void> {
  const open = openDocument(file);
  if (open === undefined) return;
  const text = textOf(await fs.readFile(file)) ?? '';
  const end = performance.now() + noticeMs;
  while (!open.isClosed && open.getText() !== withoutMark(text) && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

function openDocument(file: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file);
}

type Restored = 'restored' | 'as before' | { readonly reason: string; readonly isForNow: boolean };

async function restore(file: string, entry: TaggedFile): Promise<Restored> {
  const open = openDocument(file);
  if (open?.isDirty === true) return { reason: 'it has changes that are not saved', isForNow: true };
  let content: Buffer;
  try {
    content = await fs.readFile(file);
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { reason: isGone ? 'it is not there any more' : messageOf(error), isForNow: !isGone };
  }
  const now = sha256(content);
  if (now === entry.before) return 'as before'; // undone in the editor
  const isUntouched = now === entry.after;
  const reverted = (): string | undefined => {
    const text = textOf(content);
    return text === undefined ? undefined : revertEdit(text, entry);
  };
  const before = isUntouched && entry.original !== undefined ? Buffer.from(entry.original, 'base64') : reverted();
  if (before === undefined) return { reason: 'its tag was changed by hand since', isForNow: false };
  try {
    await fs.writeFile(file, before);
    if (isUntouched) await fs.utimes(file, entry.modified / 1000, entry.modified / 1000);
  } catch (error) {
    return { reason: messageOf(error), isForNow: true };
  }
  return 'restored';
}

/** The files that belong least clearly to their cluster, at least one. */
function leastClear(files: readonly PlannedFile[]): ReadonlySet<PlannedFile> {
  const byClarity = [...files].sort((a, b) => a.confidence - b.confidence);
  return new Set(byClarity.slice(0, Math.max(1, Math.floor(files.length * unclearShare))));
}

const byteOrderMark = '\uFEFF';

function withoutMark(text: string): string {
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

/** With its byte order mark. Undefined where it is not UTF-8. */
function textOf(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
