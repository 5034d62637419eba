import type { ComponentChildren } from 'preact';
import type { Asked } from '../model/insights';

/** A part of the report that is made when it is asked for: a button, then its progress, then the part or why there is none. */
export function Wanted<T>({
  asked: { value, failure, isPending, ask },
  action,
  busy,
  children,
}: {
  readonly asked: Asked<T>;
  readonly action: string;
  readonly busy: string;
  readonly children: (value: T) => ComponentChildren;
}) {
  if (value !== undefined) return <>{children(value)}</>;
  if (isPending)
    return (
      <p class="muted" role="status">
        {busy}
      </p>
    );
  return (
    <>
      {failure !== undefined && <p role="alert">{failure}</p>}
      <p class="actions">
        <button type="button" onClick={() => ask?.()}>
          {action}
        </button>
      </p>
    </>
  );
}
