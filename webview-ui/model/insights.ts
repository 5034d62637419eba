import { useEffect, useMemo, useState } from 'preact/hooks';
import type { InsightName, Insights } from '../../src/shared/insights';
import type { PageData, ToPage } from '../../src/shared/viewProtocol';
import type { Editor } from '../editor';

export type HostAnswer = Extract<ToPage, { type: 'insight' | 'insightFailed' }>;

/** A part of the analysis that is made when it is wanted. */
export interface Asked<T> {
  readonly value?: T;
  readonly failure?: string;
  readonly isPending: boolean;
  /** Undefined where nobody could answer: in the HTML report. */
  readonly ask?: (documents?: readonly number[]) => void;
}

export type AskedInsights = { readonly [K in InsightName]: Asked<Insights[K]> };

type Failures = Partial<Record<InsightName, string>>;

/** What is known beyond the analysis itself, and the means to ask for the rest. */
export function useInsights(data: PageData, answer: HostAnswer | undefined, editor: Editor): AskedInsights {
  const [known, setKnown] = useState<Partial<Insights>>(data.insights ?? {});
  const [failures, setFailures] = useState<Failures>({});
  const [pending, setPending] = useState<readonly InsightName[]>([]);
  useEffect(() => {
    if (answer === undefined) return;
    if (answer.type === 'insight') setKnown((current) => ({ ...current, [answer.insight.name]: answer.insight.value }));
    else setFailures((current) => ({ ...current, [answer.name]: answer.message }));
    const name = answer.type === 'insight' ? answer.insight.name : answer.name;
    setPending((current) => current.filter((other) => other !== name));
  }, [answer]);
  return useMemo(() => {
    const asked = <T>(name: InsightName, value: T | undefined): Asked<T> => {
      const failure = failures[name];
      return {
        ...(value !== undefined && { value }),
        ...(failure !== undefined && { failure }),
        isPending: pending.includes(name),
        ...(data.hasEditor && {
          ask: (documents?: readonly number[]) => {
            setFailures(({ [name]: _, ...others }) => others);
            setPending((current) => [...current, name]);
            editor.post({ type: 'ask', name, ...(documents && { documents }) });
          },
        }),
      };
    };
    return {
      timeline: asked('timeline', known.timeline),
      sentiment: asked('sentiment', known.sentiment),
      separation: asked('separation', known.separation),
      duplicates: asked('duplicates', known.duplicates),
      distinctive: asked('distinctive', known.distinctive),
    };
  }, [known, failures, pending, data, editor]);
}
