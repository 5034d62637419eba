import { parse as parseToml, TomlError } from 'smol-toml';
import { frontMatterBlock, yamlValues } from '../../../shared/frontMatterBlock';
import { isOwnTag } from '../../../shared/tags';
import { isoDate } from '../dates';

/** The metadata at the head of a Markdown file, and the rest of the file. */
export interface FrontMatter {
  readonly title?: string | undefined;
  readonly label?: string | undefined;
  readonly date?: string | undefined;
  /** Its single values (of lists the first that Grove has not written), by name. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  readonly body: string;
}

/**
 * Splits YAML ('---') or TOML ('+++') front matter off. `label`, else `category`, is the document's true label. Front
 * matter that cannot be parsed is left out of the prose all the same.
 */
export function splitFrontMatter(text: string): FrontMatter {
  const block = frontMatterBlock(text);
  if (block === undefined) return { body: text };
  const { fence, source, length } = block;
  const body = text.slice(length);
  const values = fence === '---' ? yamlValues(source) : tomlValues(source);
  return {
    title: scalar(values['title']),
    label: scalar(values['label'] ?? values['category'] ?? values['categories']),
    date: isoDate(values['date']),
    fields: fieldsOf(values),
    body,
  };
}

/** Values by their keys, dates as ISO 8601. Where the source is wrong somewhere, what stands above that line. */
function tomlValues(source: string, isWhole = true): Record<string, unknown> {
  try {
    const entries = Object.entries(parseToml(source, { integersAsBigInt: 'asNeeded' }));
    return Object.fromEntries(
      entries.map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
    );
  } catch (error) {
    if (!isWhole || !(error instanceof TomlError)) return {};
    const above = source.split('\n').slice(0, error.line - 1);
    return tomlValues(above.join('\n'), false);
  }
}

function scalar(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'string' && typeof first !== 'number' && typeof first !== 'boolean') return undefined;
  return String(first).replace(/\s+/g, ' ').trim() || undefined;
}

const longestField = 200;

function fieldsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const fields: [string, string][] = [];
  for (const [name, value] of Object.entries(values)) {
    const own = Array.isArray(value) ? value.filter((item) => !isOwnTag(item)) : value;
    const text = own instanceof Date ? isoDate(own) : scalar(own);
    if (text !== undefined && text.length <= longestField) fields.push([name, text]);
  }
  return Object.fromEntries(fields);
}
