import fs from 'node:fs';
import * as esbuild from 'esbuild';
import { expect, it } from 'vitest';
import { corpusTools } from '../../../src/shared/corpusTools';
import { commands, contextKeys, panels, treeItems, views } from '../../../src/host/contributions';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly languageModelTools: readonly { name: string; modelDescription: string; inputSchema: object }[];
    readonly commands: readonly { command: string; category: string }[];
    readonly menus: Record<string, readonly { command: string; when?: string }[]>;
    readonly views: Record<string, readonly { id: string }[]>;
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly { description: string; media: { svg: string }; completionEvents: readonly string[] }[];
    }[];
    readonly viewsWelcome: readonly { view: string; contents: string; when?: string }[];
  };
}

const { contributes, activationEvents } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as Manifest;
const english = JSON.parse(fs.readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

it('commands and views are those of package.json', () => {
  expect(contributes.commands.map(({ command }) => command).sort()).toEqual(Object.values(commands).sort());
  expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(new Set(['Grove']));
  expect(contributes.views[views.container]?.map(({ id }) => id)).toEqual([
    views.clusters,
    views.similar,
    views.analyses,
  ]);
  expect(activationEvents).toContain(`onWebviewPanel:${panels.analysis}`);
});

it('menus name commands, context keys and tree items that there are', () => {
  const keys = new Set<string>([...Object.values(contextKeys), ...Object.values(views)]);
  const items = new Set<string>(Object.values(treeItems));
  for (const { command, when = '' } of Object.values(contributes.menus).flat()) {
    expect(Object.values(commands)).toContain(command);
    for (const [key] of when.matchAll(/\bgrove\.\w+/g)) expect(keys, when).toContain(key);
    for (const [, alternatives = ''] of when.matchAll(/viewItem =~ \/\^\((.*?)\)\$\//g))
      for (const item of alternatives.split('|')) expect(items).toContain(item);
    for (const [, item = ''] of when.matchAll(/viewItem == (\w+)/g)) expect(items).toContain(item);
  }
});

it('commands that need an analysis or are of use only in menus are not always in the palette', () => {
  const conditions = new Map(contributes.menus['commandPalette']?.map(({ command, when }) => [command, when]));
  const always = Object.values(commands).filter((command) => !conditions.has(command));
  expect(always.sort()).toEqual([commands.clusterFolder, commands.showLog, commands.tune]);
});

it('table files of the contract, and only those, can be clustered from the Explorer', () => {
  const entry = contributes.menus['explorer/context']?.find(({ command }) => command === commands.clusterFile);
  const [, source = '', flags = ''] = /resourceFilename =~ \/(.*)\/(\w*)/.exec(entry?.when ?? '') ?? [];
  const pattern = new RegExp(source, flags);
  const names = ['a.csv', 'b.TSV', 'c.jsonl', 'd.parquet', 'e.csv.gz', 'f.txt', 'g.md', 'h.gz', 'csv'];
  expect(names.filter((name) => pattern.test(name))).toEqual(['a.csv', 'b.TSV', 'c.jsonl', 'd.parquet', 'e.csv.gz']);
});

it('folders are clustered by "Cluster This Folder", and a container that is empty has exactly one button', () => {
  expect(english['command.clusterFolder']).toBe('Cluster This Folder');
  for (const { view, contents, when } of contributes.viewsWelcome) {
    expect(Object.values(views)).toContain(view);
    const text = english[contents.slice(1, -1)] ?? '';
    expect(
      text.split('\n').filter((line) => /^\[.*\]\(command:grove\.\w+\)$/.test(line)),
      when,
    ).toHaveLength(view === views.clusters ? 1 : 0); // the first view tells what to do, the others what they are for
  }
});

it('each step of the walkthrough has one button, a picture without words, and ends by what there is', () => {
  const [{ steps } = { steps: [] }] = contributes.walkthroughs;
  expect(steps.length).toBeGreaterThanOrEqual(4);
  const own = [...Object.values(commands), ...Object.values(views).map((view) => `${view}.focus`)];
  const ends = [
    ...Object.values(commands).map((command) => `onCommand:${command}`),
    ...Object.values(contextKeys).map((key) => `onContext:${key}`),
    ...Object.values(views).map((view) => `onView:${view}`),
  ];
  for (const { description, media, completionEvents } of steps) {
    const buttons = [...(english[description.slice(1, -1)] ?? '').matchAll(/^\[.*\]\(command:([\w.]+)\)$/gm)];
    expect(buttons, description).toHaveLength(1);
    const [, command = ''] = buttons[0]!;
    if (command.startsWith('grove.')) expect(own).toContain(command);
    expect(completionEvents.length).toBeGreaterThan(0);
    for (const end of completionEvents) if (end.includes('grove.')) expect(ends).toContain(end);
    expect(fs.readFileSync(media.svg, 'utf8')).not.toMatch(/<(?:text|script|image|foreignObject)|href|#[0-9a-f]{3}/i);
  }
});

it('the bundle of the extension holds nothing of the engine, and loads Parquet only when it is needed', async () => {
  const { metafile } = await esbuild.build({
    ...{ entryPoints: ['src/extension.ts'], bundle: true, platform: 'node', format: 'cjs', target: 'node20' },
    ...{ external: ['vscode'], write: false, outdir: 'dist', metafile: true },
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.length).toBeGreaterThan(20);
  expect(inputs.filter((input) => /src\/engine\/|engineProcess\/|webview-ui|tensorflow|ml-hclust/.test(input))).toEqual(
    [],
  );
  const early = new Set<string>();
  const pending = ['src/extension.ts'];
  for (let input = pending.pop(); input !== undefined; input = pending.pop()) {
    if (early.has(input)) continue;
    early.add(input);
    for (const { path, kind } of metafile.inputs[input]?.imports ?? [])
      if (kind !== 'dynamic-import') pending.push(path);
  }
  expect([...early].filter((input) => input.includes('hyparquet'))).toEqual([]);
});

it('tools for language models are those of the shared table, with its schemas', () => {
  const offered = contributes.languageModelTools.map(({ name, modelDescription, inputSchema }) => ({
    ...{ name, description: modelDescription, inputSchema },
  }));
  expect(offered).toEqual(
    Object.entries(corpusTools).map(([name, { description, inputSchema }]) => ({ name, description, inputSchema })),
  );
});
