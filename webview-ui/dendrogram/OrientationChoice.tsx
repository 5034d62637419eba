import { useRef } from 'preact/hooks';
import type { Orientation } from '../../src/shared/viewProtocol';
import { t } from '../strings';
import { Icon } from '../Toolbar';

interface OrientationChoiceProps {
  readonly orientation: Orientation;
  readonly onChange: (orientation: Orientation) => void;
}

const orientations: readonly Orientation[] = ['horizontal', 'vertical', 'radial'];

/** Paths within 16 × 16. */
const icons: Record<Orientation, string> = {
  horizontal: 'M1.5 8H5M5 4V12M5 4H14.5M5 12H9M9 9.5V14.5M9 9.5H14.5M9 14.5H14.5',
  vertical: 'M8 1.5V5M4 5H12M4 5V14.5M12 5V9M9.5 9H14.5M9.5 9V14.5M14.5 9V14.5',
  radial: 'M8 8V1.5M8 8 13.6 11.3M8 8 2.4 11.3M4.9 5.4A4 4 0 0 1 11.1 5.4M4.9 5.4 2.8 3.6M11.1 5.4 13.2 3.6',
};

/** How the dendrogram lies: radio buttons in the toolbar, moved through with arrow keys. */
export function OrientationChoice({ orientation, onChange }: OrientationChoiceProps) {
  const group = useRef<HTMLDivElement>(null);
  const names: Record<Orientation, string> = {
    horizontal: t('Horizontal'),
    vertical: t('Vertical'),
    radial: t('Radial'),
  };
  const steps: Partial<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const step = (by: number): void => {
    const next = (orientations.indexOf(orientation) + by + orientations.length) % orientations.length;
    onChange(orientations[next]!);
    group.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div ref={group} class="choice" role="radiogroup" aria-label={t('Layout of the tree')}>
      {orientations.map((each) => (
        <button
          key={each}
          type="button"
          role="radio"
          aria-checked={each === orientation}
          aria-label={names[each]}
          title={names[each]}
          tabIndex={each === orientation ? 0 : -1}
          onClick={() => onChange(each)}
          onKeyDown={(event) => {
            const by = steps[event.key];
            if (by === undefined) return;
            event.preventDefault();
            step(by);
          }}
        >
          <Icon path={icons[each]} />
        </button>
      ))}
    </div>
  );
}
