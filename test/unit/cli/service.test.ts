/** The gateway as a service of the user: shown before it is installed, and removable. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { serviceEnvironment, serviceFor, type ServiceMachine } from '../../../src/cli/serviceTexts';
import { builtCli } from '../gateway/process/machine';

const MACHINE: ServiceMachine = {
  platform: 'linux',
  home: '/home/jane',
  uid: 1000,
  node: '/opt/No de/bin/node',
  script: '/home/jane/.local/state/100%/$cli.js',
  env: { AWS_CA_BUNDLE: '/etc/a & b.pem' },
};

describe('The service of the gateway', () => {
  it('is a unit of systemd that comes back at once', () => {
    const service = serviceFor(MACHINE);
    assert.equal(service?.file, '/home/jane/.config/systemd/user/bedrock-tally-gateway.service');
    const lines = service.text.split('\n');
    assert.ok(
      lines.includes('ExecStart="/opt/No de/bin/node" "/home/jane/.local/state/100%%/$$cli.js" "gateway" "--stay"'),
      service.text,
    );
    assert.ok(lines.includes('Environment="AWS_CA_BUNDLE=/etc/a & b.pem"'));
    assert.ok(lines.includes('Restart=on-failure'));
    assert.ok(lines.includes('RestartSec=100ms'));
  });

  it('is an agent of launchd on macOS', () => {
    const service = serviceFor({ ...MACHINE, platform: 'darwin', home: '/Users/jane', uid: 501 });
    assert.equal(service?.file, '/Users/jane/Library/LaunchAgents/bedrock-tally.gateway.plist');
    assert.match(service.text, /<string>\/opt\/No de\/bin\/node<\/string>/);
    assert.match(service.text, /<key>AWS_CA_BUNDLE<\/key><string>\/etc\/a &amp; b\.pem<\/string>/);
    assert.deepEqual(service.install.at(-1)?.command, ['launchctl', 'bootstrap', 'gui/501', service.file]);
    assert.deepEqual(service.remove[0]?.command, ['launchctl', 'bootout', 'gui/501/bedrock-tally.gateway']);
  });

  it('is a task at logon on Windows, without a window and without a limit of time', () => {
    const node = String.raw`C:\Program Files\nodejs\node.exe`;
    const service = serviceFor({ ...MACHINE, platform: 'win32', home: String.raw`C:\Users\jane`, node, env: {} });
    assert.match(service?.text ?? '', /<LogonTrigger>/);
    assert.match(service?.text ?? '', /<ExecutionTimeLimit>PT0S<\/ExecutionTimeLimit>/);
    assert.match(
      service?.text ?? '',
      /<Command>conhost\.exe<\/Command><Arguments>--headless cmd\.exe \/d \/s \/c &quot;&quot;C:\\Program Files\\nodejs\\node\.exe&quot; /,
    );
  });

  it('gets where files and proxies are, and no secret', () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEJANE00001',
      AWS_CONFIG_FILE: '/etc/aws',
      HTTPS_PROXY: 'http://jane:word@proxy:1',
      HTTP_PROXY: 'http://proxy:1',
      NO_PROXY: 'a\nExecStart=b',
      PATH: '/bin',
      ELECTRON_RUN_AS_NODE: '1',
    };
    assert.deepEqual(serviceEnvironment(env), {
      AWS_CONFIG_FILE: '/etc/aws',
      HTTP_PROXY: 'http://proxy:1',
      ELECTRON_RUN_AS_NODE: '1',
    });
  });
});

// What is installed is tried with systemd's command, which other systems have not.
(process.platform === 'linux' ? describe : () => undefined)('bedrock-tally gateway service', () => {
  let home: string;
  let cli: string;
  before(async function () {
    this.timeout(120_000);
    cli = await builtCli();
  });
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'service-'));
    await mkdir(join(home, 'bin'));
    const systemctl = join(home, 'bin', 'systemctl');
    await writeFile(systemctl, `#!/bin/sh\necho "$@" >> "${join(home, 'systemctl.log')}"\n`);
    await chmod(systemctl, 0o755);
  });
  afterEach(() => rm(home, { recursive: true }));

  const run = async (...args: readonly string[]): Promise<{ readonly code: unknown; readonly output: string }> => {
    const env = { HOME: home, PATH: `${join(home, 'bin')}${delimiter}${process.env.PATH ?? ''}` };
    const program = spawn(process.execPath, [cli, 'gateway', 'service', ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(program, 'close');
    const [output, error] = await Promise.all([text(program.stdout), text(program.stderr)]);
    const [code] = (await ended) as [number];
    return { code, output: output + error };
  };
  const unit = (): string => join(home, '.config', 'systemd', 'user', 'bedrock-tally-gateway.service');
  const isThere = (file: string): Promise<boolean> =>
    stat(file).then(
      () => true,
      () => false,
    );
  const commands = (): Promise<string> => readFile(join(home, 'systemctl.log'), 'utf8').catch(() => '');

  it('shows what would be installed, and installs nothing without consent', async () => {
    for (const args of [['show'], ['install']]) {
      const { code, output } = await run(...args);
      assert.equal(code, 0);
      assert.match(output, /ExecStart=.*"gateway" "--stay"/);
      assert.match(output, /systemctl --user enable bedrock-tally-gateway\.service/);
    }
    assert.equal(await isThere(unit()), false);
    assert.equal(await commands(), '');
  });

  it('installs what it showed, with a copy of the program, and removes all of it', async () => {
    const { output } = await run('show');
    assert.equal((await run('install', '--yes')).code, 0);
    const content = await readFile(unit(), 'utf8');
    assert.ok(output.includes(content));
    const [, script = ''] = /ExecStart="[^"]+" "([^"]+)"/.exec(content) ?? [];
    assert.deepEqual(await readFile(script), await readFile(cli));
    assert.match(await commands(), /--user daemon-reload\n--user enable .*\n--user restart /);
    assert.equal((await run('remove')).code, 0);
    assert.equal(await isThere(unit()), false);
    assert.equal(await isThere(script), false);
    assert.match(await commands(), /--user disable --now bedrock-tally-gateway\.service\n--user daemon-reload\n$/);
  });

  it('says what it can do', async () => {
    for (const args of [[], ['what'], ['show', 'more']]) assert.equal((await run(...args)).code, 2);
  });
});
