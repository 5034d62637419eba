import type { IntList } from './intList';
import { boundary, type Term, type TermSequences } from './tokenizedCorpus';
import { formFrequencies, type VocabularyBuilder } from './vocabularyBuilder';

/** What only the whole corpus can tell of a term. */
export interface TermTraits {
  readonly stem: string;
  readonly isStopWord: boolean;
}

/** Forms of all documents, in the order in which these were read. */
export interface FormRuns {
  readonly builder: VocabularyBuilder;
  /** Run r is `forms[offsets[r]]` … `forms[offsets[r + 1] − 1]`; `boundary` between clauses. */
  readonly offsets: IntList; // [runs + 1]
  readonly forms: IntList;
}

/** The terms behind the forms, in no particular order yet. */
export interface ProvisionalTerms {
  readonly texts: readonly string[];
  /** Term of each form; −1 where it was forgotten. */
  readonly termOfForm: Int32Array;
  readonly frequency: Uint32Array;
}

export function gatherTerms({ builder, forms }: FormRuns): ProvisionalTerms & { formFrequency: Uint32Array } {
  const formFrequency = formFrequencies(builder, forms);
  const termOfForm = new Int32Array(formFrequency.length).fill(-1);
  const termOfText = new Map<string, number>();
  const texts: string[] = [];
  builder.surfaces.forEach((surface, form) => {
    if (surface === undefined || formFrequency[form] === 0) return;
    const text = builder.texts[form]!;
    let term = termOfText.get(text);
    if (term === undefined) {
      term = texts.length;
      texts.push(text);
      termOfText.set(text, term);
    }
    termOfForm[form] = term;
  });
  const frequency = new Uint32Array(texts.length);
  for (let f = 0; f < formFrequency.length; f++) {
    const term = termOfForm[f]!;
    if (term >= 0) frequency[term] = frequency[term]! + formFrequency[f]!;
  }
  return { texts, termOfForm, frequency, formFrequency };
}

/**
 * Puts terms and documents in canonical order.
 *
 * @param order the run of document i, in canonical order of documents
 */
export function finishSequences(
  runs: FormRuns,
  gathered: ReturnType<typeof gatherTerms>,
  order: Uint32Array,
  traitsOf: (text: string, provisionalTerm: number) => TermTraits,
): TermSequences {
  const { texts, termOfForm, frequency } = gathered;
  const surfaces = commonestSurfaces(runs.builder, gathered);
  const documentFrequency = documentFrequencies(runs, gathered);
  const ids = Int32Array.from(texts.keys());
  ids.sort((a, b) => documentFrequency[b]! - documentFrequency[a]! || (texts[a]! < texts[b]! ? -1 : 1));
  const canonicalOfTerm = new Int32Array(texts.length);
  const vocabulary = Array.from(ids, (t, place): Term => {
    canonicalOfTerm[t] = place;
    return {
      text: texts[t]!,
      surface: surfaces[t]!,
      ...traitsOf(texts[t]!, t),
      documentFrequency: documentFrequency[t]!,
      frequency: frequency[t]!,
    };
  });
  const canonicalOfForm = termOfForm.map((term) => (term < 0 ? forgotten : canonicalOfTerm[term]!));
  return { vocabulary, ...reorder(runs, order, canonicalOfForm) };
}

function documentFrequencies({ offsets, forms }: FormRuns, { texts, termOfForm }: ProvisionalTerms): Uint32Array {
  const documentFrequency = new Uint32Array(texts.length);
  const lastRun = new Int32Array(texts.length).fill(-1);
  const values = forms.view();
  for (let run = 0; run + 1 < offsets.length; run++) {
    const end = offsets.at(run + 1);
    for (let p = offsets.at(run); p < end; p++) {
      const form = values[p]!;
      const term = form < 0 ? -1 : termOfForm[form]!;
      if (term < 0 || lastRun[term] === run) continue;
      lastRun[term] = run;
      documentFrequency[term] = documentFrequency[term]! + 1;
    }
  }
  return documentFrequency;
}

const forgotten = -2;

/** The runs in the documents' order, as canonical terms; boundaries stand only between terms, one at a time. */
function reorder(
  { offsets: from, forms }: FormRuns,
  order: Uint32Array,
  canonicalOfForm: Int32Array,
): Omit<TermSequences, 'vocabulary'> {
  const values = forms.view();
  const terms = new Int32Array(values.length);
  const offsets = new Uint32Array(order.length + 1);
  let end = 0;
  for (let i = 0; i < order.length; i++) {
    const start = end;
    const last = from.at(order[i]! + 1);
    let isAfterBoundary = false;
    for (let p = from.at(order[i]!); p < last; p++) {
      const form = values[p]!;
      if (form === boundary) {
        isAfterBoundary = true;
        continue;
      }
      const term = canonicalOfForm[form]!;
      if (term === forgotten) continue;
      if (isAfterBoundary && end > start) terms[end++] = boundary;
      isAfterBoundary = false;
      terms[end++] = term;
    }
    offsets[i + 1] = end;
  }
  return { offsets, terms: terms.slice(0, end) };
}

/** A lower-case form is shown wherever it has this share: capitals at the start of sentences and in titles don't win. */
const lowerCaseShare = 0.3;

/** The form to show of each term: its commonest, or a lower-case one that is common enough. Ties: code-unit order. */
function commonestSurfaces(
  builder: VocabularyBuilder,
  { texts, termOfForm, frequency, formFrequency }: ReturnType<typeof gatherTerms>,
): string[] {
  const best = new Int32Array(texts.length).fill(-1);
  const isLowerCase = new Uint8Array(texts.length);
  for (let f = 0; f < formFrequency.length; f++) {
    const term = termOfForm[f]!;
    if (term < 0 || isLowerCase[term] === 1) continue;
    const surface = builder.surfaces[f]!;
    const count = formFrequency[f]!;
    if (surface === texts[term] && count >= lowerCaseShare * frequency[term]!) {
      isLowerCase[term] = 1;
      best[term] = f;
      continue;
    }
    const held = best[term]!;
    if (
      held >= 0 &&
      (count < formFrequency[held]! || (count === formFrequency[held] && surface >= builder.surfaces[held]!))
    )
      continue;
    best[term] = f;
  }
  return Array.from(best, (form) => builder.surfaces[form]!);
}
