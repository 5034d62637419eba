import { expect, test } from 'vitest';
import type { PageData, PageTexts, ToPage } from '../../../src/shared/viewProtocol';
import { gatherTexts } from '../../../webview-ui/gatherTexts';
import { makePageData } from '../../support/pageData';

const data = makePageData(10, 3);
const { id, path, title, snippet, ...rest } = data.documents;
const texts: PageTexts = { id, path, title, snippet };
const piece = (from: number, to: number): ToPage => ({
  type: 'texts',
  from,
  texts: {
    id: id.slice(from, to),
    path: path.slice(from, to),
    title: title.slice(from, to),
    snippet: snippet.slice(from, to),
  },
});
const shell: PageData = { ...data, documents: { ...rest, id: [], path: [], title: [], snippet: [] } };

test('texts in pieces are in the analysis that is shown next', () => {
  const gather = gatherTexts();
  expect([piece(0, 4), piece(4, 8)].map(gather)).toEqual([undefined, undefined]); // another page took over here
  expect([piece(0, 4), piece(4, 8), piece(8, 10)].map(gather)).toEqual([undefined, undefined, undefined]);
  expect(gather({ type: 'show', data: shell })).toEqual({
    type: 'show',
    data: { ...data, documents: { ...rest, ...texts } },
  });
  expect(gather({ type: 'show', data })).toEqual({ type: 'show', data });
});
