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
const untitled = 'Miscellaneous';

/**
 * Names sibling groups of documents: up to ten keywords each and a label of their first three, no two siblings alike.
 * A group that no term sets apart is 'Miscellaneous'.
 *
 * @param language of most documents (ISO 639-1): labels have its capitals
 */
export function labelGroups(candidates: LabelCandidates, groups: readonly Group[], language: string): ClusterLabel[] {
  const scored = classTfIdf(candidates, groups, scoredPerGroup);
  const keywords = scored.map((list) => chooseKeywords(candidates, list, keywordCount));
  const taken = new Set<string>();
  return keywords.map((list) => {
    const label = uniqueLabel(list, taken, language);
    taken.add(label.toLowerCase());
    return { label, keywords: list };
  });
}

/** The first three terms; a fourth, then another third, then a number where a sibling has that name already. */
function uniqueLabel(keywords: readonly Keyword[], taken: ReadonlySet<string>, language: string): string {
  const terms = keywords.map((keyword) => keyword.term);
  const attempts = [terms.slice(0, labelTerms), terms.slice(0, mostLabelTerms)];
  for (let last = mostLabelTerms; last < terms.length; last++)
    attempts.push([...terms.slice(0, labelTerms), terms[last]!]);
  for (const attempt of attempts) {
    const label = attempt.length === 0 ? untitled : joinTerms(attempt, language);
    if (!taken.has(label.toLowerCase())) return label;
  }
  const base = terms.length === 0 ? untitled : joinTerms(terms.slice(0, labelTerms), language);
  let number = 2;
  while (taken.has(`${base} ${number}`.toLowerCase())) number++;
  return `${base} ${number}`;
}

const han = /\p{Script=Han}/u;

/**
 * 'bread, Visual basic' → 'Bread, Visual Basic': in English each word has a capital but for those that link, elsewhere the
 * first alone (German and the like write their own). Chinese terms are joined by the enumeration comma.
 */
function joinTerms(terms: readonly string[], language: string): string {
  if (terms.every((term) => han.test(term))) return terms.join('、');
  if (language === 'en') return terms.map(titleCase).join(', ');
  return capitalized(terms.join(', '));
}

const linking: ReadonlySet<string> = new Set('of and in for to on at by with without vs or the a an'.split(' '));
/** A word of small letters: 'svn' and 'forsale', not 'mod_rewrite', 'x11r5', 'iPhone'. */
const plainWord = /^\p{Ll}[\p{Ll}\p{M}'’-]*$/u;

function titleCase(term: string): string {
  const words = term.split(' ');
  return words
    .map((word, i) => (plainWord.test(word) && (i === 0 || !linking.has(word)) ? capitalized(word) : word))
    .join(' ');
}

function capitalized(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
