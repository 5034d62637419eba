import { useLayoutEffect, useRef } from 'preact/hooks';
import { preparedContext, useSize } from '../canvas';
import { t } from '../strings';
import type { Theme } from '../theme/theme';

const gutterPx = 48;
const edgePx = 14;

/** Loss per epoch, as a curve and as a table. */
export function LossCurve({ loss, theme }: { loss: readonly number[]; theme: Theme }) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(frame);
  useLayoutEffect(() => {
    const context = canvas.current === null ? null : preparedContext(canvas.current, size);
    if (context === null || size.width === 0) return;
    const most = Math.max(...loss);
    const least = Math.min(...loss);
    const x = (epoch: number): number =>
      gutterPx + (epoch / Math.max(1, loss.length - 1)) * (size.width - gutterPx - edgePx);
    const y = (value: number): number =>
      edgePx + ((most - value) / (most - least || 1)) * (size.height - edgePx - 2 * edgePx);
    context.font = `${Math.round(theme.fontSizePx * 0.85)}px ${theme.font}`;
    context.fillStyle = theme.muted;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    for (const value of [most, least]) context.fillText(value.toPrecision(3), gutterPx - 8, y(value));
    context.strokeStyle = theme.line;
    context.strokeRect(gutterPx + 0.5, edgePx - 4.5, size.width - gutterPx - edgePx, size.height - 3 * edgePx + 9);
    context.strokeStyle = theme.accent;
    context.lineWidth = 2;
    context.beginPath();
    loss.forEach((value, epoch) => context.lineTo(x(epoch), y(value)));
    context.stroke();
  });
  const text = t(
    'Loss over {0} epochs: from {1} to {2}',
    loss.length,
    loss[0]!.toPrecision(3),
    loss.at(-1)!.toPrecision(3),
  );
  return (
    <figure class="loss">
      <div ref={frame} class="loss-frame">
        <canvas ref={canvas} role="img" aria-label={text} />
      </div>
      <figcaption class="muted">{text}</figcaption>
      <details>
        <summary>{t('Table')}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">
                {t('Epoch')}
              </th>
              <th scope="col" class="number">
                {t('Loss')}
              </th>
            </tr>
          </thead>
          <tbody>
            {loss.map((value, epoch) => (
              <tr key={epoch}>
                <th scope="row" class="number">
                  {epoch + 1}
                </th>
                <td class="number">{value.toPrecision(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
