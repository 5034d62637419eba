import * as vscode from 'vscode';
import type { Cluster } from '../../shared/analysis';
import { settings, settingsSection } from '../contributions';
import { askForName } from '../languageModel/askForName';
import { mostDocuments, mostTextCharacters, type NameRequest } from '../languageModel/clusterName';
import { formatCount } from '../notify';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { ClusterNode } from '../views/pagedNodes';
import type { CommandContext } from './commandContext';
import { chosenClusters, ownClusters, tell } from './editClusters';

/** Has a language model name the selected clusters, or all that no person has named. Off unless the setting is on. */
export async function nameClusters(
  context: CommandContext,
  clicked?: ClusterNode,
  selected?: readonly ClusterNode[],
): Promise<void> {
  if (!vscode.workspace.isTrusted || !(await isSwitchedOn())) return;
  const loaded = ownClusters(context);
  if (loaded === undefined) return;
  const chosen = chosenClusters(context, clicked, selected).filter((id) => loaded.cluster(id) !== undefined);
  const clusters = chosen.length > 0 ? chosen : loaded.childrenOf(null).filter((cluster) => !isNamedByPerson(cluster, loaded)).map(({ id }) => id); // prettier-ignore
  if (clusters.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('You have named every cluster yourself: select those to name anew.'),
    );
    return;
  }
  const model = await chooseModel(context);
  if (model === undefined || !(await isAgreed(context, model, clusters.length))) return;
  const title = vscode.l10n.t('Naming clusters by “{0}”', model.name);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const named = await vscode.window.withProgress(
    options,
    (progress, token) =>
    nameEach(context, loaded.id, clusters, model, (done) => progress.report({ message: vscode.l10n.t('{0} of {1}', formatCount(done), formatCount(clusters.length)), increment: 100 / clusters.length }), token), // prettier-ignore
  );
  if (named === clusters.length)
    tell(vscode.l10n.t('“{0}” named {1} clusters. Undo takes back one at a time.', model.name, formatCount(named)));
  else
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        '“{0}” named {1} of {2} clusters. What it answered for the others is no name, or the name of another cluster.',
        ...[model.name, formatCount(named), formatCount(clusters.length)],
      ),
    );
}

async function isSwitchedOn(): Promise<boolean> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  if (configuration.get<boolean>(settings.languageModelNames) === true) return true;
  const open = vscode.l10n.t('Open Setting');
  const message = vscode.l10n.t('Names by a language model are switched off.');
  if ((await vscode.window.showInformationMessage(message, open)) === open)
    await vscode.commands.executeCommand(
      'workbench.action.openSettings',
      `${settingsSection}.${settings.languageModelNames}`,
    );
  return false;
}

/** Whether a cluster has another name than it was written with, and no model gave it. */
function isNamedByPerson({ id, label, renamed, namedBy }: Cluster, { written }: LoadedAnalysis): boolean {
  if (namedBy !== undefined) return false;
  const own = written.analysis.clusters.find((cluster) => cluster.id === id);
  return renamed === true || (own !== undefined && own.label !== label);
}

async function chooseModel({ extension }: CommandContext): Promise<vscode.LanguageModelChat | undefined> {
  const models = await vscode.lm.selectChatModels();
  if (models.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'This window has no language model. Install an extension that offers one and sign in to it, then try again.',
      ),
    );
    return undefined;
  }
  if (models.length === 1) return models[0];
  const agreed = agreedModels(extension.workspaceState);
  const items = models
    .map((model) => ({ label: model.name, description: model.vendor, model }))
    .sort((a, b) => Number(agreed.includes(keyOf(b.model))) - Number(agreed.includes(keyOf(a.model))));
  const placeHolder = vscode.l10n.t('The language model that names the clusters');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.model;
}

/** Under which the models are kept that may be sent parts of this workspace's documents. */
const agreedKey = 'grove.agreedModels';

const keyOf = ({ vendor, id }: vscode.LanguageModelChat): string => `${vendor}/${id}`;
const agreedModels = (state: vscode.Memento): readonly string[] => state.get<readonly string[]>(agreedKey, []);

/** Asks, once a workspace and model, whether what is needed may be sent. */
async function isAgreed(
  { extension: { workspaceState } }: CommandContext,
  model: vscode.LanguageModelChat,
  count: number,
): Promise<boolean> {
  const agreed = agreedModels(workspaceState);
  if (agreed.includes(keyOf(model))) return true;
  const send = vscode.l10n.t('Send and Name');
  const detail = vscode.l10n.t(
    'For each of {0} clusters: its keywords, the titles and beginnings (at most {1} characters) of {2} documents, and the names of the other clusters. They go to {3}, by the extension that offers this model. Later names by it in this workspace are not asked about again.',
    ...[formatCount(count), formatCount(mostTextCharacters), formatCount(mostDocuments), model.vendor],
  );
  const message = vscode.l10n.t('Send keywords and beginnings of documents to “{0}”?', model.name);
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, send)) !== send) return false;
  await workspaceState.update(agreedKey, [...agreed, keyOf(model)]);
  return true;
}

/** @returns how many got a name */
async function nameEach(
  { store, edits }: CommandContext,
  analysis: string,
  clusters: readonly number[],
  model: vscode.LanguageModelChat,
  report: (done: number) => void,
  token: vscode.CancellationToken,
): Promise<number> {
  let named = 0;
  for (const [done, id] of clusters.entries()) {
    report(done);
    const loaded = store.loaded(analysis);
    const cluster = loaded?.cluster(id);
    if (loaded === undefined || cluster === undefined) continue; // it went away meanwhile
    const name = await askForName(model, requestOf(loaded, cluster), token);
    if (name === undefined) continue;
    await edits.rename(analysis, id, name, model.name);
    named++;
  }
  return named;
}

function requestOf(loaded: LoadedAnalysis, cluster: Cluster): NameRequest {
  const medoid = loaded.indexOf(cluster.medoid);
  const members = loaded.membersOf(cluster.id).subarray(0, mostDocuments);
  const documents = [...new Set(medoid < 0 ? members : [medoid, ...members])].slice(0, mostDocuments);
  return {
    keywords: cluster.keywords.map(({ term }) => term),
    documents: documents.map((document) => ({
      title: loaded.rows[document]!.title,
      text: loaded.rows[document]!.snippet,
    })),
    siblings: loaded.childrenOf(cluster.parent).filter(({ id }) => id !== cluster.id).map(({ label }) => label), // prettier-ignore
  };
}
