'use strict';
// Stands in for the native watchdog of VS Code's server: ends the extension host when the server has died.
exports.start = (parentPid) => {
  setInterval(() => {
    try {
      process.kill(parentPid, 0);
    } catch {
      process.exit(87);
    }
  }, 3000).unref();
};
