import type { FromPage, PageData, PageState, ToPage } from '../src/shared/viewProtocol';
import { gatherTexts } from './gatherTexts';
import { inlinedData } from './inlinedData';

/** What is around the page: VS Code, or nothing but the HTML report itself. */
export interface Editor {
  post(message: FromPage): void;
  /** Delivers 'show' and all that follows; says 'ready' first. */
  listen(listener: (message: ToPage) => void): void;
  saveState(state: PageState): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  /** Kept for the page when the window is reloaded. */
  setState(state: unknown): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}

export function connectEditor(): Editor {
  return typeof acquireVsCodeApi === 'function' ? vsCodeEditor(acquireVsCodeApi()) : reportEditor(inlinedData());
}

function vsCodeEditor(api: VsCodeApi): Editor {
  const post = (message: FromPage): void => api.postMessage(message);
  api.setState({ analysis: document.body.dataset['analysis'] });
  return {
    post,
    listen(listener) {
      const withTexts = gatherTexts();
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = isToPage(event.data) ? withTexts(event.data) : undefined;
        if (message !== undefined) listener(message);
      });
      window.addEventListener('focus', () => post({ type: 'focused' }));
      post({ type: 'ready' });
    },
    saveState: (state) => post({ type: 'saveState', state }),
  };
}

function reportEditor(data: PageData | undefined): Editor {
  return {
    post: (message) => {
      if (message.type === 'savePicture') download(message.name, message.bytes);
    },
    listen(listener) {
      listener(
        data === undefined ? { type: 'failed', message: 'This report holds no analysis.' } : { type: 'show', data },
      );
    },
    saveState: () => undefined,
  };
}

/** The browser may still read a file when the click is done. */
const keptMs = 60_000;

/** Hands a file to the browser, which puts it where its person keeps what they download. */
function download(name: string, bytes: Uint8Array): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), keptMs);
}

function isToPage(message: unknown): message is ToPage {
  const types: readonly ToPage['type'][] = [
    'texts',
    'show',
    'select',
    'cut',
    'edited',
    'insight',
    'insightFailed',
    'comparing',
    'compared',
    'compareFailed',
    'stale',
    'failed',
  ];
  return isRecord(message) && types.some((type) => type === message['type']);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
