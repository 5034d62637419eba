import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Orientation } from '../../src/shared/viewProtocol';
import { contains, preparedContext, useSize } from '../canvas';
import { isLeaf, sizeOf } from '../../src/shared/tree/mergeTree';
import { groupOfNode } from '../model/groupOfNode';
import { rememberDrawing } from '../savedPicture/canvases';
import { SavePicture } from '../savedPicture/SavePicture';
import type { Actions, Scene } from '../scene';
import { t } from '../strings';
import { Toolbar } from '../Toolbar';
import { type View, type Zoomable, zoomable } from '../zoom';
import { BranchCard } from './BranchCard';
import { CutLine } from './CutLine';
import { drawDendrogram } from './draw';
import { HiddenTree } from './HiddenTree';
import { type DendrogramLayout, type Folding, isUnfolded, layoutDendrogram } from './layout';
import { Minimap } from './Minimap';
import { nodeAt } from './nodeAt';
import { OrientationChoice } from './OrientationChoice';
import { isPartlySeen, projectionOf } from './projection';
import { selectedNode, selectionOfNode, soleDocument } from './selection';

interface DendrogramProps {
  readonly scene: Scene;
  readonly actions: Actions;
  readonly clusters: number;
  readonly orientation: Orientation;
  readonly onOrientation: (orientation: Orientation) => void;
}

/** How far from the border something is kept that is brought into view. */
const revealPx = 40;
const wheels = { x: 'scrollSideways', y: 'scroll', both: 'zoom' } as const;

