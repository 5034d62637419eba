import type { RunContext } from '../runContext';

/** A context for work of other stages that a projection does: what it reports belongs to this stage. */
export function projecting(context: RunContext): RunContext {
  return { ...context, progress: (progress) => context.progress({ ...progress, stage: 'project' }) };
}
