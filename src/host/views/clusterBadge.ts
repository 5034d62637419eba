const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** At most two characters: 1 … 99, then A0 … Z9, AA … ZZ, and from there on again. */
export function clusterBadge(cluster: number): string {
  const number = cluster + 1;
  if (number < 100) return String(number);
  const mixed = (number - 100) % (letters.length * 36);
  const second = Math.floor(mixed / letters.length);
  return `${letters[mixed % letters.length]}${second < 10 ? second : letters[second - 10]}`;
}
