import type { ComponentChildren } from 'preact';

interface NoticeProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly busy?: boolean;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** A state in which there is no picture: what it is, and what to do next. */
export function Notice({ title, children, busy, action }: NoticeProps) {
  return (
    <div class="notice" role="status" aria-busy={busy === true}>
      {busy === true && <span class="progress-bar" aria-hidden="true" />}
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && (
        <p class="actions">
          <button type="button" class="primary" onClick={action.run}>
            {action.label}
          </button>
        </p>
      )}
    </div>
  );
}
