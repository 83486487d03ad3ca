/** `bedrock-tally agents`, as a program of its own. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { claudeCode } from '../../../src/agents/adapters/claudeCode/claudeCode';
import { clineCli } from '../../../src/agents/adapters/cline/clineCli';
import { applyPlan } from '../../../src/agents/changes/apply';
import { SECRET, throughGateway } from '../agents/gatewayRoute';
import { JANE, Machine, ONE, SONNET_46 } from '../agents/machine';
import { builtCli } from '../gateway/process/machine';

interface Listed {
  readonly agents: readonly {
    readonly agent: string;
    readonly state: string;
    readonly roles: readonly { readonly role: string; readonly model: string; readonly way: string }[];
    readonly recommended: { readonly way: string };
  }[];
}

describe('bedrock-tally agents', () => {
  let machine: Machine;
  let cli: string;
  before(async () => {
    cli = await builtCli();
  });
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => {
    machine.remove();
  });
  const run = async (...args: readonly string[]): Promise<string> => {
    const { home, workspace } = machine;
    const env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, TMPDIR: machine.root, TEMP: machine.root };
    const { stdout } = await promisify(execFile)(process.execPath, [cli, 'agents', ...args], { env, cwd: workspace });
    return stdout;
  };
  const ways = (text: string, id: string) =>
    (JSON.parse(text) as Listed).agents
      .find(({ agent }) => agent === id)
      ?.roles.map(({ role, model, way }) => [role, model, way]);

  it('lists what each is set to, in either way, without a secret', async () => {
    await applyPlan(await claudeCode.plan(throughGateway(ONE), machine.host()), machine.clock);
    await applyPlan(await clineCli.plan(ONE, machine.host()), machine.clock);
    const text = await run('--json');
    assert.deepEqual(ways(text, 'claude-code')?.[0], ['main', SONNET_46, 'gateway']);
    assert.deepEqual(ways(text, 'cline-cli'), [['main', JANE, 'arn']]);
    const people = await run();
    assert.match(people, /Claude Code\n {2}main: anthropic\.claude-sonnet-4-6 \(through the gateway\)\n/);
    assert.match(people, /Better with the gateway: with an ARN it caches no prompts\./);
    assert.ok(!(text + people).includes(SECRET));
  });

  it('reads nothing of the user’s for sample data, and leaves nothing behind', async () => {
    await applyPlan(await claudeCode.plan(ONE, machine.host()), machine.clock);
    const before = readdirSync(machine.root);
    const { agents } = JSON.parse(await run('--sample', '--json')) as Listed;
    assert.ok(agents.every(({ state }) => state === 'absent' || state === 'hidden'));
    assert.deepEqual(readdirSync(machine.root), before);
  });
});
