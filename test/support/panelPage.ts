import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { FromPage, PageData, PageState, ToPage } from '../../src/shared/viewProtocol';
import { themes, type ThemeName } from './themes';

/** The panel in a browser as VS Code has it: same policy, theme variables, `acquireVsCodeApi`, messages. */
export interface Panel {
  readonly page: Page;
  /** What the page has said to the host so far. */
  messages(): Promise<FromPage[]>;
  post(message: Exclude<ToPage, { type: 'show' }>): Promise<void>;
  /** The analysis is shown from the start, as after a run in its place. */
  showAgain(): Promise<void>;
  /** Errors of the console, of scripts and of the policy. */
  readonly problems: string[];
  close(): Promise<void>;
}

interface PanelOptions {
  readonly data?: PageData;
  readonly state?: PageState;
  /** Where the host has the cut. */
  readonly cut?: number;
  /** The analysis is not shown before `showAgain`. */
  readonly isHeld?: boolean;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
}

const bundle = path.resolve('dist/webview');
const nonce = 'panelTest';

/** The host's side, in the page itself: answers 'ready' with 'show', and keeps what was said. */
const hostScript = `
  const written = JSON.parse(document.getElementById('test-data').textContent, (key, value) =>
    value && value.$ ? new ({ Float32Array, Float64Array, Int32Array })[value.$](value.values) : value);
  window.said = [];
  window.show = () => window.postMessage({ type: 'show', data: written.data, state: written.state, cut: written.cut });
  window.acquireVsCodeApi = () => ({
    setState() {},
    postMessage(message) {
      window.said.push(message);
      if (message.type === 'ready' && written.data && !written.isHeld) window.show();
    },
  });
  window.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
`;

export async function openPanel(browser: Browser, options: PanelOptions = {}): Promise<Panel> {
  const server = http.createServer((request, response) => {
    void serve(request.url ?? '/', response, options);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { width = 1280, height = 800, theme = 'light' } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: themes[theme].scheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    const isOurs = message.type() === 'error' || message.type() === 'warning';
    // Tests read pixels back, and software WebGL says that this is slow; the page does not.
    const isOfTests = /willReadFrequently|GL Driver Message/.test(message.text());
    if (isOurs && !isOfTests) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(origin);
  // What is posted before the page listens is lost; the host too posts nothing before 'ready'.
  await page.waitForFunction(() =>
    (window as unknown as { said: FromPage[] }).said.some(({ type }) => type === 'ready'),
  );
  return {
    page,
    problems,
    messages: () => page.evaluate(() => (window as unknown as { said: FromPage[] }).said),
    showAgain: () => page.evaluate(() => (window as unknown as { show: () => void }).show()),
    post: (message) => page.evaluate((sent) => window.postMessage(sent), message),
    close: async () => {
      await context.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** When what was done last is in the picture: after two frames of the page. */
export async function nextPicture(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

async function serve(url: string, response: http.ServerResponse, options: PanelOptions): Promise<void> {
  const asset = { '/main.js': 'text/javascript', '/main.css': 'text/css' }[url];
  if (asset !== undefined) {
    response.setHeader('Content-Type', asset);
    response.end(await fs.readFile(path.join(bundle, url)));
    return;
  }
  if (url !== '/') {
    response.statusCode = url === '/favicon.ico' ? 204 : 404;
    response.end();
    return;
  }
  const { data, state, cut, isHeld, theme = 'light' } = options;
  const written = JSON.stringify({ data, state, cut, isHeld }, (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? { $: value.constructor.name, values: Array.from(value as Float64Array) } : value,
  ).replace(/</g, '\\u003c');
  const { bodyClass, variables } = themes[theme];
  const rules = Object.entries(variables).map(([name, value]) => `--vscode-${name}: ${value};`);
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src data:; font-src 'self'`,
  );
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Grove</title>
<style nonce="${nonce}">:root { ${rules.join(' ')} }</style>
<link rel="stylesheet" href="/main.css"></head>
<body class="${bodyClass}"><div id="root"></div>
<script type="application/json" id="test-data">${written}</script>
<script nonce="${nonce}">${hostScript}</script>
<script nonce="${nonce}" src="/main.js"></script></body></html>`);
}
