import type { Matrix } from '../math/matrix';

const leastScale = 0.05;
const mostScale = 50;
const steps = 40;
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * The number that margins are multiplied by to be logits: the one of least cross-entropy, by golden section on its logarithm.
 * As few documents that all are told apart prove no certainty, a class of n documents is believed to be right in (n + 1) of
 * n + 2. Sources: Guo et al., "On calibration of modern neural networks", ICML 2017 (temperature scaling); Platt,
 * "Probabilistic outputs for support vector machines", 1999 (the targets).
 *
 * @param margins [documents × classes], of documents that the classifier did not learn from
 */
export function fitScale(margins: Matrix, labels: Int32Array): number {
  const { rows, columns, values } = margins;
  const doubt = 1 / (rows / columns + 2);
  let expected = 0; // Σ over documents of the margin that is expected by the targets
  labels.forEach((label, i) => {
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += values[i * columns + c]!;
    const own = values[i * columns + label]!;
    expected += (1 - doubt) * own + (doubt * (sum - own)) / Math.max(1, columns - 1);
  });
  const lossAt = (logarithm: number): number => {
    const scale = Math.exp(logarithm);
    return sumOfLogPartitions(margins, scale) - scale * expected;
  };
  let [low, high] = [Math.log(leastScale), Math.log(mostScale)];
  for (let step = 0; step < steps; step++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (lossAt(a) < lossAt(b)) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
}

/** Σ over rows of ln Σ exp(scale · margin). */
function sumOfLogPartitions({ rows, columns, values }: Matrix, scale: number): number {
  let total = 0;
  for (let i = 0; i < rows; i++) {
    let most = -Infinity;
    for (let c = 0; c < columns; c++) most = Math.max(most, values[i * columns + c]! * scale);
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += Math.exp(values[i * columns + c]! * scale - most);
    total += most + Math.log(sum);
  }
  return total;
}
