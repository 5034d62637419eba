import * as v from 'valibot';
import type { Cluster } from './analysis';

/**
 * What a language model may ask of a corpus: names, descriptions and JSON schemas of the tools. VS Code offers them to its
 * chat (a test holds `package.json` against them), `grove mcp` over the Model Context Protocol.
 */

interface CorpusTool {
  readonly title: string;
  readonly description: string;
  /** Whether it only reads. */
  readonly readOnly: boolean;
  readonly inputSchema: {
    readonly type: 'object';
    readonly properties: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
    readonly required?: readonly string[];
    readonly additionalProperties: false;
  };
}

const keywordsShown = 6;

/** No answer lists more documents. */
export const mostListed = 50;

const analysis = {
  type: 'string',
  description: 'Name of the analysis, as list_clusters gives it. May be left out where there is only one.',
};
const top = { type: 'integer', minimum: 1, maximum: mostListed, description: 'How many documents; 10 if left out.' };

export const corpusTools = {
  list_clusters: {
    title: 'List clusters',
    description:
      'Lists the analyses of this folder, or the clusters of one of them: labels, sizes, keywords and parts. Begin here to learn what the corpus is about.',
    readOnly: true,
    inputSchema: { type: 'object', properties: { analysis }, additionalProperties: false },
  },
  search_corpus: {
    title: 'Search the corpus',
    description:
      'Finds the documents nearest to a query, by their words and by what they mean. Answers with ids, titles, beginnings and clusters.',
    readOnly: true,
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string', minLength: 1, description: 'Words or a sentence.' },
        cluster: { type: 'integer', description: 'Id of a cluster or part of one, to search only there.' },
        top,
        analysis,
      },
      required: ['query'],
      additionalProperties: false,
    },
  },
  get_similar_documents: {
    title: 'Similar documents',
    description: 'Lists the documents most like one, with cosine similarity and the terms they share.',
    readOnly: true,
    inputSchema: {
      type: 'object',
      properties: {
        document: { type: 'string', minLength: 1, description: 'Id of a document, as the other tools give it.' },
        top,
        analysis,
      },
      required: ['document'],
      additionalProperties: false,
    },
  },
  cluster_folder: {
    title: 'Cluster a folder',
    description:
      'Clusters the text files of a folder anew and keeps the analysis in its .grove folder. No document is changed. May take minutes for many documents.',
    readOnly: false,
    inputSchema: {
      type: 'object',
      properties: {
        folder: { type: 'string', description: 'Path of a folder within the corpus; all of it if left out.' },
        clusters: { type: 'integer', minimum: 1, description: 'The number of clusters; chosen if left out.' },
      },
      additionalProperties: false,
    },
  },
} as const satisfies Record<string, CorpusTool>;

export type CorpusToolName = keyof typeof corpusTools;

const count = v.pipe(v.number(), v.integer());
const topSchema = v.optional(v.pipe(count, v.minValue(1), v.maxValue(mostListed)), 10);

/** What each tool is given, as its JSON schema says. */
export const corpusToolInputs = {
  list_clusters: v.strictObject({ analysis: v.optional(v.string()) }),
  search_corpus: v.strictObject({
    query: v.pipe(v.string(), v.minLength(1)),
    cluster: v.optional(count),
    top: topSchema,
    analysis: v.optional(v.string()),
  }),
  get_similar_documents: v.strictObject({
    document: v.pipe(v.string(), v.minLength(1)),
    top: topSchema,
    analysis: v.optional(v.string()),
  }),
  cluster_folder: v.strictObject({
    folder: v.optional(v.string()),
    clusters: v.optional(v.pipe(count, v.minValue(1))),
  }),
} as const satisfies Record<CorpusToolName, v.GenericSchema>;

export type CorpusToolInputs = { readonly [Name in CorpusToolName]: v.InferOutput<(typeof corpusToolInputs)[Name]> };

/** A cluster as a language model is told of it. */
export function clusterForModel({ id, parent, size, label, keywords }: Cluster): object {
  return { id, parent, size, label, keywords: keywords.slice(0, keywordsShown).map(({ term }) => term) };
}
