import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Agent } from '../../../src/agents/agent';
import { AGENTS, isApplied } from '../../../src/agents/registry';
import { applyPlan, undoReceipt } from '../../../src/agents/changes/apply';
import { claudeCode } from '../../../src/agents/adapters/claudeCode/claudeCode';
import { CLAUDE_LOCATIONS } from '../../../src/agents/adapters/claudeCode/claudeLocations';
import { agentsUsing, type GatewayChoice } from '../../../src/agents/profileUse';
import { kilo, openCode } from '../../../src/agents/adapters/openCode/openCode';
import { openCodeLocations } from '../../../src/agents/adapters/openCode/openCodeLocations';
import { zoo } from '../../../src/agents/adapters/zooCode';
import { CLAUDE_CASES, CLAUDE_CREDENTIALS, CLAUDE_UNRUN } from '../../agents/claudeCases';
import { OPENCODE_CASES, OPENCODE_UNRUN } from '../../agents/openCodeCases';
import { SYSTEM, type LocationCase } from '../../agents/locationCase';
import { HAIKU, profile, profileArn } from '../core/builders';
import { JANE, JANE_SMALL, ONE, OPUS_47, SONNET_46, target } from './machine';
import { useManagedMachine } from './managedMachine';
import { effectiveModel, effectiveRegion } from '../../../src/agents/binding';

const NO_GATEWAY: GatewayChoice = {
  profiles: [],
  isMine: () => true,
  rules: { allowedRegions: [], requiredTags: {}, passThrough: false, othersProfiles: false },
};

const TABLES: readonly (readonly [Agent, readonly LocationCase[]])[] = [
  [claudeCode, [...CLAUDE_CASES, ...CLAUDE_CREDENTIALS, ...CLAUDE_UNRUN]],
  [openCode, [...OPENCODE_CASES, ...OPENCODE_UNRUN]],
];

