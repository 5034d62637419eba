// Loaded before the command line (node --require): ends the process by SIGKILL when it comes to write a file or renames to a
// place whose name ends with GROVE_TEST_DIE_AT. What was done to the file system until then stays.
const fs = require('node:fs/promises');

const end = process.env.GROVE_TEST_DIE_AT;
const die = () => process.kill(process.pid, 'SIGKILL');

for (const name of ['open', 'writeFile']) {
  const original = fs[name];
  fs[name] = async (file, ...rest) => {
    const isWritten = name === 'writeFile' || /[wa+]/.test(String(rest[0] ?? 'r'));
    const isIt = isWritten && String(file).endsWith(end);
    if (isIt && name === 'writeFile') await original.call(fs, file, 'half');
    if (isIt) die();
    return original.call(fs, file, ...rest);
  };
}
const { rename } = fs;
fs.rename = async (from, to) => {
  await rename.call(fs, from, to);
  if (String(to).endsWith(end)) die();
};
