'use strict';
// Stands in for the native logger of VS Code's server (@vscode/spdlog): the same interface, plain appends.
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = levels.indexOf('info');
    this.isPlain = false;
  }

  append(level, text) {
    if (levels.indexOf(level) < this.level) return;
    const line = this.isPlain ? String(text) : `${new Date().toISOString()} [${level}] ${text}\n`;
    try {
      fs.appendFileSync(this.file, line);
    } catch {
      // its folder is removed while the last processes end
    }
  }

  getLevel() {
    return this.level;
  }

  setLevel(level) {
    this.level = level;
  }

  clearFormatters() {
    this.isPlain = true;
  }

  setPattern() {}
  flush() {}
  drop() {}
}

for (const level of levels) {
  Logger.prototype[level] = function (text) {
    this.append(level, text);
  };
}

async function create(_name, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger(file);
}

exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
