import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useSize } from '../canvas';
import { Swatch } from '../inspector/Inspector';
import { PointerCard } from '../PointerCard';
import { formatCount, t } from '../strings';
import type { Compared } from './CompareView';
import { type Band, type Bar, describe } from './flow';
import { layoutFlow, type PlacedBand, type PlacedBar } from './layout';

type Placed = PlacedBar | PlacedBand;

interface Told {
  readonly key: string;
  readonly x: number;
  readonly y: number;
}

/** The clusters of both analyses as bars, what they share as bands between them (an alluvial or Sankey diagram). */
export function Alluvial({ compared }: { compared: Compared }) {
  const { flow, colourOf, isSelected, select, clear } = compared;
  const frame = useRef<HTMLDivElement>(null);
  const focusWanted = useRef(false);
  const size = useSize(frame);
  const [active, setActive] = useState('');
  const [told, setTold] = useState<Told | null>(null);
  const layout = useMemo(() => (size.width > 0 ? layoutFlow(flow, size) : undefined), [flow, size]);
  const { first = [], second = [], bands = [] } = layout ?? {};
  const all: readonly Placed[] = [...first, ...bands, ...second];
  const activePlace = all.find((each) => subjectOf(each).key === active) ?? all[0];
  const hovered = all.find((each) => subjectOf(each).key === told?.key);
  const picked = all.map(subjectOf).find(isSelected);
  const brought = hovered === undefined ? picked : subjectOf(hovered);

  // Before the browser paints: a later effect could still run between the key and the new picture.
  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    frame.current?.querySelector<SVGElement>('[tabindex="0"]')?.focus();
  });

  const move = (place: Placed | undefined): void => {
    if (place === undefined) return;
    focusWanted.current = true;
    setActive(subjectOf(place).key);
  };
  const beside = (by: -1 | 1): Placed | undefined => {
    const group = [first, bands, second].find((each: readonly Placed[]) => each.includes(activePlace!));
    return group?.[(group as readonly Placed[]).indexOf(activePlace!) + by];
  };
  const across = (by: -1 | 1): Placed | undefined => {
    const subject = subjectOf(activePlace!);
    if ('from' in subject) {
      const [bars, bar] = by === 1 ? [second, subject.to] : [first, subject.from];
      return bars.find((each) => each.bar === bar);
    }
    const leads = (subject.side === 'first') === (by === 1);
    return leads ? bands.find(({ band }) => band.from === subject || band.to === subject) : undefined;
  };
  const keys: Partial<Record<string, () => void>> = {
    ArrowDown: () => move(beside(1)),
    ArrowUp: () => move(beside(-1)),
    ArrowRight: () => move(across(1)),
    ArrowLeft: () => move(across(-1)),
    Home: () => move(all[0]),
    End: () => move(all.at(-1)),
    Enter: () => select(subjectOf(activePlace!)),
    ' ': () => select(subjectOf(activePlace!)),
    Escape: () => {
      setTold(null);
      clear();
    },
  };
  /** What both bars and bands need; the card follows the pointer, or stands at what has the focus. */
  const option = (place: Placed) => {
    const subject = subjectOf(place);
    return {
      role: 'option' as const,
      'data-flow': subject.key,
      'aria-label': describe(subject),
      'aria-selected': isSelected(subject),
      tabIndex: place === activePlace ? 0 : -1,
      style: { '--colour': colourOf(subject) },
      onClick: () => {
        setActive(subject.key);
        select(subject);
      },
      onPointerMove: (event: PointerEvent) => {
        const box = frame.current!.getBoundingClientRect();
        setTold({ key: subject.key, x: event.clientX - box.left, y: event.clientY - box.top });
      },
      onFocus: (event: FocusEvent) => {
        setActive(subject.key);
        if (!(event.currentTarget as Element).matches(':focus-visible')) return;
        const { scrollTop } = frame.current!;
        const at = 'bar' in place ? { x: place.left + place.width / 2, y: place.top + place.height / 2 } : place;
        setTold({ key: subject.key, x: at.x, y: at.y - scrollTop });
      },
      onBlur: () => setTold(null),
    };
  };
  // Remembered, so that a moving pointer draws no more than its card and what it brings out.
  const parts = useMemo(
    () => (
      <g>
        {bands.map((place) => (
          <path key={place.band.key} class={bandClass(place.band)} d={place.path} {...option(place)} />
        ))}
        {[...first, ...second].map((place) => (
          <rect key={place.bar.key} class="bar" {...boxOf(place)} {...option(place)} />
        ))}
      </g>
    ),
    [layout, activePlace, compared],
  );
  const names = useMemo(
    () =>
      [...first, ...second].map(({ bar, top, height }) => (
        <span
          key={bar.key}
          class={`bar-name ${bar.side}`}
          aria-hidden="true"
          style={{ top: `${top + height / 2}px`, width: `${layout!.margin - 14}px` }}
        >
          <bdi>{bar.label}</bdi>
          <span class="muted">{formatCount(bar.documents)}</span>
        </span>
      )),
    [layout],
  );
  return (
    <div class="alluvial">
      <div ref={frame} class="alluvial-frame" onPointerLeave={() => setTold(null)} onScroll={() => setTold(null)}>
        {layout !== undefined && (
          <>
            <svg
              width={size.width}
              height={layout.height}
              role="listbox"
              aria-label={t('Flow of documents')}
              class={brought === undefined ? '' : 'brought'}
              onKeyDown={(event) => {
                const action = keys[event.key];
                if (action === undefined || activePlace === undefined) return;
                event.preventDefault();
                action();
              }}
            >
              {brought !== undefined && (
                <g class="brought-out" aria-hidden="true">
                  {all
                    .filter((place) => touch(subjectOf(place), brought))
                    .map((place) => {
                      const colour = { '--colour': colourOf(subjectOf(place)) };
                      return 'bar' in place ? (
                        <rect key={place.bar.key} class="bar" style={colour} {...boxOf(place)} />
                      ) : (
                        <path key={place.band.key} class="band" style={colour} d={place.path} />
                      );
                    })}
                </g>
              )}
              {parts}
            </svg>
            {names}
          </>
        )}
      </div>
      {told !== null && hovered !== undefined && (
        <PointerCard x={told.x} y={told.y} size={size}>
          <FlowCard subject={subjectOf(hovered)} colour={colourOf(subjectOf(hovered))} />
        </PointerCard>
      )}
    </div>
  );
}

