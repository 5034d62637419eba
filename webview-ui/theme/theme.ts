import { useEffect, useState } from 'preact/hooks';
import { type ColourKind, paletteColour, paletteSize, themeColourId } from '../../src/shared/clusterColours';

export type ThemeKind = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/** What a canvas needs of the theme, as concrete colours. */
export interface Theme {
  readonly kind: ThemeKind;
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly focus: string;
  readonly match: string;
  readonly warning: string;
  readonly hover: string;
  readonly selected: string;
  readonly font: string;
  readonly fontSizePx: number;
  /** [palette] What the theme has for each place of the palette of clusters. */
  readonly clusterColours: readonly string[];
}

export function readTheme(): Theme {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const body = getComputedStyle(document.body);
  const kind = themeKind();
  const theme: Theme = {
    kind,
    background: colour('background'),
    foreground: colour('foreground'),
    muted: colour('muted'),
    line: colour('line'),
    accent: colour('accent'),
    focus: colour('focus'),
    match: colour('match'),
    warning: colour('warning'),
    hover: colour('hover'),
    selected: colour('selected'),
    font: body.fontFamily,
    fontSizePx: Number.parseFloat(body.fontSize),
    clusterColours: clusterColours(body, kind),
  };
  probe.remove();
  return theme;
}

const colourKinds: Record<ThemeKind, ColourKind> = {
  light: 'light',
  dark: 'dark',
  'high-contrast': 'highContrast',
  'high-contrast-light': 'highContrastLight',
};

/** As VS Code gives them to the page, or as the extension contributes them where there is no VS Code. */
function clusterColours(body: CSSStyleDeclaration, kind: ThemeKind): string[] {
  return Array.from({ length: paletteSize }, (_, i) => {
    const given = body.getPropertyValue(`--vscode-${themeColourId(i).replace('.', '-')}`).trim();
    return /^#[0-9a-f]{6}$/i.test(given) ? given : paletteColour(colourKinds[kind], i);
  });
}

function themeKind(): ThemeKind {
  const { classList } = document.body;
  if (classList.contains('vscode-high-contrast-light')) return 'high-contrast-light';
  if (classList.contains('vscode-high-contrast')) return 'high-contrast';
  if (classList.contains('vscode-dark')) return 'dark';
  if (classList.contains('vscode-light')) return 'light';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** The theme, read again whenever VS Code or the system changes it. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const read = (): void => setTheme(readTheme());
    const observer = new MutationObserver(read);
    observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', read);
    return () => {
      observer.disconnect();
      scheme.removeEventListener('change', read);
    };
  }, []);
  return theme;
}
