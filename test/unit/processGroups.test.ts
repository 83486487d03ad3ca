import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { repository } from '../host/paths';

if (process.platform !== 'win32')
  describe('A program that leads a process group', () => {
    it('ends with the tests that started it, also when they are killed', async () => {
      const script = `
        const { spawn } = require('node:child_process');
        const { endWithUs } = require(${JSON.stringify(join(repository, 'test/host/processGroups.ts'))});
        const child = spawn('sleep', ['600'], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
        endWithUs(child.pid);
        process.stderr.write('started');
        setInterval(() => {}, 1000);`;
      const tests = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', script], {
        cwd: repository,
        detached: true,
      });
      await once(tests.stderr, 'data');
      // All that is left holds the other end of this stream.
      const left = once(tests.stdout.resume(), 'end');
      process.kill(-(tests.pid ?? NaN), 'SIGKILL');
      await left;
    });
  });
