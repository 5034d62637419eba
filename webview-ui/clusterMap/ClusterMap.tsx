import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { preparedContext, useSize } from '../canvas';
import { Notice } from '../Notice';
import { rememberDrawing } from '../savedPicture/canvases';
import type { Pen } from '../savedPicture/pen';
import { SavePicture } from '../savedPicture/SavePicture';
import type { Actions, Scene } from '../scene';
import { t } from '../strings';
import { Toolbar } from '../Toolbar';
import { type View, type Zoomable, zoomable } from '../zoom';
import { classColour, colouringBy, pointColours } from './colouring';
import { densityContours } from './density';
import {
  drawContours,
  drawEachPoint,
  drawLasso,
  drawPoints,
  drawSelected,
  pointRadius,
  screenPlace,
  strongDocuments,
} from './draw';
import { drawLabels, mapLabels } from './labels';
import { documentsInside, type Lasso } from './lasso';
import { hasProjection, placeDocuments, placeIndex } from './layout';
import { MapOptions } from './MapOptions';
import { PointCard } from './PointCard';
import { pointLayer, type PointLayer } from './pointLayer';

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

/** False in the picture that is there first, and for that one only: the work is done in two tasks. */
function useAfterFirst(isThere: boolean): boolean {
  const [isAfter, setAfter] = useState(false);
  useEffect(() => {
    if (!isThere) return undefined;
    const timer = setTimeout(() => setAfter(true));
    return () => clearTimeout(timer);
  }, [isThere]);
  return isAfter;
}

