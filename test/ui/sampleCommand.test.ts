import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, it } from 'mocha';
import { repository } from '../host/paths';

describe('npm run sample', () => {
  let child: ChildProcess | undefined;
  afterEach(() => {
    if (child?.exitCode === null) child.kill('SIGKILL');
  });

  it('starts VS Code in the browser, prints its address, and ends when it is interrupted', async () => {
    // Without a display it opens in the browser, whatever is installed.
    const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
    child = spawn(process.execPath, ['--import', 'tsx', 'test/host/sample.ts'], {
      cwd: repository,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    assert.ok(child.stdout && child.stderr);
    const printed: string[] = [];
    child.stderr.on('data', (data: Buffer) => printed.push(data.toString()));
    let address: string | undefined;
    for await (const line of createInterface(child.stdout)) {
      printed.push(line);
      address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)?.[0];
      if (address !== undefined) break;
    }
    assert.ok(address !== undefined, printed.join('\n'));
    assert.equal((await fetch(address)).status, 200);
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
  });
});
