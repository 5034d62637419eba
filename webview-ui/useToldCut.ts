import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Editor } from './editor';
import { throttled } from './throttled';

const leastMs = 100;

/** A number of clusters, or the analysis' own. */
export interface HostCut {
  readonly clusters: number | undefined;
}

/** The cut that the page and the host share: moved here at once and told at most ten times a second, or moved there. */
export function useToldCut(
  editor: Editor,
  hostCut: HostCut,
): [cut: number | undefined, setCut: (clusters: number | undefined) => void] {
  const [cut, setCut] = useState(hostCut.clusters);
  const tell = useMemo(
    () => throttled((clusters: number | undefined) => editor.post({ type: 'cut', clusters }), leastMs),
    [editor],
  );
  useEffect(() => setCut(hostCut.clusters), [hostCut]);
  useEffect(() => {
    window.addEventListener('pagehide', tell.flush);
    return () => {
      window.removeEventListener('pagehide', tell.flush);
      tell.flush();
    };
  }, [tell]);
  const move = useCallback(
    (clusters: number | undefined) => {
      setCut(clusters);
      tell(clusters);
    },
    [tell],
  );
  return [cut, move];
}
