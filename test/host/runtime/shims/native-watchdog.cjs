// Stands in for @vscode/native-watchdog, which is native too: it ends the extension host when the process that started it is gone.
const process = require('node:process');
const { setInterval } = require('node:timers');

exports.start = (pid) => {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 1000).unref();
};
