/** Something that its owner must dispose. */
export interface Owned {
  dispose(): unknown;
}

export function disposeAll(owned: readonly Owned[]): void {
  for (const each of owned) each.dispose();
}
