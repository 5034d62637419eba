import { frontMatterBlock, yamlEntry } from './frontMatterBlock';
import { ownTagPrefix } from './tags';

/** A change of a text in one place: `removed`, at offset `at`, gives way to `inserted`. */
export interface TextEdit {
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
}

/** Whether a file is one whose front matter can have tags, by its name. */
export function isMarkdown(file: string): boolean {
  return /\.(md|markdown|mdown|mkd)$/i.test(file);
}

const opening = /^---[^\S\n]*\n/;

/**
 * The tag of a cluster as note-taking programs take one: letters, digits, '-' and '_', below `grove/`, so that it is told
 * apart from a person's own tags.
 */
export function clusterTag(label: string, cluster: number): string {
  const name = label.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}_]+/gu, '-').replace(/^-+|-+$/g, ''); // prettier-ignore
  return `${ownTagPrefix}${name === '' ? `cluster-${cluster}` : name}`;
}

/**
 * The edit that adds a tag to the list `tags` of a Markdown file's YAML front matter, which is made where there is none.
 * Nothing else changes. Where the front matter can't be edited safely the answer is why.
 */
export function tagEdit(text: string, tag: string): TextEdit | { readonly reason: string } {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const body = text.slice(start);
  const eol = /^[^\n]*\r\n/.test(body) ? '\r\n' : '\n';
  const block = frontMatterBlock(body);
  if (block === undefined) return { at: start, removed: '', inserted: `---${eol}tags:${eol}  - ${tag}${eol}---${eol}` };
  const fence = opening.exec(body);
  if (fence === null) return { reason: 'its front matter is not YAML' };
  const yaml = body.slice(fence[0].length, block.length).replace(/(?:---|\.\.\.)\s*$/, '');
  const edit = editOf(yaml, tag, eol);
  if (edit === undefined) return { reason: 'its front matter has tags that are not a list, or can’t be read' };
  const entry = yamlEntry(applyEdit(yaml, edit), 'tags');
  if (entry === undefined || !Array.isArray(entry.value) || !entry.value.includes(tag))
    return { reason: 'its front matter can’t be changed without changing its meaning' };
  return { ...edit, at: edit.at + start + fence[0].length };
}

function editOf(yaml: string, tag: string, eol: string): TextEdit | undefined {
  const entry = yamlEntry(yaml, 'tags');
  if (entry === undefined) return undefined;
  const { value, form, from, to, keyEnd } = entry;
  if (form === 'absent') return { at: 0, removed: '', inserted: `tags:${eol}  - ${tag}${eol}` };
  if (form === 'flow list' && Array.isArray(value))
    return { at: to - 1, removed: '', inserted: `${value.length > 0 ? ', ' : ''}${tag}` };
  if (form === 'block list') {
    const line = yaml.lastIndexOf('\n', from - 1) + 1;
    const indent = /^([^\S\n]*)-(?=\s)/.exec(yaml.slice(line))?.[1];
    return indent === undefined ? undefined : { at: line, removed: '', inserted: `${indent}- ${tag}${eol}` };
  }
  if (form === 'nothing') {
    const colon = yaml.indexOf(':', keyEnd);
    return { at: colon + 1, removed: '', inserted: ` [${tag}]` };
  }
  if (form !== 'plain') return undefined;
  const words = yaml.slice(from, to).split(/[,\s]+/).filter((word) => word !== ''); // prettier-ignore
  return { at: from, removed: yaml.slice(from, to), inserted: `[${[...words, tag].join(', ')}]` };
}

export function applyEdit(text: string, { at, removed, inserted }: TextEdit): string {
  return text.slice(0, at) + inserted + text.slice(at + removed.length);
}

/** The text without an edit; undefined where what was inserted is no longer there as it was. */
export function revertEdit(text: string, { at, removed, inserted }: TextEdit): string | undefined {
  const found = text.startsWith(inserted, at) ? at : text.indexOf(inserted);
  const isUnique = found >= 0 && (found === at || text.indexOf(inserted, found + 1) < 0);
  return isUnique ? text.slice(0, found) + removed + text.slice(found + inserted.length) : undefined;
}
