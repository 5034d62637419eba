import { useLayoutEffect, useRef } from 'preact/hooks';
import { preparedContext, type Size, useSize } from '../canvas';
import { rememberDrawing } from '../savedPicture/canvases';
import type { Pen } from '../savedPicture/pen';
import { SavePicture } from '../savedPicture/SavePicture';
import { t } from '../strings';
import type { Theme } from '../theme/theme';

const gutterPx = 48;
const edgePx = 14;

/** Loss per epoch, as a curve and as a table. */
export function LossCurve({ name, loss, theme }: { name: string; loss: readonly number[]; theme: Theme }) {
  const picture = useRef<HTMLElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(frame);
  useLayoutEffect(() => {
    const context = canvas.current === null ? null : preparedContext(canvas.current, size);
    if (context === null || size.width === 0) return;
    drawLoss(context, loss, theme, size);
    rememberDrawing(canvas.current, (pen) => {
      drawLoss(pen, loss, theme, size);
      return true;
    });
  });
  const text = t(
    'Loss over {0} epochs: from {1} to {2}',
    loss.length,
    loss[0]!.toPrecision(3),
    loss.at(-1)!.toPrecision(3),
  );
  return (
    <>
      <SavePicture name={t('Training of {0}', name)} picture={picture} />
      <figure class="loss" ref={picture}>
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
    </>
  );
}

function drawLoss(pen: Pen, loss: readonly number[], theme: Theme, size: Size): void {
  const most = Math.max(...loss);
  const least = Math.min(...loss);
  const x = (epoch: number): number =>
    gutterPx + (epoch / Math.max(1, loss.length - 1)) * (size.width - gutterPx - edgePx);
  const y = (value: number): number =>
    edgePx + ((most - value) / (most - least || 1)) * (size.height - edgePx - 2 * edgePx);
  pen.font = `${Math.round(theme.fontSizePx * 0.85)}px ${theme.font}`;
  pen.fillStyle = theme.muted;
  pen.textBaseline = 'middle';
  pen.textAlign = 'right';
  for (const value of [most, least]) pen.fillText(value.toPrecision(3), gutterPx - 8, y(value));
  pen.strokeStyle = theme.line;
  pen.strokeRect(gutterPx + 0.5, edgePx - 4.5, size.width - gutterPx - edgePx, size.height - 3 * edgePx + 9);
  pen.strokeStyle = theme.accent;
  pen.lineWidth = 2;
  pen.beginPath();
  loss.forEach((value, epoch) => pen.lineTo(x(epoch), y(value)));
  pen.stroke();
}
