import path from 'node:path';
import { CorpusRoot } from '../mcp/corpusRoot';

export interface McpFlags {
  readonly allowCluster?: boolean;
}

/** `grove mcp [FOLDER]` */
export async function mcpCommand(folder: string, flags: McpFlags): Promise<void> {
  const root = await CorpusRoot.open(path.resolve(folder));
  const { serveCorpus } = await import('../mcp/mcpServer'); // only this command needs the SDK
  await serveCorpus(root, flags.allowCluster === true);
}
