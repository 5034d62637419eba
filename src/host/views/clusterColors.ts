import * as vscode from 'vscode';
import { themeColourId } from '../../shared/clusterColours';
import type { LoadedAnalysis } from '../state/loadedAnalysis';

/** The theme colour of a place of the palette. */
export function paletteColor(index: number): vscode.ThemeColor {
  return new vscode.ThemeColor(themeColourId(index));
}

/** The theme colour of a cluster and of its parts: the one that the panel draws it in. Grey for noise. */
export function clusterColor(loaded: LoadedAnalysis | undefined, cluster: number): vscode.ThemeColor {
  const colour = loaded?.colourOf(cluster);
  return colour === undefined ? new vscode.ThemeColor('disabledForeground') : paletteColor(colour);
}
