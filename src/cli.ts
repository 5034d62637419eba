import { runProgram } from './cli/program';
import { errorExitCodes } from './shared/errors';

// A reader that went away has had enough; any other failure of stdout is told, since the answer is lost.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`The output can't be written: ${error.message}.\n`);
  process.exit(errorExitCodes['write-failed']);
});
process.stderr.on('error', () => undefined);

void runProgram(process.argv).then((exitCode) => {
  process.exitCode = exitCode;
});
