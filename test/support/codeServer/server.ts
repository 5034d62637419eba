import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import fsp from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ensureCodeServer } from './install';

/** Settings that keep a fresh profile silent. */
const quietSettings: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'explorer.compactFolders': false, // a row a folder, so that rows can be found by path
  'explorer.confirmDelete': false,
  'git.openRepositoryInParentFolders': 'never',
  'window.dialogStyle': 'custom',
};

export interface ServerOptions {
  /** Folders of unpacked extensions, or .vsix files. */
  readonly extensions?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment, which the extension host inherits. */
  readonly env?: Readonly<Record<string, string>>;
  /** Lets the workbench run tests inside the extension host. Modal dialogs are then refused. */
  readonly testDriver?: boolean;
}

export interface CodeServer {
  readonly url: string;
  /** 'host:port', the authority of its vscode-remote: URIs. */
  readonly authority: string;
  /** All that it writes lies in here. It is removed by `stop`. */
  readonly home: string;
  readonly pid: number;
  /** Replaces the user's settings; open windows follow at once. */
  writeSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** VS Code's log files by their relative path. */
  logs(): Record<string, string>;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 5_000;

/** Starts a throw-away VS Code server on a free port of this machine, with a profile of its own. Stop it when done. */
export async function startServer(options: ServerOptions = {}): Promise<CodeServer> {
  const { node, entry } = await ensureCodeServer();
  const home = await fsp.mkdtemp(path.join(os.tmpdir(), 'grove-vscode-'));
  const userData = path.join(home, 'user-data');
  const extensionsFolder = path.join(home, 'extensions');
  await fsp.mkdir(path.join(userData, 'User'), { recursive: true });
  await fsp.mkdir(extensionsFolder);
  const writeSettings = async (settings: Readonly<Record<string, unknown>>): Promise<void> => {
    const text = JSON.stringify({ ...quietSettings, ...options.settings, ...settings }, null, 2);
    await fsp.writeFile(path.join(userData, 'User/settings.json'), text);
  };
  await writeSettings({});
  const env = {
    ...process.env,
    ...options.env,
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_DATA_HOME: path.join(home, 'data'),
    VSCODE_IPC_HOOK_CLI: '',
    NODE_OPTIONS: '',
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }),
    PATH: `${path.dirname(node)}${path.delimiter}${process.env['PATH'] ?? ''}`,
  };
  const places = ['--config', path.join(home, 'config.yaml'), '--user-data-dir', userData, '--extensions-dir', extensionsFolder]; // prettier-ignore
  await addExtensions(options.extensions ?? [], extensionsFolder, async (vsix) => {
    await promisify(execFile)(node, [entry, ...places, '--install-extension', vsix, '--force'], { env });
  });

  const port = await freePort();
  const logFile = path.join(home, 'server.log');
  const log = fs.openSync(logFile, 'w');
  const flags = [
    ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--disable-telemetry', '--disable-update-check'],
    ...['--disable-workspace-trust', '--disable-getting-started-override', '--ignore-last-opened'],
    ...(options.testDriver === true ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
  // a process group of its own, so that stop() reaches the extension hosts too
  const child = spawn(node, [entry, ...places, ...flags], { env, stdio: ['ignore', log, log], detached: true });
  fs.closeSync(log);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // the group has ended
    }
  };

  const server: CodeServer = {
    url: `http://127.0.0.1:${port}`,
    authority: `127.0.0.1:${port}`,
    home,
    pid: child.pid ?? 0,
    writeSettings,
    logs: () => readLogs(path.join(userData, 'logs')),
    async stop() {
      if (!isGone()) {
        signal('SIGTERM');
        const timer = setTimeout(() => signal('SIGKILL'), stopTimeoutMs);
        await gone;
        clearTimeout(timer);
      }
      await fsp.rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  for (let waitedMs = 0; !(await answers(server.url)); waitedMs += 100) {
    if (isGone() || waitedMs > startTimeoutMs) {
      const said = await fsp.readFile(logFile, 'utf8');
      await server.stop();
      throw new Error(`code-server did not start:\n${said}`);
    }
    await sleep(100);
  }
  return server;
}

/**
 * Links come first: the first start, also that of the command line, lists what lies in the extensions folder, and a
 * folder added later is ignored.
 */
async function addExtensions(
  extensions: readonly string[],
  folder: string,
  installVsix: (file: string) => Promise<void>,
): Promise<void> {
  const isVsix = (extension: string): boolean => extension.endsWith('.vsix');
  for (const extension of extensions.filter((each) => !isVsix(each))) {
    const manifest = JSON.parse(await fsp.readFile(path.join(extension, 'package.json'), 'utf8')) as Record<
      string,
      string
    >;
    const id = `${manifest['publisher'] ?? ''}.${manifest['name'] ?? ''}-${manifest['version'] ?? ''}`;
    await fsp.symlink(path.resolve(extension), path.join(folder, id));
  }
  for (const extension of extensions.filter(isVsix)) await installVsix(path.resolve(extension));
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = net.createServer().once('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as AddressInfo;
      listener.close(() => resolve(port));
    });
  });
}

function readLogs(folder: string): Record<string, string> {
  if (!fs.existsSync(folder)) return {};
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    files
      .filter((file) => fs.statSync(path.join(folder, file)).isFile())
      .map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]),
  );
}
