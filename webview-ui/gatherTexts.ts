import type { PageTexts, ToPage } from '../src/shared/viewProtocol';

/** Puts the texts of documents, which come in pieces first, into the 'show' that follows. */
export function gatherTexts(): (message: ToPage) => ToPage | undefined {
  let texts: { -readonly [Name in keyof PageTexts]: string[] } = { id: [], path: [], title: [], snippet: [] };
  return (message) => {
    if (message.type === 'texts') {
      if (message.from === 0) texts = { id: [], path: [], title: [], snippet: [] };
      for (const name of ['id', 'path', 'title', 'snippet'] as const) texts[name].push(...message.texts[name]);
      return undefined;
    }
    if (message.type !== 'show' || message.data.documents.id.length > 0) return message;
    return { ...message, data: { ...message.data, documents: { ...message.data.documents, ...texts } } };
  };
}
