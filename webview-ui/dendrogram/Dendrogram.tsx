import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { preparedContext, useSize } from '../canvas';
import { isLeaf, sizeOf } from '../../src/shared/tree/mergeTree';
import { groupOfNode } from '../model/groupOfNode';
import type { Actions, Scene } from '../scene';
import { t } from '../strings';
import { Toolbar } from '../Toolbar';
import { type View, type Zoomable, zoomable } from '../zoom';
import { BranchCard } from './BranchCard';
import { CutLine } from './CutLine';
import { drawDendrogram } from './draw';
import { axisHeightPx, geometryOf, nodeAt, screenY } from './geometry';
import { HiddenTree } from './HiddenTree';
import { type DendrogramLayout, type Folding, isUnfolded, layoutDendrogram } from './layout';
import { selectedNode, selectionOfNode, soleDocument } from './selection';

const mostZoom = 6;

/** The cluster tree: folded at the cut, to be unfolded, zoomed, cut elsewhere and followed down to the documents. */
export function Dendrogram({ scene, actions, clusters }: { scene: Scene; actions: Actions; clusters: number }) {
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
  const geometry = useMemo(() => geometryOf(tree, layout.rows.length, size, exponent), [tree, layout, size, exponent]);
  const groupOf = useMemo(() => groupOfNode(tree, grouping), [tree, grouping]);
  const shown = useRef({ layout, geometry, view });
  shown.current = { layout, geometry, view };
  const activeNode = Number.isNaN(layout.y[active]!) ? tree.nodes - 1 : active;
  const selected = selectedNode(scene, layout);

  useEffect(() => {
    const target = canvas.current;
    if (target === null) return undefined;
    const made = zoomable(target, { wheel: 'scroll', onView: setView, mayPan: () => true });
    zoom.current = made;
    return () => made.dispose();
  }, []);

  useLayoutEffect(() => {
    if (size.width === 0) return;
    const height = size.height - axisHeightPx;
    const least = Math.min(1, height / geometry.contentHeight);
    zoom.current?.setBounds({ width: size.width, height: geometry.contentHeight }, { width: size.width, height }, [
      least,
      mostZoom,
    ]);
  }, [geometry.contentHeight, size]);

  useLayoutEffect(() => {
    const context = canvas.current === null ? null : preparedContext(canvas.current, size);
    if (context === null || size.width === 0) return;
    const hovered = hover?.node ?? -1;
    const focused = hasFocus ? activeNode : -1;
    const coloursFrom = Math.min(
      clusters,
      scene.data.analysis.clusters.filter((cluster) => cluster.parent === null).length,
    );
    drawDendrogram(context, {
      coloursFrom,
      scene,
      folding,
      layout,
      geometry,
      view,
      groupOf,
      selected,
      hovered,
      focused,
    });
  });

  const reveal = useCallback((node: number) => {
    const { layout: at, geometry: g, view: v } = shown.current;
    const y = screenY(g, v, at.y[node]!);
    const bottom = g.size.height - axisHeightPx;
    const margin = Math.min(40, bottom / 4);
    if (y < margin) zoom.current?.panBy(0, margin - y);
    else if (y > bottom - margin) zoom.current?.panBy(0, bottom - margin - y);
  }, []);

  const lastRevealed = useRef(-1);
  useEffect(() => {
    if (selected >= 0 && selected !== lastRevealed.current) reveal(selected);
    lastRevealed.current = selected;
  }, [selected, reveal]);

  /** Folds or unfolds by hand, and keeps the branch where it was on the canvas. */
  const toggle = (node: number): void => {
    if (isLeaf(tree, node)) return;
    const before = screenY(geometry, view, layout.y[node]!);
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
    const nextGeometry = geometryOf(tree, nextLayout.rows.length, size, exponent);
    const after = screenY(nextGeometry, view, nextLayout.y[node]!);
    requestAnimationFrame(() => zoom.current?.panBy(0, before - after));
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
    return nodeAt(tree, layout, geometry, view, event.clientX - box.left, event.clientY - box.top);
  };

  const zoomBy = (factor: number): void => zoom.current?.zoomBy(factor);
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
        onZoom={(step) => (step === 0 ? zoom.current?.reset() : zoomBy(step > 0 ? 1.3 : 1 / 1.3))}
      />
      {tree.leaves > 1 && size.width > 0 && (
        <CutLine
          tree={tree}
          geometry={geometry}
          clusters={clusters}
          isMoved={!grouping.isAnalysis}
          onCut={(wanted) => actions.cut(wanted)}
        />
      )}
      {hover !== null && <BranchCard scene={scene} node={hover.node} x={hover.x} y={hover.y} size={size} />}
      <Toolbar
        onZoom={zoomBy}
        onReset={() => zoom.current?.reset()}
        toggle={{
          label: exponent === 1 ? t('Spread low merges') : t('True heights'),
          pressed: exponent === 0.5,
          onToggle: () => setExponent(exponent === 1 ? 0.5 : 1),
        }}
      />
      <p class="visually-hidden" aria-live="polite">
        {t('{0} clusters at the cut, {1} documents', clusters, sizeOf(tree, tree.nodes - 1))}
      </p>
    </div>
  );
}
