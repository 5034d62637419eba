import type { ComponentChildren } from 'preact';

/** A state in which there is no picture: what it is, and what to do next. */
export function Notice({ title, children, busy }: { title: string; children?: ComponentChildren; busy?: boolean }) {
  return (
    <div class="notice" role="status" aria-busy={busy === true}>
      {busy === true && <span class="progress-bar" aria-hidden="true" />}
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}
