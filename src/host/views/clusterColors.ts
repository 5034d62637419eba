/** Of the charts' colours without orange, which themes leave dark brown on dark; the terminal's are legible by design. */
const colors = [
  'charts.blue',
  'terminal.ansiCyan',
  'charts.green',
  'charts.purple',
  'charts.red',
  'charts.yellow',
  'terminal.ansiMagenta',
] as const;

/** The theme colour of a cluster of the cut: neighbours in the tree differ. */
export function clusterColor(cluster: number): string {
  return cluster < 0 ? 'disabledForeground' : colors[cluster % colors.length]!;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** At most two characters: 1 … 99, then A0 … Z9, AA … ZZ, and from there on again. */
export function clusterBadge(cluster: number): string {
  const number = cluster + 1;
  if (number < 100) return String(number);
  const mixed = (number - 100) % (letters.length * 36);
  const second = Math.floor(mixed / letters.length);
  return `${letters[mixed % letters.length]}${second < 10 ? second : letters[second - 10]}`;
}
