import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { preparedContext, useSize } from '../canvas';
import { Notice } from '../Notice';
import type { Actions, Scene } from '../scene';
import { t } from '../strings';
import { Toolbar } from '../Toolbar';
import { type View, type Zoomable, zoomable } from '../zoom';
import { drawMap, pointRadius, screenPlace } from './draw';
import { groupCentres, groupMembers, hasProjection, placeDocuments, placeIndex } from './layout';

const mostZoom = 60;
const reachPx = 10;

/** The documents in two dimensions, coloured by group. */
export function ClusterMap({ scene, actions }: { scene: Scene; actions: Actions }) {
  const { projection } = scene.data.documents;
  const isProjected = useMemo(() => hasProjection(projection), [projection]);
  if (isProjected) return <Scatter scene={scene} actions={actions} />;
  return (
    <Notice title={t('This analysis has no map')}>
      {t(
        'It was made without a projection. Run it again with the projection set to umap to lay its documents out here.',
      )}
    </Notice>
  );
}

function Scatter({ scene, actions }: { scene: Scene; actions: Actions }) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const zoom = useRef<Zoomable | null>(null);
  const size = useSize(frame);
  const [view, setView] = useState<View>({ scale: 1, x: 0, y: 0 });
  const [hovered, setHovered] = useState(-1);
  const { documents } = scene.data;
  const places = useMemo(() => placeDocuments(documents.projection, size), [documents, size]);
  const index = useMemo(() => placeIndex(places, size), [places, size]);
  const members = useMemo(() => groupMembers(scene.grouping), [scene.grouping]);
  const centres = useMemo(() => groupCentres(places, scene.grouping), [places, scene.grouping]);

  useEffect(() => {
    const made = zoomable(canvas.current!, { wheel: 'zoom', onView: setView, mayPan: () => true });
    zoom.current = made;
    return () => made.dispose();
  }, []);
  useLayoutEffect(() => {
    if (size.width > 0) zoom.current?.setBounds(size, size, [1, mostZoom]);
  }, [size]);
  useLayoutEffect(() => {
    const context = canvas.current === null ? null : preparedContext(canvas.current, size);
    if (context !== null && size.width > 0) drawMap(context, { scene, size, view, places, centres, members });
  }, [scene, size, view, places, centres, members]);

  const at = (event: MouseEvent): number => {
    const box = canvas.current!.getBoundingClientRect();
    const x = (event.clientX - box.left - view.x) / view.scale;
    const y = (event.clientY - box.top - view.y) / view.scale;
    return index.nearest(x, y, reachPx / view.scale);
  };
  const zoomBy = (factor: number): void => zoom.current?.zoomBy(factor);
  const pan = 60;
  const keys: Partial<Record<string, () => void>> = {
    '+': () => zoomBy(1.4),
    '=': () => zoomBy(1.4),
    '-': () => zoomBy(1 / 1.4),
    '0': () => zoom.current?.reset(),
    ArrowLeft: () => zoom.current?.panBy(pan, 0),
    ArrowRight: () => zoom.current?.panBy(-pan, 0),
    ArrowUp: () => zoom.current?.panBy(0, pan),
    ArrowDown: () => zoom.current?.panBy(0, -pan),
  };
  const [hoverX, hoverY] = hovered < 0 ? [0, 0] : screenPlace(places, view, hovered);
  const group = scene.grouping.groups[scene.grouping.groupOfDocument[hovered] ?? -1];
  return (
    <div class="picture map" ref={frame}>
      <canvas
        ref={canvas}
        class={hovered < 0 ? '' : 'over-branch'}
        tabIndex={0}
        role="img"
        aria-label={t('Map of {0} documents. The same documents are in the list beside it.', documents.id.length)}
        onPointerMove={(event) => setHovered(event.buttons === 0 ? at(event) : -1)}
        onPointerLeave={() => setHovered(-1)}
        onClick={(event) => {
          const document = at(event);
          actions.select(document < 0 ? { kind: 'none' } : { kind: 'document', document });
        }}
        onDblClick={(event) => {
          const document = at(event);
          if (document >= 0) actions.openDocument(document, event.ctrlKey || event.metaKey);
        }}
        onKeyDown={(event) => {
          const action = keys[event.key];
          if (action === undefined) return;
          event.preventDefault();
          action();
        }}
      />
      {hovered >= 0 && <Ring x={hoverX} y={hoverY} radius={pointRadius(scene, view) + 4} />}
      {hovered >= 0 && (
        <div
          class="hover-card"
          style={{
            left: `${Math.max(4, Math.min(hoverX + 14, size.width - 330))}px`,
            top: `${Math.max(4, Math.min(hoverY + 14, size.height - 76))}px`,
          }}
        >
          <strong dir="auto">{documents.title[hovered]}</strong>
          <span class="muted" dir="auto">
            {group?.label ?? t('No cluster')}
          </span>
        </div>
      )}
      <Toolbar onZoom={zoomBy} onReset={() => zoom.current?.reset()} />
    </div>
  );
}

/** Around the hovered point, beside the canvas: a hover must not draw 20,000 points anew. */
function Ring({ x, y, radius }: { x: number; y: number; radius: number }) {
  const size = `${2 * radius}px`;
  return <span class="ring" style={{ left: `${x - radius}px`, top: `${y - radius}px`, width: size, height: size }} />;
}
