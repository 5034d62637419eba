import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { grove } from './grove';

interface Contributions {
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category?: string }[];
    readonly views: Readonly<Record<string, readonly { id: string }[]>>;
    readonly configuration: { properties: Readonly<Record<string, { default: unknown }>> };
  };
}

describe('activation', () => {
  it('returns the parts and says how long it took', async () => {
    const { activationMs, store } = await grove();
    assert.ok(activationMs > 0);
    console.log(`activation took ${activationMs.toFixed(1)} ms`);
    assert.deepEqual(store.analyses, []);
    assert.equal(store.active, undefined);
  });

  it('has the commands of the contract, and every command that it contributes', async () => {
    const { contributes } = await manifest();
    const known = new Set(await vscode.commands.getCommands(true));
    const promised = [
      ...['clusterFolder', 'openAnalysis', 'similarDocuments', 'goToSimilar', 'tagFiles', 'untagFiles'],
      ...['renameCluster', 'exportAnalysis', 'cancelRun', 'deleteAnalysis'],
    ].map((name) => `grove.${name}`);
    const contributed = contributes.commands.map(({ command }) => command);
    assert.deepEqual(
      promised.filter((command) => !contributed.includes(command)),
      [],
    );
    assert.deepEqual(
      contributed.filter((command) => !known.has(command)),
      [],
    );
  });

  it('shows its views in its own container', async () => {
    const { contributes } = await manifest();
    const views = contributes.views['grove']?.map(({ id }) => id);
    assert.deepEqual(views, ['grove.clusters', 'grove.similar', 'grove.analyses']);
    for (const view of views) await vscode.commands.executeCommand(`${view}.focus`);
  });

  it('gives every setting its default', async () => {
    const { contributes } = await manifest();
    const settings = Object.entries(contributes.configuration.properties);
    assert.ok(settings.length > 10);
    for (const [name, { default: expected }] of settings) {
      assert.deepEqual(vscode.workspace.getConfiguration().get(name), expected, name);
    }
  });
});

async function manifest(): Promise<Contributions> {
  await grove();
  return vscode.extensions.getExtension('grove.grove')?.packageJSON as Contributions;
}
