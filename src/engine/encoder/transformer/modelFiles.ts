/** The network of a sentence encoder's folder, the first that is there. */
export const networkNames = [
  'model.onnx',
  'onnx/model.onnx',
  'model_quantized.onnx',
  'onnx/model_quantized.onnx',
] as const;

/** What says how to use it. All but the tokenizer may be missing. */
export const configNames = {
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
  model: 'config.json',
  sentence: 'sentence_bert_config.json',
  prompts: 'config_sentence_transformers.json',
  modules: 'modules.json',
  pooling: '1_Pooling/config.json',
} as const;

/** Where a network's weights may lie, if not in itself. */
export function weightsOf(network: string): string[] {
  return [`${network}_data`, `${network}.data`];
}
