export interface PanelAssets {
  readonly script: string;
  readonly style: string;
  /** The origin that `asWebviewUri` resources come from. */
  readonly cspSource: string;
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
  /** The id of the analysis; the page hands it back after the window was reloaded. */
  readonly analysis: string;
}

/** The shell of the panel: everything else is drawn by its script, from what the host posts once it says 'ready'. */
export function panelHtml({ script, style, cspSource, nonce, language, title, analysis }: PanelAssets): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" href="${escapeHtml(style)}" />
  </head>
  <body data-analysis="${escapeHtml(analysis)}">
    <div id="root"></div>
    <script nonce="${nonce}" src="${escapeHtml(script)}"></script>
  </body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
