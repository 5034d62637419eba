const themes = [
  'bread dough yeast oven crust flour baker loaf knead rise',
  'planet orbit telescope star moon comet galaxy lens eclipse dust',
  'harbour boat sail anchor tide keel mast rope crew storm',
].map((words) => words.split(' '));

/** Short documents on three themes in turn: document i is on theme i mod 3. The same number gives the same text. */
export function text(i: number): string {
  const words = themes[i % themes.length]!;
  const sentence = (from: number): string =>
    `The ${words[from % 10]} and the ${words[(from + 3) % 10]} need a ${words[(from + 7) % 10]}.`;
  return `${sentence(i)} ${sentence(i + 1)} ${sentence(i * 3 + 2)}\n`;
}

/** Files of such documents: 'note 0.txt', 'note 1.txt', … */
export function notes(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`note ${i}.txt`, text(i)]));
}
