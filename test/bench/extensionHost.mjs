// @ts-check
// How long activation takes, and how long the extension host's event loop is held while Grove works, in a real VS Code:
//   node test/bench/extensionHost.mjs [number of files, default 5000] [words a file, default 150]
import { loadTypeScript } from '../../scripts/support/loadTypeScript.mjs';
import { prepare } from '../../scripts/support/prepare.mjs';

await prepare();
process.env['GROVE_BENCH_FILES'] = process.argv[2] ?? '5000'; // the extension host inherits it
process.env['GROVE_BENCH_WORDS'] = process.argv[3] ?? '150';
const { runInExtensionHost } = await loadTypeScript('test/support/hostSuite.ts');
const { result, exitCode, said } = await runInExtensionHost('test/bench/extensionHostSuite.ts');
if (result === undefined) throw new Error(`The extension host ended with ${exitCode}:\n${said.slice(-20).join('\n')}`);
for (const [what, milliseconds] of Object.entries(result))
  console.log(`${milliseconds.toFixed(1).padStart(8)} ms  ${what}`);
