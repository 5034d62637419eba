import { runProgram } from './cli/program';

void runProgram(process.argv).then((exitCode) => {
  process.exitCode = exitCode;
});
