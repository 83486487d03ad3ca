// Ends process groups when whoever started this goes away, which closes our standard input even when it was killed.
// "+PID" on a line of its own adds a group, "-PID" takes it out. Has to be in a process group of its own.
import { createInterface } from 'node:readline';

const groups = new Set();
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const group = Number(line.slice(1));
    if (line.startsWith('+')) groups.add(group);
    else groups.delete(group);
  })
  .on('close', () => {
    for (const group of groups)
      try {
        process.kill(-group, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
  });
