import type { ComponentChildren } from 'preact';
import { t } from '../strings';
import type { Part } from './hierarchy';
import { lineage } from './layout';

interface BreadcrumbProps {
  readonly top: Part;
  /** How many parts have no rectangle. */
  readonly tooSmall: number;
  /** Whether a table stands in for the picture. */
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly onGo: (part: Part) => void;
  /** What stands at the end. */
  readonly children: ComponentChildren;
}

/** Where the picture is, the way back, what is not drawn, and the way to its table. */
export function Breadcrumb({ top, tooSmall, isTable, onTable, onGo, children }: BreadcrumbProps) {
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
        {tooSmall > 0 && `${tooSmallText(tooSmall)} · `}
        {top.parent === null ? t('Click a rectangle to go into it') : t('Escape goes back')}
      </span>
      <button type="button" aria-pressed={isTable} onClick={() => onTable(!isTable)}>
        {t('Table')}
      </button>
      {children}
    </nav>
  );
}

export function tooSmallText(parts: number): string {
  return parts === 1 ? t('1 part is too small to be drawn') : t('{0} parts are too small to be drawn', parts);
}