/** Points by WebGL on one canvas, names and lines on another above it, which takes the pointer. */
function Scatter({ scene, actions }: { scene: Scene; actions: Actions }) {
  const frame = useRef<HTMLDivElement>(null);
  const pointCanvas = useRef<HTMLCanvasElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const zoom = useRef<Zoomable | null>(null);
  const isLassoing = useRef(false);
  const size = useSize(frame);
  const [layer, setLayer] = useState<PointLayer | undefined>();
  const [view, setView] = useState<View>({ scale: 1, x: 0, y: 0 });
  const [hovered, setHovered] = useState(-1);
  const [lasso, setLasso] = useState<Lasso>([]);
  const [mode, setMode] = useState<'pan' | 'lasso'>('pan');
  const [colourBy, setColourBy] = useState('cluster');
  const [hasContours, setHasContours] = useState(false);
  isLassoing.current = mode === 'lasso';
  const { documents } = scene.data;
  const places = useMemo(
    () => (size.width > 0 ? placeDocuments(documents.projection, size) : new Float32Array(0)),
    [documents.projection, size],
  );
  const index = useMemo(() => placeIndex(places, size), [places, size]);
  const isNamed = useAfterFirst(places.length > 0);
  const labels = useMemo(
    () => (isNamed ? mapLabels(scene, places) : { groups: [], parts: [] }),
    [isNamed, places, scene.grouping, scene.colours, scene.theme],
  );
  const colouring = useMemo(
    () => colouringBy(scene, colourBy),
    [documents, scene.grouping, scene.colours, scene.theme, colourBy],
  );
  const rgba = useMemo(
    () => pointColours(scene, colouring, strongDocuments(scene)),
    [colouring, scene.selection, scene.matches],
  );
  const contours = useMemo(
    () => (hasContours && size.width > 0 ? densityContours(places, size) : undefined),
    [hasContours, places, size],
  );

  useEffect(() => {
    const made = zoomable(canvas.current!, {
      wheel: 'zoom',
      onView: setView,
      mayPan: (event) => event.type === 'wheel' || !(isLassoing.current || event.shiftKey),
    });
    zoom.current = made;
    const points = pointLayer(pointCanvas.current!, () => setLayer(undefined));
    setLayer(points);
    return () => {
      made.dispose();
      points?.dispose();
    };
  }, []);
  useLayoutEffect(() => {
    const whole = { left: 0, top: 0, right: size.width, bottom: size.height };
    if (size.width > 0) zoom.current?.setBounds(whole, whole, [1, mostZoom]);
  }, [size]);
  useLayoutEffect(() => layer?.setPlaces(places), [layer, places]);
  useLayoutEffect(() => layer?.setColours(rgba), [layer, rgba]);
  const radius = pointRadius(scene, view);
  useLayoutEffect(() => {
    if (size.width > 0) layer?.draw(size, view, radius);
  }, [layer, places, rgba, size, view, radius]);
  useLayoutEffect(() => {
    const context = canvas.current === null ? null : preparedContext(canvas.current, size);
    if (context === null || size.width === 0) return;
    const drawAbove = (pen: Pen): void => {
      if (contours !== undefined) drawContours(pen, scene, contours, view);
      if (scene.selection.kind === 'document')
        drawSelected(pen, scene, ...screenPlace(places, view, scene.selection.document), radius);
      drawLabels(pen, scene, labels, places, index, size, view);
      if (lasso.length > 0) drawLasso(pen, scene, lasso, view);
    };
    if (layer === undefined) drawPoints(context, places, rgba, size, view, radius);
    drawAbove(context);
    const drawEach = (pen: Pen): boolean => drawEachPoint(pen, places, rgba, size, view, radius);
    rememberDrawing(pointCanvas.current, (pen) => layer === undefined || drawEach(pen));
    rememberDrawing(canvas.current, (pen) => {
      if (layer === undefined && !drawEach(pen)) return false;
      drawAbove(pen);
      return true;
    });
  }, [layer, scene, size, view, places, rgba, contours, labels, lasso]);

  const place = (event: MouseEvent): [number, number] => {
    const box = canvas.current!.getBoundingClientRect();
    return [(event.clientX - box.left - view.x) / view.scale, (event.clientY - box.top - view.y) / view.scale];
  };
  const at = (event: MouseEvent): number => index.nearest(...place(event), reachPx / view.scale);
  const endLasso = (): void => {
    const inside = documentsInside(lasso, places);
    setLasso([]);
    if (inside.length > 0) actions.select({ kind: 'documents', documents: inside });
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
    Escape: () => (lasso.length > 0 ? setLasso([]) : actions.select({ kind: 'none' })),
  };
  return (
    <div class="picture map" ref={frame}>
      <canvas ref={pointCanvas} class="points" aria-hidden="true" />
      <canvas
        ref={canvas}
        class={mode === 'lasso' ? 'lasso' : hovered < 0 ? '' : 'over-branch'}
        tabIndex={0}
        role="img"
        aria-label={t('Map of {0} documents. The same documents are in the list beside it.', documents.id.length)}
        onPointerDown={(event) => {
          if (event.button !== 0 || !(mode === 'lasso' || event.shiftKey)) return;
          canvas.current!.setPointerCapture(event.pointerId);
          setHovered(-1);
          setLasso(place(event));
        }}
        onPointerMove={(event) => {
          if (lasso.length > 0) setLasso((line) => [...line, ...place(event)]);
          else setHovered(event.buttons === 0 ? at(event) : -1);
        }}
        onPointerUp={() => lasso.length > 0 && endLasso()}
        onPointerCancel={() => setLasso([])}
        onPointerLeave={() => setHovered(-1)}
        onClick={(event) => {
          if (mode === 'lasso' || event.shiftKey) return;
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
      {hovered >= 0 && (
        <PointCard
          scene={scene}
          document={hovered}
          place={screenPlace(places, view, hovered)}
          radius={radius + 4}
          size={size}
          colour={classColour(scene, colouring, hovered)}
        />
      )}
      <MapOptions
        columns={documents.columns ?? []}
        colouring={colouring}
        colourBy={colourBy}
        onColourBy={setColourBy}
        hasContours={hasContours}
        onContours={setHasContours}
      />
      <Toolbar
        onZoom={zoomBy}
        onReset={() => zoom.current?.reset()}
        toggle={{
          label: t('Lasso'),
          pressed: mode === 'lasso',
          onToggle: () => setMode(mode === 'lasso' ? 'pan' : 'lasso'),
        }}
      >
        <SavePicture name={t('Map')} picture={frame} />
      </Toolbar>
    </div>
  );
}
