// Before the tests that start the command line: dist/, where it is missing or older than its sources.
export { ensureBuilt as default } from '../../scripts/support/prepare.mjs';
