/** Words of two kinds. */
const kinds = {
  baking: 'bread dough yeast oven crust flour baker loaf knead rise'.split(' '),
  sky: 'planet orbit telescope star moon comet galaxy lens eclipse dust'.split(' '),
};

/** Files of two kinds in turn: 'a 0.txt' is of baking, 'a 1.txt' of the sky, … */
export const textsOfTwoKinds = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => {
    const words = Object.values(kinds)[i % 2]!;
    return [`a ${i}.txt`, [0, 1, 3, 4, 7].map((step) => words[(i + step) % 10]).join(' ')];
  }),
);
