import fc from 'fast-check';

/** Property tests draw the same examples in every run; GROVE_TEST_SEED=random draws others, to look for what is not known yet. */
const usualSeed = 1;

const asked = process.env['GROVE_TEST_SEED'];
if (asked !== 'random') fc.configureGlobal({ seed: Number(asked ?? usualSeed) });
