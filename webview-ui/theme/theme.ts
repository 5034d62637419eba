import { useEffect, useState } from 'preact/hooks';
import { type Oklch, oklchOf } from './oklch';

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
  readonly hover: string;
  readonly selected: string;
  readonly font: string;
  readonly fontSizePx: number;
  readonly chartColours: readonly Oklch[];
}

const charts = ['red', 'orange', 'yellow', 'green', 'blue', 'purple'] as const;

export function readTheme(): Theme {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const body = getComputedStyle(document.body);
  const theme: Theme = {
    kind: themeKind(),
    background: colour('background'),
    foreground: colour('foreground'),
    muted: colour('muted'),
    line: colour('line'),
    accent: colour('accent'),
    focus: colour('focus'),
    match: colour('match'),
    hover: colour('hover'),
    selected: colour('selected'),
    font: body.fontFamily,
    fontSizePx: Number.parseFloat(body.fontSize),
    chartColours: charts.flatMap((name) => {
      const channels = /^rgba?\((\d+), (\d+), (\d+)/.exec(colour(`chart-${name}`));
      if (channels === null) return [];
      const parsed = oklchOf([Number(channels[1]), Number(channels[2]), Number(channels[3])]);
      return parsed.chroma > 0.04 ? [parsed] : [];
    }),
  };
  probe.remove();
  return theme;
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
