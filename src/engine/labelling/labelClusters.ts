import type { Keyword } from '../../shared/analysis';
import type { LabelCandidates } from './candidates';
import { classTfIdf, type Group } from './classTfIdf';
import { chooseKeywords } from './keywords';

export interface ClusterLabel {
  readonly label: string;
  readonly keywords: readonly Keyword[];
}

const keywordCount = 10;
const labelTerms = 3;
const mostLabelTerms = 4;
const scoredPerGroup = 200;

/**
 * Names sibling groups of documents: up to ten keywords each and a label of their first three, no two siblings alike.
 * `untitled` names a group that no term sets apart.
 */
export function labelGroups(
  candidates: LabelCandidates,
  groups: readonly Group[],
  untitled: string = 'Miscellaneous',
): ClusterLabel[] {
  const scored = classTfIdf(candidates, groups, scoredPerGroup);
  const keywords = scored.map((list) => chooseKeywords(candidates, list, keywordCount));
  const taken = new Set<string>();
  return keywords.map((list) => {
    const label = uniqueLabel(list, taken, untitled);
    taken.add(label.toLowerCase());
    return { label, keywords: list };
  });
}

/** The first three terms; a fourth, then another third, then a number where a sibling has that name already. */
function uniqueLabel(keywords: readonly Keyword[], taken: ReadonlySet<string>, untitled: string): string {
  const terms = keywords.map((keyword) => keyword.term);
  const attempts = [terms.slice(0, labelTerms), terms.slice(0, mostLabelTerms)];
  for (let last = mostLabelTerms; last < terms.length; last++)
    attempts.push([...terms.slice(0, labelTerms), terms[last]!]);
  for (const attempt of attempts) {
    const label = attempt.length === 0 ? untitled : joinTerms(attempt);
    if (!taken.has(label.toLowerCase())) return label;
  }
  const base = terms.length === 0 ? untitled : joinTerms(terms.slice(0, labelTerms));
  let number = 2;
  while (taken.has(`${base} ${number}`.toLowerCase())) number++;
  return `${base} ${number}`;
}

const han = /\p{Script=Han}/u;

/** 'bread, yeast, dough' → 'Bread, yeast, dough'; Chinese terms are joined by the enumeration comma. */
function joinTerms(terms: readonly string[]): string {
  if (terms.every((term) => han.test(term))) return terms.join('、');
  const text = terms.join(', ');
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