function subjectOf(place: Placed): Bar | Band {
  return 'bar' in place ? place.bar : place.band;
}

/** Whether they are the same, or a bar and a band that leaves or enters it. */
function touch(one: Bar | Band, other: Bar | Band): boolean {
  const isEnd = (band: Bar | Band, bar: Bar | Band): boolean =>
    'from' in band && (band.from === bar || band.to === bar);
  return one === other || isEnd(one, other) || isEnd(other, one);
}

function bandClass({ staying }: Band): string {
  return staying === 0 ? 'band move' : 'band';
}

function boxOf({ left, top, width, height }: PlacedBar) {
  return { x: left, y: top, width, height: Math.max(1, height) };
}

function FlowCard({ subject, colour }: { subject: Bar | Band; colour: string }) {
  if ('side' in subject)
    return (
      <>
        <strong dir="auto">
          <Swatch colour={colour} /> {subject.label}
        </strong>
        <span class="muted">{t('{0} documents', subject.documents)}</span>
      </>
    );
  const { from, to, documents, staying } = subject;
  const share = (of: Bar): string => `${((100 * documents) / of.documents).toFixed(1)} %`;
  return (
    <>
      <strong>{documents === 1 ? t('1 document') : t('{0} documents', documents)}</strong>
      <span dir="auto">
        {t('from {0}', from.label)} <span class="muted">({share(from)})</span>
      </span>
      <span dir="auto">
        {t('to {0}', to.label)} <span class="muted">({share(to)})</span>
      </span>
      <span class="muted">
        {staying === documents ? t('stay') : staying === 0 ? t('moved') : t('{0} moved', documents - staying)}
      </span>
    </>
  );
}
