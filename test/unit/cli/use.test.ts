/** `bedrock-tally use` and `bedrock-tally verify`, as programs of their own. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { secretsWithin } from '../../../src/core/gateway/secretForm';
import { readJournal } from '../../../src/gateway/journal';
import { Secrets } from '../../../src/gateway/secrets';
import { startSimulator, type Simulator } from '../../../src/simulator/index';
import { builtCli, Machine } from '../gateway/process/machine';

const MODEL = 'anthropic.claude-sonnet-5';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';

interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

describe('bedrock-tally use and verify', function () {
  this.timeout(60_000);
  let simulator: Simulator;
  let machine: Machine;
  let settings: string;
  before(async function () {
    this.timeout(120_000);
    await builtCli();
    simulator = await startSimulator({ scenario: 'company' });
  });
  after(() => simulator.close());
  beforeEach(async () => {
    machine = await Machine.make();
    await machine.addAwsProfile('dev');
    settings = join(machine.home, '.claude', 'settings.json');
    mkdirSync(dirname(settings));
    writeFileSync(settings, EARLIER);
  });
  afterEach(() => machine.close());

  const EARLIER = '{ "theme": "dark" }';
  const connection = () => ['--profile', 'dev', '--region', 'us-east-1', '--endpoint', simulator.url];
  const run = async (...args: readonly string[]): Promise<Ran> => {
    const child = machine.run(...args);
    const { stdout, stderr } = child;
    assert.ok(stdout && stderr);
    const [output, errors] = await Promise.all([text(stdout), text(stderr)]);
    if (child.exitCode === null) await once(child, 'close');
    return { code: child.exitCode, output, errors };
  };
  const use = (...args: readonly string[]) => run('use', 'claude-code', ...args, ...connection());
  const calls = () => readJournal(machine.paths.journal, 0, Number.MAX_SAFE_INTEGER);
  const issued = async () => (await new Secrets(machine.paths.secrets).list()).map(({ agent }) => agent);

  it('shows a change without its secret, and changes nothing without a yes', async () => {
    const dry = await use('--gateway', '--model', MODEL, '--dry-run');
    assert.equal(dry.code, 0, dry.errors);
    assert.match(dry.output, /ANTHROPIC_DEFAULT_SONNET_MODEL: \(not set\) → anthropic\.claude-sonnet-5\n/);
    assert.match(dry.output, /AWS_BEARER_TOKEN_BEDROCK: \(not set\) → \(hidden\)\n/);
    const unanswered = await use('--gateway', '--model', MODEL);
    assert.equal(unanswered.code, 1);
    assert.match(unanswered.errors, /Nothing was changed\. Add --yes/);
    assert.equal(readFileSync(settings, 'utf8'), EARLIER);
    assert.deepEqual(await issued(), []);
    assert.equal(await machine.pid(), undefined);
    assert.deepEqual(secretsWithin(dry.output + unanswered.output), []);
  });

  it('points an agent at the gateway, which it starts; verifies it; and undoes it byte for byte', async () => {
    const used = await use('--model', MODEL, '--small', HAIKU, '--yes', '--json');
    assert.equal(used.code, 0, used.errors);
    const { way, applied, verified, invoked } = JSON.parse(used.output) as Record<string, unknown>;
    assert.deepEqual([way, applied, verified, invoked], ['gateway', true, true, [MODEL, HAIKU]]);
    const [secret = ''] = secretsWithin(readFileSync(settings, 'utf8'));
    assert.notEqual(secret, '');
    assert.ok(!used.output.includes(secret));
    assert.notEqual(await machine.pid(), undefined);
    assert.deepEqual(await issued(), ['claude-code']);

    const asked = await run('verify', 'claude-code');
    assert.equal(asked.code, 1);
    assert.match(asked.output, /one call to anthropic\.claude-sonnet-5 .* at most \$0\.\d+\.\n/);
    assert.match(asked.errors, /No call was made\. Add --yes/);
    assert.deepEqual(await calls(), []);
    const checked = await run('verify', '--yes', '--json');
    assert.equal(checked.code, 0, checked.errors);
    const result = JSON.parse(checked.output) as { readonly profile: string; readonly recorded: boolean };
    assert.equal(result.recorded, true);
    assert.deepEqual(
      (await calls()).map(({ agent, model, profile, status }) => [agent, model, profile, status]),
      [['claude-code', MODEL, result.profile, 200]],
    );

    const undone = await run('use', 'claude-code', '--undo', '--yes');
    assert.equal(undone.code, 0, undone.errors);
    assert.equal(readFileSync(settings, 'utf8'), EARLIER);
    assert.deepEqual(await issued(), []);
    const again = await run('use', 'claude-code', '--undo', '--yes');
    assert.equal(again.code, 1);
    assert.match(again.errors, /no change to Claude Code to undo/);
  });

  it('keeps no secret beside the agent’s file, and leads back to what was there before several changes', async () => {
    for (const model of [MODEL, HAIKU]) assert.equal((await use('--model', model, '--yes')).code, 0);
    const [secret = ''] = secretsWithin(readFileSync(settings, 'utf8'));
    const { folder } = machine.paths;
    const history = join(dirname(dirname(folder)), 'agents', basename(folder), 'changes.v1.json');
    assert.ok(existsSync(history));
    assert.deepEqual(secretsWithin(readFileSync(history, 'utf8')), []);
    for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (name.isFile()) assert.ok(!readFileSync(join(name.parentPath, name.name), 'utf8').includes(secret), name.name);
    assert.equal((await run('use', 'claude-code', '--undo', '--yes')).code, 0);
    assert.equal(readFileSync(settings, 'utf8'), EARLIER);
  });

  it('sets an agent by ARN, and verifies it at AWS', async () => {
    const used = await use('--arn', '--model', MODEL, '--yes', '--json');
    assert.equal(used.code, 0, used.errors);
    const { invoked } = JSON.parse(used.output) as { readonly invoked: readonly string[] };
    const [arn = ''] = invoked;
    assert.match(arn, /:application-inference-profile\//);
    assert.ok(readFileSync(settings, 'utf8').includes(arn));
    assert.deepEqual(await issued(), []);
    machine.env.AWS_ENDPOINT_URL = simulator.url;
    const checked = await run('verify', 'claude-code', '--yes');
    assert.equal(checked.code, 0, checked.errors);
    assert.match(checked.output, /the call succeeded, with \d+ input and \d+ output tokens\. CloudWatch/);
  });

  it('writes to a folder’s own file, and to none that Git has', async () => {
    const folder = join(machine.home, 'project');
    mkdirSync(join(folder, '.claude'), { recursive: true });
    writeFileSync(join(folder, '.claude', 'settings.local.json'), '{}');
    execFileSync('git', ['init', '-q'], { cwd: folder });
    execFileSync('git', ['add', '-A'], { cwd: folder });
    const used = await use('--gateway', '--model', MODEL, '--project', folder, '--yes');
    assert.deepEqual(secretsWithin(readFileSync(join(folder, '.claude', 'settings.local.json'), 'utf8')), []);
    assert.match(used.output + used.errors, /Git/);
    const byArn = await use('--arn', '--model', MODEL, '--project', folder, '--yes');
    assert.equal(byArn.code, 0, byArn.errors);
    assert.match(readFileSync(join(folder, '.claude', 'settings.local.json'), 'utf8'), /inference-profile/);
  });

  it('prints the variables of an agent that has no file for an endpoint', async () => {
    const ran = await run('use', 'continue', '--gateway', '--model', MODEL, '--json', ...connection());
    assert.equal(ran.code, 0, ran.errors);
    const { environment } = JSON.parse(ran.output) as { readonly environment: Readonly<Record<string, string>> };
    const { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url = '' } = environment;
    const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello.' }] }] });
    const response = await fetch(`${url}/model/${MODEL}/converse`, { method: 'POST', body });
    assert.equal(response.status, 200);
    // The journal has the call before the answer ends.
    await response.text();
    assert.deepEqual(
      (await calls()).map(({ agent }) => agent),
      ['continue'],
    );
    const people = await run('use', 'continue', '--gateway', '--model', MODEL, ...connection());
    assert.match(
      people.output,
      process.platform === 'win32' ? /\n\$env:AWS_ENDPOINT_URL/ : /\nexport AWS_ENDPOINT_URL_BEDROCK_RUNTIME='http:/,
    );
  });

  it('says what is wrong', async () => {
    const wrong: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['use'], 2, /Name one of these agents: cline, /],
      [['use', 'nobody'], 2, /Name one of these agents/],
      [['use', 'cline', '--gateway', '--arn'], 2, /either --gateway or --arn/],
      [['use', 'claude-code', '--model', 'no model'], 2, /is not the id of a model/],
      [['use', 'cline', '--model', MODEL, '--small', HAIKU], 2, /no other model for background calls/],
      [['use', 'claude-code', '--model', 'zai.glm-5'], 1, /no application inference profile for zai\.glm-5/],
      [['use', 'claude-code'], 1, /profiles for several models.*\nanthropic\.claude/],
      [['use', 'zoo', '--model', MODEL], 1, /set through its extension/],
    ];
    for (const [args, code, reason] of wrong) {
      const ran = await run(...args, ...(args.length > 2 || code === 1 ? connection() : []));
      assert.equal(ran.code, code, args.join(' '));
      assert.match(ran.errors, reason);
    }
    const unset = await run('verify', '--yes');
    assert.equal(unset.code, 1);
    assert.match(unset.errors, /No agent is set to a profile/);
    writeFileSync(settings, '{ broken');
    const broken = await use('--model', MODEL, '--yes');
    assert.equal(broken.code, 1);
    assert.match(broken.errors, /settings\.json is not valid \(line 1\)/);
  });

  it('reads nothing of the user’s for sample data, and leaves nothing behind', async () => {
    const scratch = await mkdtemp(join(tmpdir(), 'cli-sample-'));
    Object.assign(machine.env, { TMPDIR: scratch, TEMP: scratch, TMP: scratch });
    try {
      const used = await run('use', 'opencode', '--sample', '--model', MODEL);
      assert.equal(used.code, 0, used.errors);
      assert.match(used.output, /Sample data: nothing of yours was changed/);
      const checked = await run('verify', 'opencode', '--sample', '--json');
      assert.equal(checked.code, 0, checked.errors);
      assert.equal((JSON.parse(checked.output) as { readonly recorded: boolean }).recorded, true);
      assert.deepEqual(readdirSync(scratch), []);
      assert.equal(readFileSync(settings, 'utf8'), EARLIER);
      assert.equal(existsSync(machine.paths.folder), false);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
});
