/** The script that an editor runs when we have been uninstalled: as a process of its own, on a scratch machine. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { uninstallBuild } from '../../build/uninstall.mjs';
import { claudeCode } from '../../src/agents/adapters/claudeCode/claudeCode';
import { applyPlan } from '../../src/agents/changes/apply';
import { recordFolder } from '../../src/agents/changes/recordedFolders';
import { scheduleFolderFor } from '../../src/agents/changes/scheduleFolder';
import { accountId, region } from '../../src/core/ids';
import { gatewayFolder, gatewayPaths, myGatewayPaths } from '../../src/gateway/paths';
import { Secrets } from '../../src/gateway/secrets';
import { ONE } from './agents/machine';
import { throughGateway } from './agents/gatewayRoute';
import { repository, scratchDirectory } from '../host/paths';

const ID = 'bedrock-tally.bedrock-tally';

describe('Uninstalling', () => {
  let root = '';
  let script = '';
  before(async () => {
    root = scratchDirectory('uninstall');
    script = join(root, 'uninstall.js');
    await build({ ...uninstallBuild(false), absWorkingDir: repository, outdir: root, metafile: false });
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** A home of its own for each story. */
  function machine(name: string) {
    const home = join(root, name);
    const write = (path: string, text = 'sk-secret'): string => {
      const file = join(home, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    };
    const stagingOf = (editor: string): string =>
      scheduleFolderFor({ home, env: {} }, process.platform, join(home, editor, 'extensions'));
    return { home, write, stagingOf };
  }

  /** Installs the script as an editor does, and runs it as that does. */
  function uninstall(home: string, editor: string, version = '0.1.0'): void {
    const dist = join(home, editor, 'extensions', `${ID}-${version}`, 'dist');
    mkdirSync(dist, { recursive: true });
    writeFileSync(join(dist, 'uninstall.js'), readFileSync(script));
    const env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home };
    const { status, stderr } = spawnSync(process.execPath, [join(dist, 'uninstall.js')], { env, encoding: 'utf8' });
    assert.deepEqual([status, stderr], [0, '']);
  }

  it('is what the manifest names', () => {
    const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
      publisher: string;
      name: string;
    };
    assert.equal(manifest.scripts['vscode:uninstall'], 'node ./dist/uninstall.js');
    assert.equal(`${manifest.publisher}.${manifest.name}`, ID);
  });

  it('deletes what is kept for undoing, what waits, and what windows share; nobody else’s', async () => {
    const { home, write, stagingOf } = machine('desktop');
    const storage = join(home, '.config/Some Editor/User/globalStorage', ID);
    for (const path of [
      'agents/changes.v1.json',
      'agents/changes.v7.json',
      'shared/abc-mine.v1.json',
      'shared/own-cost-2026-11.log',
    ])
      write(join('.config/Some Editor/User/globalStorage', ID, path));
    const theirs = [
      write('.config/Some Editor/User/globalStorage/other.extension/agents/secret'),
      write('.config/Some Editor/User/settings.json'),
      write('.claude/settings.json'),
      write('.aws/credentials'),
    ];
    const [own, other] = [stagingOf('.some-editor'), stagingOf('.other-editor')];
    for (const folder of [own, other]) {
      await recordFolder(folder, storage);
      writeFileSync(join(folder, 'staged.v1.json'), 'sk-secret');
    }
    uninstall(home, '.some-editor');
    assert.equal(existsSync(storage), false);
    assert.equal(existsSync(own), false);
    assert.ok(existsSync(join(other, 'staged.v1.json')), 'what another editor’s copy of us waits for');
    for (const file of theirs) assert.equal(readFileSync(file, 'utf8'), 'sk-secret', file);
    uninstall(home, '.other-editor');
    assert.equal(existsSync(dirname(own)), false, 'the last one leaves no folder behind');
  });

  for (const [server, data] of [
    ['.vscode-server', '.vscode-server/data/User/globalStorage'],
    ['.local/share/code-server', '.local/share/code-server/User/globalStorage'],
  ] as const)
    it(`finds what lies beside the extensions of ${server}`, () => {
      const { home, write } = machine(server.replaceAll('/', '-'));
      write(join(data, ID, 'agents/changes.v1.json'));
      uninstall(home, server);
      assert.deepEqual(readdirSync(join(home, data)), []);
    });

  it('deletes no folder that is not ours, whatever the list names, and minds no broken list', async () => {
    const { home, write, stagingOf } = machine('tampered');
    const innocent = write('work/agents/code.ts');
    const lookalike = write(join('work', ID, 'agents/code.ts'));
    const scheduleFolder = stagingOf('.e');
    for (const folder of [join(home, 'work'), join(home, 'work', ID), '/', '..', ''])
      await recordFolder(scheduleFolder, folder);
    uninstall(home, '.e');
    for (const file of [innocent, lookalike]) assert.ok(existsSync(file), file);
    for (const list of ['', '{', '{"a":1}', '[3,null]']) {
      mkdirSync(scheduleFolder, { recursive: true });
      writeFileSync(join(scheduleFolder, 'folders.v1.json'), list);
      uninstall(home, '.e');
      assert.equal(existsSync(scheduleFolder), false);
    }
  });

  /** Claude Code, pointed at the gateway in an editor with this name for its folders; its file is as it was given. */
  async function pointed(name: string, before: unknown) {
    const { home, write } = machine(name);
    const settings = write('.claude/settings.json', JSON.stringify(before, null, 2));
    const host = { home, env: {}, platform: process.platform, now: Date.now };
    const plan = await claudeCode.plan(throughGateway(ONE), host);
    const receipt = await applyPlan(plan, host);
    const { target, warnings, needs } = plan;
    const kept = { agent: 'claude-code', target, warnings, needs };
    const files = plan.files.map(({ path, changes }) => ({ path, changes }));
    const change = { agent: 'claude-code', scope: 'user', title: 'x', plan: kept, files, receipt, expected: {} };
    write(join('.e/data/User/globalStorage', ID, 'agents/changes.v1.json'), JSON.stringify({ changes: [change] }));
    // Of this host, below the scratch home.
    const { platform } = process;
    const ours = gatewayFolder({ platform, env: {}, home, host: '' });
    const folder = join(dirname(ours), basename((await myGatewayPaths()).folder));
    const secrets = new Secrets(gatewayPaths(folder).secrets);
    const place = { awsProfile: 'dev', account: accountId('111122223333'), region: region('eu-west-1'), endpoint: '' };
    await secrets.issue({ agent: 'claude-code', project: undefined, place }, Date.now());
    return { home, settings, folder, secrets, place };
  }

  it('gives agents that go through the gateway their bytes back, and ends the gateway', async () => {
    const before = { model: 'sonnet', env: { AWS_REGION: 'eu-west-1', OTHER: 'x' } };
    const { home, settings, folder } = await pointed('gateway', before);
    assert.match(readFileSync(settings, 'utf8'), /ANTHROPIC_BEDROCK_BASE_URL/);
    uninstall(home, '.e');
    assert.equal(readFileSync(settings, 'utf8'), JSON.stringify(before, null, 2));
    assert.equal(existsSync(folder), false);
  });

  it('puts back only values that are still ours, and keeps the gateway of other agents', async () => {
    const { home, settings, folder, secrets, place } = await pointed('gateway-changed', { model: 'opus' });
    const changed = JSON.parse(readFileSync(settings, 'utf8')) as { env: Record<string, string> };
    changed.env.AWS_REGION = 'us-east-1';
    writeFileSync(settings, JSON.stringify(changed));
    await secrets.issue({ agent: 'cline', project: undefined, place }, Date.now());
    uninstall(home, '.e');
    assert.deepEqual(JSON.parse(readFileSync(settings, 'utf8')), { model: 'opus', env: { AWS_REGION: 'us-east-1' } });
    assert.ok(existsSync(folder));
    assert.deepEqual(
      (await secrets.list()).map(({ agent }) => agent),
      ['cline'],
    );
  });

  it('leaves everything where another version is installed', async () => {
    const { home, write, stagingOf } = machine('updated');
    write(join('.e/extensions', `${ID}-0.2.0`, 'package.json'), '{}');
    const kept = write(join('.e/data/User/globalStorage', ID, 'agents/changes.v1.json'));
    const scheduleFolder = stagingOf('.e');
    await recordFolder(scheduleFolder, dirname(dirname(kept)));
    uninstall(home, '.e');
    assert.ok(existsSync(kept) && existsSync(scheduleFolder));
  });

  it('leaves what others have put into our folder, and says nothing where there is nothing', () => {
    const { home, write } = machine('more');
    const more = write(join('.e/data/User/globalStorage', ID, 'notes.txt'));
    uninstall(home, '.e');
    uninstall(home, '.e');
    assert.ok(existsSync(more));
  });
});
