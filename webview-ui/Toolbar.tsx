import type { ComponentChildren } from 'preact';
import { t } from './strings';

interface ToolbarProps {
  readonly onZoom: (factor: number) => void;
  readonly onReset: () => void;
  readonly toggle?: { readonly label: string; readonly pressed: boolean; readonly onToggle: () => void };
  /** What stands before the buttons. */
  readonly children?: ComponentChildren;
}

const step = 1.4;

/** The buttons in a picture's corner: what wheel, pinch and keys do too. */
export function Toolbar({ onZoom, onReset, toggle, children }: ToolbarProps) {
  return (
    <div class="toolbar" role="toolbar" aria-label={t('View')}>
      {children}
      {toggle !== undefined && (
        <button type="button" aria-pressed={toggle.pressed} onClick={toggle.onToggle}>
          {toggle.label}
        </button>
      )}
      <button type="button" aria-label={t('Zoom out')} title={t('Zoom out')} onClick={() => onZoom(1 / step)}>
        −
      </button>
      <button type="button" aria-label={t('Zoom in')} title={t('Zoom in')} onClick={() => onZoom(step)}>
        +
      </button>
      <button type="button" onClick={onReset}>
        {t('Reset view')}
      </button>
    </div>
  );
}
