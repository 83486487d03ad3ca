/** How the gateway's process begins, goes on and ends. */

import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { GatewayError, gatewayState, gatewayStatus, stopGateway } from '../../../../src/gateway/client';
import { ensureKey } from '../../../../src/gateway/process/key';
import { readState, writeState } from '../../../../src/gateway/process/state';
import { isProcessAlive } from '../../../../src/system/processAlive';
import { mkdir } from 'node:fs/promises';
import { builtCli, Machine, until } from './machine';

describe('The gateway’s process', function () {
  this.timeout(60_000);
  let machine: Machine;
  before(function () {
    this.timeout(120_000);
    return builtCli();
  });
  beforeEach(async () => {
    machine = await Machine.make();
  });
  afterEach(() => machine.close());

  it('is started by the first window, and found by the next', async () => {
    assert.equal(await gatewayState(machine.paths), 'stopped');
    const first = await machine.window();
    await first.keep();
    const second = await machine.window();
    await second.keep();
    const status = await second.status();
    assert.equal(status.leases, 2);
    assert.equal(status.pid, (await first.status()).pid);
    assert.notEqual(status.pid, process.pid);
    assert.equal(first.url, `http://127.0.0.1:${status.port}`);
    assert.equal(await gatewayState(machine.paths), 'running');
    const outside = await fetch(`${first.url}/model/x/converse`, { method: 'POST', body: '{}' });
    assert.equal(outside.status, 403);
    assert.equal((await gatewayStatus(machine.paths))?.refusals[0]?.code, 'secret');
  });

  it('is one, however many windows start it at once', async () => {
    const windows = await Promise.all(Array.from({ length: 4 }, () => machine.window()));
    const pids = await Promise.all(windows.map(async (window) => (await window.status()).pid));
    assert.equal(new Set(pids).size, 1);
  });

  it('keeps its port', async () => {
    const first = await machine.window();
    const { pid } = await first.status();
    assert.ok(await stopGateway(machine.paths));
    await until('it has ended', () => !isProcessAlive(pid));
    assert.equal(await stopGateway(machine.paths), false);
    assert.equal((await machine.window()).port, first.port);
  });

  it('ends some time after the last window, and not before', async () => {
    const first = await machine.window({ idleMs: 300 });
    await first.keep();
    const second = await machine.window({ idleMs: 300 });
    await second.keep();
    const { pid } = await first.status();
    first.dispose();
    await until('one window is left', async () => (await second.status()).leases === 1);
    second.dispose();
    await until('it has ended', () => !isProcessAlive(pid));
    assert.equal(await gatewayState(machine.paths), 'stopped');
  });

  it('stays where it was told to', async () => {
    const window = await machine.window({ idleMs: 50 });
    await window.keep();
    await window.stay(true);
    window.dispose();
    await until('no window is left', async () => (await gatewayStatus(machine.paths))?.leases === 0);
    assert.equal((await gatewayStatus(machine.paths))?.stays, true);
    const later = await machine.window();
    const { pid } = await later.status();
    await later.stay(false);
    later.dispose();
    await until('it has ended', () => !isProcessAlive(pid));
  });

  it('is back on its port when it was killed, while a window keeps it', async () => {
    const window = await machine.window();
    await window.keep();
    const states: string[] = [];
    window.onState((state) => states.push(state));
    for (let time = 0; time < 3; time += 1) {
      const { pid } = await window.status();
      process.kill(pid, 'SIGKILL');
      await until('there is another one', async () => {
        const now = await machine.pid();
        return now !== undefined && now !== pid;
      });
      await until(
        'the window is connected to it',
        async () => (await window.status().catch(() => undefined)) !== undefined,
      );
      assert.equal((await window.status()).leases, 1);
      assert.equal((await window.status()).port, window.port);
    }
    assert.equal(window.state, 'running');
    assert.ok(!states.includes('stranger'), states.join());
  });

  it('is not started elsewhere where a stranger has its port', async () => {
    const stranger = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      socket.end('HTTP/1.1 200 OK\r\n\r\n');
    });
    await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
    const { port } = stranger.address() as AddressInfo;
    await mkdir(machine.paths.folder, { recursive: true });
    await ensureKey(machine.paths.key);
    await writeState(machine.paths.state, { port });
    assert.equal(await gatewayState(machine.paths), 'stranger');
    await assert.rejects(machine.window(), (error) => error instanceof GatewayError && error.code === 'stranger');
    assert.equal((await readState(machine.paths.state))?.port, port);
    await new Promise((done) => stranger.close(done));
    assert.equal((await machine.window()).port, port);
  });
});
