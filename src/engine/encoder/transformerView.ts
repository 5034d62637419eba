import * as v from 'valibot';
import { GroveError, messageOf } from '../../shared/errors';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import { settingOf } from '../storage/model';
import type { Encoder, Transformer } from './encoder';
import { stampOf } from './transformer/modelFolder';
import { SentenceEncoder } from './transformer/sentenceEncoder';

/** The sentence vectors of a transformer in a local folder. The saved model names the folder; it does not copy it. */
export const encodeSentences: Encoder = async (corpus, { options }, context) => {
  if (options.model === '')
    throw new GroveError(
      'usage',
      'The encoder transformer needs --model DIR (setting grove.model): a folder with model.onnx and tokenizer.json.',
    );
  const encoder = await SentenceEncoder.open(options.model, options.backend, context);
  const { folder, fingerprint } = encoder.model;
  return {
    name: 'transformer',
    encoding: await encoder.encode(textsOf(corpus), context),
    weight: 1,
    model: { settings: { folder, fingerprint }, arrays: {} },
    versions: { onnxruntime: encoder.version },
  };
};

/** New documents, by the sentence encoder that a saved model names. */
export const transformSentences: Transformer = async (part, corpus, context) => {
  const folder = settingOf(part, 'folder', v.string());
  const encoder = await opened(folder, context);
  if (encoder.model.fingerprint !== settingOf(part, 'fingerprint', v.string()))
    throw new GroveError(
      'bad-analysis',
      `The sentence encoder in ${folder} is not the one that the analysis was made with. Put that one back, or cluster the folder again.`,
    );
  return encoder.encode(textsOf(corpus), context);
};

/** The last encoder that a saved model asked for stays in memory: people refine a query. */
let lastOpened: { readonly folder: string; readonly stamp: string; readonly encoder: SentenceEncoder } | undefined;

async function opened(folder: string, context: RunContext): Promise<SentenceEncoder> {
  const stamp = await stampOf(folder);
  if (lastOpened?.folder === folder && lastOpened.stamp === stamp) return lastOpened.encoder;
  const encoder = await SentenceEncoder.open(folder, 'auto', context).catch((error: unknown) => {
    if (GroveError.is(error, 'cancelled')) throw error;
    throw new GroveError(
      'bad-analysis',
      `The sentence encoder that the analysis was made with can't be opened. ${messageOf(error)}`,
      { cause: error },
    );
  });
  lastOpened = { folder, stamp, encoder };
  return encoder;
}

function textsOf({ texts }: TokenizedCorpus): readonly string[] {
  if (texts === undefined) throw new Error('the texts were not kept for the sentence encoder');
  return texts;
}