describe('the settings locations of an agent', () => {
  const scratch = useManagedMachine();
  const { managed, host, rolesOf, worst, codes, apply } = scratch;

  for (const [agent, cases] of TABLES)
    for (const one of cases)
      it(`of ${agent.name}: ${one.name}`, async () => {
        await apply(agent);
        scratch.machine.write('home/.aws/config', '[profile dev]\nregion = us-east-1\n');
        one.put({ home: scratch.machine.home, workspace: scratch.machine.workspace, managed: managed() }, JANE);
        const env = Object.fromEntries(
          Object.entries({ ...one.env, OPENCODE_TEST_MANAGED_CONFIG_DIR: managed() }).map(([name, value]) => [
            name,
            name === 'MY_ARN' ? JANE : value.replace('~', scratch.machine.home),
          ]),
        );
        const roles = await rolesOf(agent, host(env));
        assert.equal(
          roles.some((role) => role.unset === true || effectiveModel(role) !== JANE),
          one.past,
          JSON.stringify(roles),
        );
        if (one.region !== undefined) assert.equal(roles[0] && effectiveRegion(roles[0]), one.region);
        assert.equal(roles[0]?.blocked !== undefined, one.blocked === true);
        const overrides = roles.flatMap((role) => role.overrides);
        assert.equal(
          overrides.some(({ of }) => of === 'credentials'),
          one.otherCredentials === true,
        );
        // Told before a change, too, unless the change takes it back.
        const at = host(env);
        const plan = await agent.plan(ONE, at);
        const warnings = plan.warnings.filter(({ code }) => code !== 'thinking-off');
        await applyPlan(plan, scratch.machine.clock);
        const still = (await rolesOf(agent, at)).some(
          (role) => effectiveModel(role) !== JANE || role.blocked !== undefined,
        );
        if (still || one.otherCredentials === true) assert.ok(warnings.length > 0, 'no warning was given');
      });

  it('are each covered by a case, and watched', () => {
    const rows = { [claudeCode.id]: CLAUDE_LOCATIONS, [openCode.id]: openCodeLocations({ ...KIND }) };
    for (const [agent, cases] of TABLES) {
      const shown = new Set(cases.map(({ location }) => location));
      const missing = (rows[agent.id] ?? []).map(({ name }) => name).filter((name) => !shown.has(name));
      assert.deepEqual(missing, [], agent.name);
    }
    const watched = AGENTS.flatMap((agent) => agent.watchPaths(host({ OPENCODE_CONFIG: '/x/named.json' })));
    for (const path of [
      `${managed()}/managed-settings.d/*`,
      `${scratch.machine.home}/.claude/agents/*`,
      `${scratch.machine.workspace}/.claude/commands/*`,
      `${scratch.machine.home}/.config/opencode/agent/*`,
      `${scratch.machine.workspace}/.opencode/modes/*`,
      `${scratch.machine.home}/.local/share/opencode/auth.json`,
      `${scratch.machine.workspace}/.env`,
      `${scratch.machine.home}/.continue/config.json`,
      `${scratch.machine.home}/.aws/config`,
      '/x/named.json',
    ])
      assert.ok(watched.includes(path), path);
  });
  const KIND = {
    id: 'opencode',
    name: '',
    extensionIds: [],
    names: ['opencode.json'],
    folders: ['.opencode'],
    variablePrefix: 'OPENCODE',
  } as const;

  it('of Kilo are the same as OpenCode’s under other names', async () => {
    await apply(kilo);
    assert.equal(await worst(kilo), 'mine');
    scratch.machine.write('home/.config/kilo/agent/code.md', `---\nmodel: amazon-bedrock/${SYSTEM}\n---\n`);
    assert.equal(await worst(kilo), 'untracked');
    assert.deepEqual((await codes(kilo))[0], 'goes-past');
  });

  it('of Claude Code’s extension are settings of VS Code', async () => {
    await apply(claudeCode);
    const editor = (settings: { env?: Record<string, string>; model?: string }) =>
      host({}, { editor: { 'claude-code': { env: {}, ...settings } } });
    assert.equal(await worst(claudeCode, editor({ model: 'opus' })), 'mine', 'the family is pinned');
    assert.equal(await worst(claudeCode, editor({ model: SYSTEM })), 'untracked');
    assert.equal(await worst(claudeCode, editor({ env: { ANTHROPIC_MODEL: SYSTEM } })), 'untracked');
    assert.deepEqual(await codes(claudeCode, editor({ model: SYSTEM })), ['setting-wins']);
    assert.deepEqual(await codes(claudeCode, editor({ env: { AWS_BEARER_TOKEN_BEDROCK: 'ABSK' } })), [
      'other-credentials',
    ]);
  });

  it('that name a Region for the small model alone are corrected, and read for it', async () => {
    const set = { roles: { main: target(JANE, OPUS_47), small: target(JANE_SMALL, HAIKU) } };
    const settings = { env: { CLAUDE_CODE_USE_BEDROCK: '1', ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION: 'us-west-2' } };
    scratch.machine.write('home/.claude/settings.json', settings);
    await apply(claudeCode, host(), set);
    const regions = async (at = host()) =>
      Object.fromEntries((await rolesOf(claudeCode, at)).map((role) => [role.role, effectiveRegion(role)]));
    assert.deepEqual((await regions()).haiku, 'eu-west-1');
    assert.doesNotMatch(scratch.machine.read('home/.claude/settings.json'), /SMALL_FAST_MODEL_AWS_REGION/);
    const shell = host({ ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION: 'us-west-2' });
    assert.deepEqual([(await regions(shell)).haiku, (await regions(shell)).main], ['us-west-2', 'eu-west-1']);
    assert.ok((await codes(claudeCode, shell, set)).includes('variable-wins'));
    assert.deepEqual(await codes(claudeCode, shell), [], 'with one profile for all it has no effect');
    scratch.machine.write('work/.claude/settings.local.json', settings);
    const local = await claudeCode.plan(set, host(), { scope: 'local' });
    await applyPlan(local, scratch.machine.clock);
    assert.equal((await regions()).haiku, 'eu-west-1');
  });

  it('keep a suffix for the long context, wherever it is', async () => {
    const pins = { ANTHROPIC_DEFAULT_SONNET_MODEL: `${profileArn('old000000000')}[1m]` };
    scratch.machine.write('home/.claude/settings.json', {
      model: 'sonnet[1m]',
      env: { CLAUDE_CODE_USE_BEDROCK: 1, ...pins },
    });
    await apply(claudeCode);
    const after = scratch.machine.json('home/.claude/settings.json') as { model: string; env: Record<string, string> };
    assert.deepEqual([after.model, after.env.ANTHROPIC_DEFAULT_SONNET_MODEL], ['sonnet[1m]', `${JANE}[1m]`]);
    assert.equal(after.env.ANTHROPIC_DEFAULT_OPUS_MODEL, JANE);
    assert.equal(await worst(claudeCode), 'mine');
    assert.equal(await isApplied(claudeCode, ONE, host()), true);
  });

  it('that hold overrides get the profile’s model first, which the plan shows', async () => {
    scratch.machine.write('home/.claude/settings.json', {
      modelOverrides: { 'claude-haiku-4-5-20251001': JANE, 'claude-opus-4-8': 'x', 'claude-sonnet-4-6': JANE },
      env: { CLAUDE_CODE_USE_BEDROCK: 'true', AWS_REGION: 'eu-west-1' },
    });
    const [main] = await rolesOf(claudeCode, host({ ANTHROPIC_MODEL: JANE }));
    assert.equal(main?.overrides[0]?.value, JANE);
    const before = scratch.machine.read('home/.claude/settings.json');
    const plan = await claudeCode.plan(ONE, host());
    assert.deepEqual(plan.files[0]?.changes.find(({ keyPath }) => keyPath === 'modelOverrides')?.after?.split(', '), [
      'claude-sonnet-4-6',
      'claude-haiku-4-5-20251001',
      'claude-opus-4-8',
    ]);
    const receipt = await applyPlan(plan, scratch.machine.clock);
    const { modelOverrides } = scratch.machine.json('home/.claude/settings.json') as { modelOverrides: object };
    assert.deepEqual(Object.keys(modelOverrides)[0], 'claude-sonnet-4-6');
    assert.deepEqual((await claudeCode.plan(ONE, host())).files, []);
    await undoReceipt(receipt);
    assert.equal(scratch.machine.read('home/.claude/settings.json'), before);
  });

  it('that leave the model out of OpenCode’s lists are reported, and corrected in the file that is written', async () => {
    const lists = { whitelist: [SYSTEM], blacklist: ['anthropic-claude-sonnet-4.6', 'x'] };
    scratch.machine.write('home/.config/opencode/opencode.json', { provider: { 'amazon-bedrock': lists } });
    await apply(openCode);
    const settings = scratch.machine.json('home/.config/opencode/opencode.json') as {
      provider: Record<string, { whitelist: unknown; blacklist: unknown }>;
    };
    const { whitelist, blacklist } = settings.provider['amazon-bedrock'] ?? {};
    assert.deepEqual([whitelist, blacklist], [[SYSTEM, 'anthropic-claude-sonnet-4.6'], ['x']]);
    assert.equal(await worst(openCode), 'mine');
    scratch.machine.write('work/opencode.json', { provider: { 'amazon-bedrock': { whitelist: [SYSTEM] } } });
    assert.equal(await worst(openCode), 'blocked');
    assert.ok((await codes(openCode)).includes('model-blocked'));
    scratch.machine.write('work/opencode.json', { enabled_providers: ['openai'] });
    assert.equal(await worst(openCode), 'blocked');
    assert.ok((await codes(openCode)).includes('provider-disabled'));
  });

  it('with a reference are resolved where possible, and else neither wrong nor untracked', async () => {
    const options = { region: '{env:AWS_REGION}', profile: '{env:AWS_PROFILE}' };
    const models = { 'claude-mine': { id: '{env:MY_ARN}' } };
    scratch.machine.write('home/.config/opencode/opencode.jsonc', {
      model: 'amazon-bedrock/claude-mine',
      small_model: 'amazon-bedrock/claude-mine',
      provider: { 'amazon-bedrock': { options, models } },
    });
    const env = { AWS_REGION: 'eu-west-1', AWS_PROFILE: 'dev', MY_ARN: JANE };
    assert.equal(await worst(openCode, host(env)), 'mine');
    assert.equal((await rolesOf(openCode, host(env)))[0]?.awsProfile, 'dev');
    assert.equal(await worst(openCode, host({ ...env, MY_ARN: undefined })), 'unresolved');
    assert.equal(await worst(openCode, host({ ...env, AWS_REGION: undefined })), 'unresolved');
  });

  it('of a folder never reveal the value of a variable or a file', async () => {
    scratch.machine.write('home/secret.txt', 'file-secret');
    scratch.machine.write('work/opencode.json', {
      model: 'amazon-bedrock/{env:AWS_SECRET_ACCESS_KEY}',
      small_model: '{env:GITHUB_TOKEN}',
      agent: { x: { model: 'amazon-bedrock/{file:../home/secret.txt}' } },
      provider: { 'amazon-bedrock': { options: { region: '{env:GITHUB_TOKEN}', profile: '{env:GITHUB_TOKEN}' } } },
    });
    const env = { AWS_SECRET_ACCESS_KEY: 'wJalr/K7MDENG', GITHUB_TOKEN: 'ghp_hush' };
    const binding = JSON.stringify(await openCode.read(host(env)));
    const plan = JSON.stringify(await openCode.plan(ONE, host(env)));
    assert.doesNotMatch(binding + plan, /wJalr|ghp_hush|file-secret/);
    assert.equal(await worst(openCode, host(env)), 'unresolved');
  });

  it('of a folder are ignored where they are no files, broken, huge, endless or deep', async () => {
    await apply(claudeCode);
    const agents = join(scratch.machine.workspace, '.claude/agents');
    mkdirSync(join(agents, 'folder.md'), { recursive: true });
    symlinkSync(agents, join(agents, 'loop'));
    symlinkSync('/dev/zero', join(agents, 'zero.md'));
    scratch.machine.write('work/.claude/agents/broken.md', '---\nmodel: [\n---\n');
    scratch.machine.write('work/.claude/agents/huge.md', `---\nmodel: ${'x'.repeat(3 * 1024 * 1024)}\n---\n`);
    scratch.machine.write(
      'work/.claude/agents/bomb.md',
      `---\na: &a [x]\nb: &b [${'*a,'.repeat(60)}]\nc: [${'*b,'.repeat(60)}]\n---\n`,
    );
    scratch.machine.write('work/.claude/agents/list.md', '---\nmodel: [a, b]\n---\n');
    for (let index = 0; index < 600; index += 1) scratch.machine.write(`work/.claude/commands/c${index}.md`, 'Say hi.');
    assert.equal(await worst(claudeCode), 'mine');
    scratch.machine.write('work/.claude/agents/found.md', `---\nmodel: ${SYSTEM}\n---\n`);
    assert.equal(await worst(claudeCode), 'untracked');
  });

  it('together give the agents that use a profile, by its ARN or its id, and those that may', async () => {
    await apply(claudeCode);
    scratch.machine.write('home/.config/opencode/opencode.json', {
      model: 'amazon-bedrock/mine',
      provider: { 'amazon-bedrock': { models: { mine: { id: JANE } } } },
    });
    scratch.machine.write('home/.aider.conf.yml', 'model: [');
    const agents = await Promise.all(
      AGENTS.map(async (agent) => ({ name: agent.name, binding: await agent.read(host()), installed: agent === zoo })),
    );
    const { arn, id } = profile('jane');
    assert.equal(arn, JANE);
    const used = agentsUsing(agents, { arn, id }, NO_GATEWAY);
    assert.deepEqual(used, { using: ['Claude Code', 'OpenCode'], unknown: ['Aider', 'Zoo Code'] });
    const other = agentsUsing(agents, profile('janesmall'), NO_GATEWAY);
    assert.deepEqual(other, { using: [], unknown: ['Aider', 'Zoo Code'] });
    const beaten = host({ ANTHROPIC_MODEL: SYSTEM });
    const binding = await claudeCode.read(beaten);
    const claude = [{ name: 'Claude Code', binding, installed: false }];
    assert.deepEqual(agentsUsing(claude, { arn, id }, NO_GATEWAY).using, ['Claude Code']);
  });

  it('have a base model only where it is not the profile’s', async () => {
    await apply(claudeCode);
    const [main] = await rolesOf(claudeCode);
    assert.equal(main?.baseModel, SONNET_46);
  });
});