/** The cluster tree: folded at the cut, to be unfolded, zoomed, cut elsewhere and followed down to the documents. */
export function Dendrogram({ scene, actions, clusters, orientation, onOrientation }: DendrogramProps) {
  const { tree, grouping } = scene;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const zoom = useRef<Zoomable | null>(null);
  const size = useSize(frame);
  const [view, setView] = useState<View>({ scale: 1, x: 0, y: 0 });
  const [exponent, setExponent] = useState<1 | 0.5>(1);
  const [hand, setHand] = useState({ clusters, unfolded: new Set<number>(), folded: new Set<number>() });
  const [hover, setHover] = useState<{ node: number; x: number; y: number } | null>(null);
  const [active, setActive] = useState(tree.nodes - 1);
  const [hasFocus, setHasFocus] = useState(false);

  const folding = useMemo<Folding>(
    () => (hand.clusters === clusters ? hand : { clusters, unfolded: new Set(), folded: new Set() }),
    [hand, clusters],
  );
  const retired = useRef<DendrogramLayout | undefined>(undefined);
  const layout = useMemo(() => layoutDendrogram(tree, folding, retired.current), [tree, folding]);
  useLayoutEffect(
    () => () => {
      retired.current = layout;
    },
    [layout],
  );
  const shape = { rows: layout.rows.length, greatest: tree.height[tree.nodes - 1]!, exponent };
  const projection = useMemo(() => projectionOf(orientation, shape, size), [tree, layout, size, exponent, orientation]);
  const placement = useMemo(() => projection.at(view), [projection, view]);
  const groupOf = useMemo(() => groupOfNode(tree, grouping), [tree, grouping]);
  const coloursFrom = Math.min(
    clusters,
    scene.data.analysis.clusters.filter((cluster) => cluster.parent === null).length,
  );
  const shown = useRef({ layout, placement });
  shown.current = { layout, placement };
  const activeNode = Number.isNaN(layout.position[active]!) ? tree.nodes - 1 : active;
  const selected = selectedNode(scene, layout);

  useLayoutEffect(() => {
    const target = canvas.current;
    if (target === null) return undefined;
    const show = (next: View): void => {
      setView(next);
      setHover(null); // something else is under the pointer now
    };
    const made = zoomable(target, { wheel: wheels[projection.pans], onView: show, mayPan: () => true });
    zoom.current = made;
    made.reset();
    return () => made.dispose();
  }, [orientation]);

  useLayoutEffect(() => {
    if (size.width > 0) zoom.current?.setBounds(projection.content, projection.plot, projection.scales);
  }, [projection]);

  useLayoutEffect(() => {
    const context = canvas.current === null ? null : preparedContext(canvas.current, size);
    if (context === null || size.width === 0) return;
    const hovered = hover?.node ?? -1;
    const focused = hasFocus ? activeNode : -1;
    const shownNow = { coloursFrom, scene, folding, layout, placement, groupOf, selected, hovered, focused };
    drawDendrogram(context, shownNow);
    rememberDrawing(canvas.current, (pen) => {
      drawDendrogram(pen, shownNow);
      return true;
    });
  });

  const reveal = useCallback((node: number) => {
    const { layout: at, placement: on } = shown.current;
    const { plot, pans } = on;
    const { x, y } = on.point(at.position[node]!, on.axis.depth(tree.height[node]!));
    const dx = pans === 'y' ? 0 : wayInto(x, plot.left, plot.right);
    const dy = pans === 'x' ? 0 : wayInto(y, plot.top, plot.bottom);
    if (dx !== 0 || dy !== 0) zoom.current?.panBy(dx, dy);
  }, []);

  const lastRevealed = useRef(-1);
  useEffect(() => {
    if (selected >= 0 && selected !== lastRevealed.current) reveal(selected);
    lastRevealed.current = selected;
  }, [selected, reveal]);

  useEffect(() => {
    if (selected >= 0) reveal(selected);
  }, [orientation]);

  /** Folds or unfolds by hand, and keeps the branch where it was on the canvas. */
  const toggle = (node: number): void => {
    if (isLeaf(tree, node)) return;
    const depth = projection.axis.depth(tree.height[node]!);
    const before = placement.point(layout.position[node]!, depth);
    const unfolded = new Set(folding.unfolded);
    const folded = new Set(folding.folded);
    if (isUnfolded(tree, folding, node)) {
      folded.add(node);
      unfolded.delete(node);
    } else {
      unfolded.add(node);
      folded.delete(node);
    }
    const next = { clusters, unfolded, folded };
    setHand(next);
    setHover(null);
    const nextLayout = layoutDendrogram(tree, next);
    const nextShape = { ...shape, rows: nextLayout.rows.length };
    const after = projectionOf(orientation, nextShape, size).at(view).point(nextLayout.position[node]!, depth);
    requestAnimationFrame(() => zoom.current?.panBy(before.x - after.x, before.y - after.y));
  };

  const select = (node: number): void => {
    setActive(node);
    lastRevealed.current = node;
    actions.select(selectionOfNode(scene, node));
  };

  const open = (node: number, toSide: boolean): void => {
    const document = soleDocument(tree, node);
    if (document !== undefined) actions.openDocument(document, toSide);
    else if (isLeaf(tree, node)) select(node);
    else toggle(node);
  };

  const at = (event: MouseEvent): number => {
    const box = canvas.current!.getBoundingClientRect();
    return nodeAt(tree, layout, placement, event.clientX - box.left, event.clientY - box.top);
  };

  /** By a key or a button: at the branch where the person is, if it can be seen. */
  const zoomBy = (factor: number, node: number): void => {
    const at =
      node < 0 ? undefined : placement.point(layout.position[node]!, projection.axis.depth(tree.height[node]!));
    zoom.current?.zoomBy(factor, at !== undefined && contains(placement.plot, at) ? at : undefined);
  };
  return (
    <div class="picture dendrogram" ref={frame}>
      <canvas
        ref={canvas}
        class={hover === null ? '' : 'over-branch'}
        aria-hidden="true"
        onPointerMove={(event) => {
          const node = event.buttons === 0 ? at(event) : -1;
          const box = canvas.current!.getBoundingClientRect();
          setHover(node < 0 ? null : { node, x: event.clientX - box.left, y: event.clientY - box.top });
        }}
        onPointerLeave={() => setHover(null)}
        onClick={(event) => {
          const node = at(event);
          if (node < 0) actions.select({ kind: 'none' });
          else select(node);
        }}
        onDblClick={(event) => {
          const node = at(event);
          if (node >= 0) open(node, event.ctrlKey || event.metaKey);
        }}
      />
      <HiddenTree
        scene={scene}
        layout={layout}
        folding={folding}
        active={activeNode}
        selected={selected}
        onActive={(node) => {
          setActive(node);
          reveal(node);
        }}
        onFocus={setHasFocus}
        onToggle={toggle}
        onSelect={select}
        onOpen={open}
        onZoom={(step) => (step === 0 ? zoom.current?.reset() : zoomBy(step > 0 ? 1.3 : 1 / 1.3, activeNode))}
      />
      {size.width > 0 && isPartlySeen(placement) && (
        <Minimap
          branches={{ scene, folding, layout, coloursFrom, groupOf }}
          shape={shape}
          placement={placement}
          onPan={(dx, dy) => zoom.current?.panBy(dx, dy)}
        />
      )}
      {tree.leaves > 1 && size.width > 0 && (
        <CutLine
          tree={tree}
          placement={placement}
          clusters={clusters}
          isMoved={!grouping.isAnalysis}
          onCut={(wanted) => actions.cut(wanted)}
        />
      )}
      {hover !== null && <BranchCard scene={scene} node={hover.node} x={hover.x} y={hover.y} size={size} />}
      <Toolbar
        onZoom={(factor) => zoomBy(factor, selected)}
        onReset={() => zoom.current?.reset()}
        toggle={{
          label: t('Spread low merges'),
          icon: 'M2 8H14M5 5 2 8 5 11M11 5 14 8 11 11',
          pressed: exponent === 0.5,
          onToggle: () => setExponent(exponent === 1 ? 0.5 : 1),
        }}
      >
        <SavePicture name={t('Dendrogram')} picture={frame} />
        <OrientationChoice orientation={orientation} onChange={onOrientation} />
      </Toolbar>
      <p class="visually-hidden" aria-live="polite">
        {t('{0} clusters at the cut, {1} documents', clusters, sizeOf(tree, tree.nodes - 1))}
      </p>
    </div>
  );
}

/** How far something is to be moved to be between two borders, with some air. */
function wayInto(at: number, from: number, to: number): number {
  const margin = Math.min(revealPx, (to - from) / 4);
  return Math.max(0, from + margin - at) + Math.min(0, to - margin - at);
}
