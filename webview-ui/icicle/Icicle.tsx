import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useSize } from '../canvas';
import { SavePicture } from '../savedPicture/SavePicture';
import type { Actions, Scene } from '../scene';
import { t } from '../strings';
import { Breadcrumb, tooSmallText } from './Breadcrumb';
import { hierarchyOf, keysOfSelection, type Part } from './hierarchy';
import { layoutIcicle, partAt, type Path, pathTo, type Placed } from './layout';
import { PartCard } from './PartCard';
import { PartTable } from './PartTable';
import { describePart, Rectangle } from './Rectangle';

interface IcicleProps {
  readonly scene: Scene;
  readonly actions: Actions;
  readonly path: Path;
  readonly onPath: (path: Path) => void;
}

/** All documents, clusters and their parts as rectangles as large as they have documents. */
export function Icicle({ scene, actions, path, onPath }: IcicleProps) {
  const { data, tree, branches, grouping, matches, selection } = scene;
  const picture = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const focusWanted = useRef(false);
  const pressed = useRef<Part | null>(null);
  const size = useSize(frame);
  const [isTable, setTable] = useState(false);
  const [active, setActive] = useState('');
  const [hover, setHover] = useState<{ key: string; x: number; y: number } | null>(null);

  const root = useMemo(() => hierarchyOf(scene), [data, tree, branches, grouping, matches]);
  const top = partAt(root, path);
  const { placed, tooSmall } = useMemo(() => layoutIcicle(top, size), [top, size]);
  const byKey = useMemo(() => new Map(placed.map((each) => [each.part.key, each])), [placed]);
  const activePlace = byKey.get(active) ?? placed[0]!;
  const selected = shownSelection(scene, byKey, root);
  const hovered = hover === null ? undefined : byKey.get(hover.key);

  // Both before the browser paints: a later effect could still run after the next key, and take back what that did.
  useLayoutEffect(() => {
    const keys = keysOfSelection(scene);
    if (top !== root && keys.length > 0 && !keys.includes(top.key)) onPath([]);
  }, [selection]);
  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    frame.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  });

  const move = (part: Part | undefined): void => {
    if (part === undefined) return;
    focusWanted.current = true;
    setActive(part.key);
  };
  const goInto = (part: Part, next: Part): void => {
    onPath(pathTo(part));
    setHover(null);
    move(next);
  };
  const goBack = (): void => {
    if (top.parent !== null) goInto(top.parent, top);
  };
  const open = (part: Part, toSide: boolean): void => {
    if (part.document !== undefined) actions.openDocument(part.document, toSide);
    else if (part === top) goBack();
    else if (part.children.length > 0) goInto(part, part);
    else actions.select(part.selection);
  };
  const click = (part: Part): void => {
    pressed.current = part;
    setActive(part.key);
    actions.select(part.selection);
    if (part === top) goBack();
    else if (part.children.length > 0) goInto(part, part);
  };
  const beside = (by: -1 | 1): Part | undefined => {
    const column = placed.filter(({ level }) => level === activePlace.level);
    return column[column.indexOf(activePlace) + by]?.part;
  };
  const toChild = (part: Part): void => {
    const shown = placed.find((each) => each.part.parent === part);
    if (shown !== undefined) move(shown.part);
    else if (part.children[0] !== undefined) goInto(part, part.children[0]);
  };
  const toParent = (part: Part): void => {
    if (part === top) goBack();
    else move(part.parent ?? undefined);
  };
  const { part: activePart } = activePlace;
  const keys: Partial<Record<string, (event: KeyboardEvent) => void>> = {
    ArrowDown: () => move(beside(1)),
    ArrowUp: () => move(beside(-1)),
    ArrowRight: () => toChild(activePart),
    ArrowLeft: () => toParent(activePart),
    Home: () => move(top),
    End: () => move(placed.at(-1)?.part),
    Enter: (event) => open(activePart, event.ctrlKey || event.metaKey),
    ' ': () => actions.select(activePart.selection),
    Escape: goBack,
    '0': () => goInto(root, root),
  };
  // Remembered, so that a moving pointer draws no more than its card.
  const rectangles = useMemo(() => {
    const expanded = new Set(placed.map(({ part }) => part.parent));
    return placed.map((place) => (
      <Rectangle
        key={place.part.key}
        scene={scene}
        place={place}
        isActive={place === activePlace}
        isSelected={place === selected}
        isExpanded={expanded.has(place.part)}
        onFocus={() => setActive(place.part.key)}
        onClick={(event) => {
          if (event.detail < 2) click(place.part); // the second click of two lands where the picture has moved
        }}
        onDblClick={(event) => {
          const first = pressed.current;
          if (first?.document !== undefined) open(first, event.ctrlKey || event.metaKey);
        }}
        onPointerMove={(event) => {
          const box = frame.current!.parentElement!.getBoundingClientRect();
          setHover({ key: place.part.key, x: event.clientX - box.left, y: event.clientY - box.top });
        }}
      />
    ));
  }, [placed, activePlace, selected, scene, actions]);
  return (
    <div class="picture icicle" ref={picture}>
      <Breadcrumb
        top={top}
        tooSmall={tooSmall}
        isTable={isTable}
        onTable={setTable}
        onGo={(part) => goInto(part, part)}
      >
        <SavePicture name={t('Icicle')} picture={picture} />
      </Breadcrumb>
      <div
        ref={frame}
        class={isTable ? 'icicle-tree covered' : 'icicle-tree'}
        role="tree"
        aria-label={t('Clusters by size')}
        onKeyDown={(event) => {
          const action = keys[event.key];
          if (action === undefined) return;
          event.preventDefault();
          action(event);
        }}
        onPointerLeave={() => setHover(null)}
      >
        {size.width > 0 && rectangles}
      </div>
      {isTable && (
        <PartTable
          scene={scene}
          placed={placed}
          selected={selected}
          whole={root.size}
          onChoose={(part) => actions.select(part.selection)}
        />
      )}
      {hover !== null && hovered !== undefined && (
        <PartCard
          scene={scene}
          part={hovered.part}
          whole={root.size}
          x={hover.x}
          y={hover.y}
          size={{ width: size.width, height: size.height + frame.current!.offsetTop }}
        />
      )}
      <p class="visually-hidden" aria-live="polite">
        {t('{0}. Rectangles are as large as they have documents.', describePart(top))}{' '}
        {tooSmall > 0 && tooSmallText(tooSmall)}
      </p>
    </div>
  );
}

/** The rectangle that stands for the selection: the whole only where the whole is selected. */
function shownSelection(scene: Scene, byKey: ReadonlyMap<string, Placed>, root: Part): Placed | undefined {
  const { selection } = scene;
  if (selection.kind === 'documents')
    return Array.from(byKey.values()).find(({ part }) => part.selection === selection);
  const keys = keysOfSelection(scene);
  const key = keys.find((each) => byKey.has(each));
  return key === root.key && keys[0] !== key ? undefined : byKey.get(key ?? '');
}
