import { t } from '../strings';
import type { Part } from './hierarchy';
import { lineage } from './layout';

/** Where the picture is, and the way back. */
export function Breadcrumb({ top, onGo }: { top: Part; onGo: (part: Part) => void }) {
  return (
    <nav class="breadcrumb" aria-label={t('Way back')}>
      <ol>
        {lineage(top).map((part) => (
          <li key={part.key}>
            {part === top ? (
              <span aria-current="location" dir="auto">
                {part.label}
              </span>
            ) : (
              <button type="button" class="link" dir="auto" onClick={() => onGo(part)}>
                {part.label}
              </button>
            )}
          </li>
        ))}
      </ol>
      <span class="muted hint">
        {top.parent === null ? t('Click a rectangle to go into it') : t('Escape goes back')}
      </span>
    </nav>
  );
}
