/** The command line, as a program of its own. */

import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { builtCli } from '../gateway/process/machine';

const HELLO = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] });

describe('bedrock-tally gateway --sample', () => {
  let home: string;
  let cli: string;
  before(async () => {
    cli = await builtCli();
  });
  const running: ChildProcess[] = [];
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'cli-'));
  });
  afterEach(async () => {
    for (const program of running.splice(0))
      if (program.exitCode === null && program.signalCode === null) {
        program.kill('SIGKILL');
        await once(program, 'close');
      }
    await rm(home, { recursive: true });
  });

  /** Starts it where nothing of the user's can be found. */
  const start = (...args: readonly string[]) => {
    const env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, TMPDIR: home, TEMP: home, TMP: home };
    const program = spawn(process.execPath, [cli, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(program);
    return program;
  };
  const urlOf = async (program: ReturnType<typeof start>): Promise<string> => {
    const lines = createInterface(program.stdout);
    const [line] = (await once(lines, 'line')) as [string];
    const { url } = JSON.parse(line) as { url: string };
    return url;
  };

  it('prints a URL that works as it is, and leaves nothing behind', async () => {
    const program = start('gateway', '--sample', '--json');
    const url = await urlOf(program);
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/bedrock-tally_[\w-]{43}$/);
    const response = await fetch(`${url}/model/anthropic.claude-sonnet-5/converse`, { method: 'POST', body: HELLO });
    assert.equal(response.status, 200);
    const { usage } = (await response.json()) as { usage: { outputTokens: number } };
    assert.ok(usage.outputTokens > 0);
    const refused = await fetch(`${url}/model/zai.glm-5/converse`, { method: 'POST', body: HELLO });
    assert.match(await refused.text(), /no application inference profile for zai\.glm-5/);
    const closed = once(program, 'close');
    program.kill('SIGTERM');
    program.kill('SIGINT');
    if (process.platform === 'win32') return;
    assert.deepEqual(await closed, [0, null]);
    assert.deepEqual(
      (await readdir(home)).filter((name) => name.startsWith('bedrock-tally-')),
      [],
    );
  });

  it('says what is wrong with its arguments', async () => {
    const wrong = [
      [],
      ['nothing'],
      ['gateway', 'nothing'],
      ['gateway', '--sample', '--port', 'x'],
      ['gateway', '--port', '65536'],
      ['gateway', '--region', 'here'],
      ['gateway', '--what'],
    ];
    for (const args of wrong) {
      const program = start(...args);
      const [output, error] = await Promise.all([text(program.stdout), text(program.stderr)]);
      if (program.exitCode === null) await once(program, 'close');
      assert.equal(program.exitCode, 2, args.join(' '));
      assert.match(output + error, /Usage: bedrock-tally gateway/);
    }
  });

  it('says when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as AddressInfo;
    const program = start('gateway', '--sample', '--json', '--port', String(port));
    const error = await text(program.stderr);
    if (program.exitCode === null) await once(program, 'close');
    other.close();
    assert.equal(program.exitCode, 1);
    assert.match(error, /EADDRINUSE/);
  });
});
