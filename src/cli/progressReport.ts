import cliProgress from 'cli-progress';
import type { StageProgress } from '../shared/progress';

/** Shows how far a run is on stderr. */
export interface ProgressReport {
  update(progress: StageProgress): void;
  /** Leaves the terminal as it should be for what is printed next. */
  end(): void;
}

export const noProgress: ProgressReport = { update() {}, end() {} };

const drawEveryMs = 80;

/** A bar with stage, count, rate and time left (the door to cli-progress). */
export function barProgress(now: () => number): ProgressReport {
  const bar = new cliProgress.SingleBar(
    {
      format: '{stage} {bar} {count} {rate} {left}',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
      forceRedraw: true,
    },
    cliProgress.Presets.shades_classic,
  );
  let stage: string | undefined;
  let began = 0;
  let drawn = -Infinity;
  return {
    update(progress) {
      const time = now();
      if (progress.stage !== stage) {
        if (stage === undefined) bar.start(1, 0, { stage: '', count: '', rate: '', left: '' });
        stage = progress.stage;
        began = time;
        drawn = -Infinity;
      }
      const isLast = progress.done === progress.total;
      if (time - drawn < drawEveryMs && !isLast) return;
      drawn = time;
      const seconds = (time - began) / 1000;
      const rate = seconds > 0.5 && progress.done > 0 ? progress.done / seconds : undefined;
      const left = rate !== undefined && progress.total ? (progress.total - progress.done) / rate : undefined;
      bar.setTotal(Math.max(progress.total ?? progress.done, 1));
      bar.update(progress.done, {
        stage: progress.stage.padEnd(10),
        count: countOf(progress),
        rate: rate === undefined ? '' : `${number(Math.round(rate))}/s`,
        left: left === undefined ? '' : `${Math.ceil(left)} s left`,
      });
    },
    end() {
      bar.stop();
      stage = undefined;
    },
  };
}

/** Epochs of a network, which tell its loss, and trials have a line each; those of a layout are told when time is due. */
const hasOwnLine = ({ unit, detail }: StageProgress): boolean =>
  unit === 'trials' || (unit === 'epochs' && detail !== undefined);

/** One line a stage, for logs and pipes; a line an epoch while a network is trained, a line a trial of options. */
export function lineProgress(): ProgressReport {
  let last: StageProgress | undefined;
  const print = (progress: StageProgress): void => {
    process.stderr.write(`${progress.stage}: ${countOf(progress)}\n`);
  };
  return {
    update(progress) {
      if (last && last.stage !== progress.stage) print(last);
      else if (last && hasOwnLine(progress) && progress.done !== last.done) print(last);
      last = progress;
    },
    end() {
      if (last) print(last);
      last = undefined;
    },
  };
}

function countOf({ done, total, unit, detail }: StageProgress): string {
  const count = total === undefined ? number(done) : `${number(done)} of ${number(total)}`;
  return `${count} ${unit}${detail === undefined ? '' : `, ${detail}`}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
