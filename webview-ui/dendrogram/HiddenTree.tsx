import { useLayoutEffect, useRef } from 'preact/hooks';
import { isLeaf } from '../../src/shared/tree/mergeTree';
import type { Scene } from '../scene';
import { t } from '../strings';
import { branchCount } from './branchCount';
import { type DendrogramLayout, type Folding, isUnfolded } from './layout';

interface HiddenTreeProps {
  readonly scene: Scene;
  readonly layout: DendrogramLayout;
  readonly folding: Folding;
  /** One that is shown. */
  readonly active: number;
  readonly selected: number;
  readonly onActive: (node: number) => void;
  readonly onFocus: (hasFocus: boolean) => void;
  readonly onToggle: (node: number) => void;
  readonly onSelect: (node: number) => void;
  readonly onOpen: (node: number, toSide: boolean) => void;
  /** 1: in, −1: out, 0: back to the start. */
  readonly onZoom: (step: -1 | 0 | 1) => void;
}

/** Items on either side of the active one that are in the DOM, so that 20,000 shown nodes stay cheap. */
const neighbours = 40;
const pageStep = 10;

/** The shown tree for keyboard and screen reader: the canvas draws its focus, this holds it. */
export function HiddenTree(props: HiddenTreeProps) {
  const { scene, layout, folding, active, selected } = props;
  const { tree, branches } = scene;
  const { visible, indexOf } = layout;
  const focusWanted = useRef(false);
  const container = useRef<HTMLDivElement>(null);
  const at = indexOf[active]!;

  // Before the browser paints: a later effect could still run between the key and the new items.
  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    container.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  });

  const go = (index: number): void => {
    const node = visible[Math.max(0, Math.min(visible.length - 1, index))];
    if (node === undefined) return;
    focusWanted.current = true;
    props.onActive(node);
  };
  const toggle = (node: number): void => {
    focusWanted.current = true;
    props.onToggle(node);
  };
  const unfolded = isUnfolded(tree, folding, active);
  const parent = tree.parent[active]!;
  const keys: Partial<Record<string, (event: KeyboardEvent) => void>> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    PageDown: () => go(at + pageStep),
    PageUp: () => go(at - pageStep),
    Home: () => go(0),
    End: () => go(visible.length - 1),
    ArrowRight: () => (unfolded || isLeaf(tree, active) ? go(at + 1) : toggle(active)),
    ArrowLeft: () => (unfolded ? toggle(active) : parent >= 0 && go(indexOf[parent]!)),
    Enter: (event) => {
      focusWanted.current = true;
      props.onOpen(active, event.ctrlKey || event.metaKey);
    },
    ' ': () => props.onSelect(active),
    '+': () => props.onZoom(1),
    '=': () => props.onZoom(1),
    '-': () => props.onZoom(-1),
    '0': () => props.onZoom(0),
  };
  const from = Math.max(0, at - neighbours);
  const shown = Array.from(visible.subarray(from, at + neighbours + 1));
  return (
    <div
      ref={container}
      class="visually-hidden"
      role="tree"
      aria-label={t('Cluster tree')}
      onKeyDown={(event) => {
        const action = keys[event.key];
        if (action === undefined) return;
        event.preventDefault();
        action(event);
      }}
      onFocusIn={() => props.onFocus(true)}
      onFocusOut={() => props.onFocus(false)}
    >
      {shown.map((node) => {
        const { label } = branches.describe(node);
        const size = branchCount(scene, node).documents;
        const expanded = isLeaf(tree, node) ? {} : { 'aria-expanded': isUnfolded(tree, folding, node) };
        return (
          <div
            key={node}
            role="treeitem"
            data-node={node}
            tabIndex={node === active ? 0 : -1}
            aria-level={layout.level[node]}
            aria-selected={node === selected}
            {...expanded}
            onFocus={() => {
              if (node !== active) props.onActive(node);
            }}
          >
            {size === 1 ? label : t('{0}, {1} documents', label, size)}
          </div>
        );
      })}
    </div>
  );
}
