import type { ComponentChildren } from 'preact';
import { t } from './strings';

interface ToolbarProps {
  readonly onZoom: (factor: number) => void;
  readonly onReset: () => void;
  /** Choices of this picture, before the buttons that every picture has. */
  readonly children?: ComponentChildren;
  readonly toggle?: {
    readonly label: string;
    /** A path within 16 × 16, shown instead of the label. */
    readonly icon?: string;
    readonly pressed: boolean;
    readonly onToggle: () => void;
  };
}

const step = 1.4;

/** The buttons in a picture's corner: what wheel, pinch and keys do too. */
export function Toolbar({ onZoom, onReset, toggle, children }: ToolbarProps) {
  return (
    <div class="toolbar" role="toolbar" aria-label={t('View')}>
      {children}
      {toggle !== undefined && (
        <button
          type="button"
          aria-pressed={toggle.pressed}
          aria-label={toggle.label}
          title={toggle.label}
          onClick={toggle.onToggle}
        >
          {toggle.icon === undefined ? toggle.label : <Icon path={toggle.icon} />}
        </button>
      )}
      <button type="button" aria-label={t('Zoom out')} title={t('Zoom out')} onClick={() => onZoom(1 / step)}>
        −
      </button>
      <button type="button" aria-label={t('Zoom in')} title={t('Zoom in')} onClick={() => onZoom(step)}>
        +
      </button>
      <button type="button" aria-label={t('Reset view')} title={t('Reset view')} onClick={onReset}>
        <Icon path="M2 5.5V2H5.5M10.5 2H14V5.5M14 10.5V14H10.5M5.5 14H2V10.5" />
      </button>
    </div>
  );
}

/** A line drawing in the colour of the text. */
export function Icon({ path }: { readonly path: string }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
