/**
 * Each place of the agents' tables with the real program: what goes past the profile is read as going past it, and
 * nothing else is.
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agent } from '../../src/agents/agent';
import { applyPlan } from '../../src/agents/changes/apply';
import { claudeCode } from '../../src/agents/adapters/claudeCode/claudeCode';
import { openCode } from '../../src/agents/adapters/openCode/openCode';
import { CLAUDE_CASES, CLAUDE_CREDENTIALS } from './claudeCases';
import { OPENCODE_CASES } from './openCodeCases';
import { sampleOf } from '../host/matrix';
import type { LocationCase } from './locationCase';
import { installPrograms, type Program } from './programs';
import { KEY_ID, REGION, Session } from './session';
import type { HostMachine } from '../../src/agents/hostMachine';
import type { ProfileTarget } from '../../src/agents/target';
import { effectiveModel, effectiveRegion } from '../../src/agents/binding';

const SONNET = 'anthropic.claude-sonnet-4-6';

/** Whether this machine lets a process have files of its own in the place of the system's. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs a program so that a folder of ours lies at `/etc/claude-code`, for it alone. */
function withManaged(managed: string, etc: string, command: readonly string[]): readonly string[] {
  const script =
    'cp -a /etc/. "$1"; mkdir -p "$1/claude-code"; cp -a "$2/." "$1/claude-code/"; mount --bind "$1" /etc; shift 2; exec "$@"';
  return ['unshare', '-m', 'sh', '-c', script, 'sh', etc, managed, ...command];
}

describe('every settings location of a real agent', function () {
  this.timeout(150_000);
  let programs: Readonly<Partial<Record<Program, string | undefined>>> = {};
  let session: Session;
  let main: ProfileTarget;
  before(async function () {
    this.timeout(900_000);
    programs = await installPrograms();
  });
  beforeEach(async () => {
    session = await Session.start();
    main = await session.profile(SONNET, 'main');
  });
  afterEach(async () => {
    await session.end();
  });

  const managed = (): string => join(session.root, 'managed');
  const calls = (): readonly { readonly modelId: string; readonly region: string; readonly accessKeyId: string }[] =>
    session.simulator.calls
      .select({ service: 'bedrock-runtime' })
      .map(({ modelId = '', region, accessKeyId }) => ({ modelId, region, accessKeyId }));

  async function set(agent: Agent): Promise<void> {
    await applyPlan(await agent.plan({ roles: { main } }, session.host()), { now: Date.now });
  }

  function envOf({ env = {} }: LocationCase): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, name === 'MY_ARN' ? main.arn : value]));
  }

  function put(one: LocationCase): void {
    mkdirSync(managed(), { recursive: true });
    one.put({ home: session.home, workspace: session.workspace, managed: managed() }, main.arn);
  }

  /** What we read, in the words of the cases. */
  async function reads(agent: Agent, env: HostMachine['env']) {
    const binding = await agent.read({ ...session.host(), env, managed: managed() });
    const roles = binding.state === 'readable' ? binding.roles : [];
    return {
      past: roles.some((role) => role.unset === true || effectiveModel(role) !== main.arn),
      region: roles[0] === undefined ? undefined : effectiveRegion(roles[0]),
      blocked: roles[0]?.blocked !== undefined,
      otherCredentials: roles.some(({ overrides }) => overrides.some(({ of }) => of === 'credentials')),
    };
  }

  /** What the program did and what we read of it say the same. */
  async function isSo(one: LocationCase, agent: Agent, env: HostMachine['env'], output: string): Promise<void> {
    const { past, region = REGION, blocked = false, otherCredentials = false } = one;
    const invoked = calls();
    const message = `${JSON.stringify(invoked)}\n${output.slice(-2000)}`;
    assert.equal(invoked.length === 0, blocked, message);
    assert.equal(
      invoked.some(({ modelId }) => modelId !== main.arn),
      past,
      message,
    );
    const other = invoked.filter(({ accessKeyId }) => accessKeyId !== KEY_ID);
    assert.equal(other.length > 0, otherCredentials, message);
    // A key of Bedrock's own names no Region to the simulator.
    const regions = new Set(invoked.filter(({ accessKeyId }) => accessKeyId !== 'bearer').map((call) => call.region));
    for (const called of regions) assert.equal(called, region, message);
    assert.deepEqual(await reads(agent, env), { past, region, blocked, otherCredentials });
  }

  // Each turn takes seconds. Without the programs, all cases are held against our reading in each run.
  for (const one of sampleOf([...CLAUDE_CASES, ...CLAUDE_CREDENTIALS]))
    it(`of Claude Code: ${one.name}`, async function () {
      const binary = programs['claude-code'];
      const isManaged = one.location.startsWith('managed');
      if (binary === undefined || (isManaged && !canMount())) return this.skip();
      await set(claudeCode);
      put(one);
      const command = [binary, ...(one.options ?? []), '-p', one.ask ?? 'say hi'];
      const { output } = await session.turn(
        isManaged ? withManaged(managed(), join(session.root, 'etc'), command) : command,
        {
          ANTHROPIC_BEDROCK_BASE_URL: session.simulator.url,
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
          DISABLE_AUTOUPDATER: '1',
          ...envOf(one),
        },
      );
      await isSo(one, claudeCode, envOf(one), output);
    });

  for (const one of sampleOf(OPENCODE_CASES))
    it(`of OpenCode: ${one.name}`, async function () {
      const binary = programs.opencode;
      if (binary === undefined) return this.skip();
      await set(openCode);
      const file = join(session.home, '.config/opencode/opencode.json');
      const settings = JSON.parse(readFileSync(file, 'utf8')) as {
        provider: Record<string, { options: Record<string, string> }>;
      };
      const bedrock = settings.provider['amazon-bedrock'];
      if (bedrock) bedrock.options.endpoint = session.simulator.url;
      writeFileSync(file, JSON.stringify(settings));
      put(one);
      const off = ['AUTOUPDATE', 'MODELS_FETCH', 'LSP_DOWNLOAD', 'SHARE', 'DEFAULT_PLUGINS'];
      const env = { ...envOf(one), OPENCODE_TEST_MANAGED_CONFIG_DIR: managed() };
      const { output } = await session.turn([binary, 'run', ...(one.options ?? []), 'say hi'], {
        ...Object.fromEntries(off.map((what) => [`OPENCODE_DISABLE_${what}`, '1'])),
        ...env,
      });
      await isSo(one, openCode, env, output);
    });
});
