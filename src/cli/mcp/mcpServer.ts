import { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { engineVersions } from '../../engine/versions';
import { processContext } from '../../engineProcess/processContext';
import * as v from 'valibot';
import { corpusToolInputs, type CorpusToolInputs, type CorpusToolName, corpusTools } from '../../shared/corpusTools';
import { GroveError, messageOf } from '../../shared/errors';
import { toolAnswers, type ToolAnswers } from './answerTool';
import type { CorpusRoot } from './corpusRoot';

/** The door to the Model Context Protocol's SDK: offers the tools on stdin and stdout until the client goes away. */
export function serveCorpus(root: CorpusRoot, mayCluster: boolean): Promise<void> {
  const answers = toolAnswers(root);
  return new Promise((resolve) => {
    serveStdio(
      () => {
        const server = new McpServer({ name: 'grove', version: engineVersions()['grove'] ?? '0' });
        for (const name of Object.keys(corpusTools) as CorpusToolName[])
          if (corpusTools[name].readOnly || mayCluster) offer(server, name, answers);
        return server;
      },
      { onerror: (error) => process.stderr.write(`${error.message}\n`) },
    );
    process.stdin.once('close', resolve);
  });
}

function offer<Name extends CorpusToolName>(server: McpServer, name: Name, answers: Pick<ToolAnswers, Name>): void {
  const { title, description, readOnly, inputSchema } = corpusTools[name];
  const annotations = { readOnlyHint: readOnly, destructiveHint: false, openWorldHint: false };
  const schema = fromJsonSchema(structuredClone<object>(inputSchema));
  server.registerTool(name, { title, description, annotations, inputSchema: schema }, async (input, { mcpReq }) => {
    const context = processContext({
      progress: () => {},
      isCancelled: () => mcpReq.signal.aborted,
      log: () => {},
      nameOption: (name) => name,
      warn: (message) => process.stderr.write(`${message}\n`),
    });
    try {
      const answer = await answers[name](v.parse(corpusToolInputs[name], input) as CorpusToolInputs[Name], context);
      return { content: [{ type: 'text', text: JSON.stringify(answer) }] };
    } catch (error) {
      const text = GroveError.is(error) ? error.message : `Grove failed: ${messageOf(error)}`;
      return { content: [{ type: 'text', text }], isError: true };
    }
  });
}
