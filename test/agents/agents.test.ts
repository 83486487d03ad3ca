/**
 * Each agent as it is, set by our plan alone: it makes one full turn through the profile, in the profile's Region, and
 * nothing past it. The extension then shows the very tokens of that turn.
 */

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Frame } from 'playwright-core';
import type { SettingsScope } from '../../src/agents/agent';
import { isApplied } from '../../src/agents/registry';
import { applyPlan, undoReceipt } from '../../src/agents/changes/apply';
import { claudeCode } from '../../src/agents/adapters/claudeCode/claudeCode';
import { TOKEN_KINDS, type TokenCounts } from '../../src/core/usage/usage';
import { recordFailures } from '../host/evidence';
import { openWorkbench, type Workbench } from '../host/workbench';
import { until } from '../ui/tally';
import { installPrograms, type Program } from './programs';
import { AWS_PROFILE, REGION, Session } from './session';
import { claudeTurn, PROGRAM_CASES, type ProgramCase } from './programCases';
import type { AgentId } from '../../src/agents/agentId';
import type { ProfileTarget, Target } from '../../src/agents/target';
import type { RoleBinding } from '../../src/agents/binding';

const SONNET = 'anthropic.claude-sonnet-4-6';
const OPUS = 'anthropic.claude-opus-4-7';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';

/** Calls that reached a model, by what they named. */
function invokedBy({ simulator }: Session): readonly { readonly modelId: string; readonly region: string }[] {
  return simulator.calls
    .select({ service: 'bedrock-runtime' })
    .map(({ modelId = '', region }) => ({ modelId, region }));
}

const servedTo = ({ simulator }: Session, arn: string): TokenCounts =>
  simulator.served(arn, 0, Number.MAX_SAFE_INTEGER);

/**
 * Sets the agent by our plan, lets it speak once, and holds what the simulator saw against the target. Answers how to
 * take it back.
 */
async function speaks(
  session: Session,
  story: ProgramCase,
  binary: string,
  target: Target,
): Promise<() => Promise<void>> {
  const { agent, turn } = story;
  const host = session.host();
  const earlier = invokedBy(session).length;
  const plan = await agent.plan(target, host);
  const receipt = await applyPlan(plan, { now: Date.now });
  assert.ok(await isApplied(agent, target, host), 'the files say what was planned');
  const { code, output } = await turn(session, binary);
  const calls = invokedBy(session).slice(earlier);
  const message = `${agent.name} ended with ${code} after ${JSON.stringify(calls)} and said:\n${output.slice(-3000)}`;
  assert.equal(code, 0, message);
  const { main } = target.roles;
  const allowed = Object.values(target.roles).flatMap((role: ProfileTarget | undefined) => role?.arn ?? []);
  const past = calls.filter(({ modelId }) => !allowed.includes(modelId));
  assert.deepEqual(past, [], `${agent.name} went past the profile`);
  assert.ok(
    calls.some(({ modelId }) => modelId === main.arn),
    message,
  );
  assert.deepEqual([...new Set(calls.map(({ region }) => region))], [REGION], message);
  const { cacheRead, cacheWrite } = servedTo(session, main.arn);
  assert.equal(cacheRead + cacheWrite > 0, story.caches, `cached tokens of ${agent.name}`);
  assert.equal((await agent.read(host)).state, 'readable');
  return async () => {
    // The file was changed since, by the redirection; undoing reports that and loses nothing.
    await undoReceipt(receipt).catch((error: unknown) => {
      assert.equal((error as { code?: string }).code, 'changed-since');
    });
  };
}

/** The kind of its row. Continue's file does not show which entry of its list is selected. */
const stateOf = (agent: AgentId, profile: string): string =>
  agent === 'continue' ? `${profile}, if selected in its model list` : profile;

const countsOf = (counts: TokenCounts): readonly number[] => TOKEN_KINDS.map((kind) => counts[kind]);

/** The tokens by kind in the usage page's table of profiles, as they are read there. */
async function shownIn(frame: Frame): Promise<Readonly<Record<string, readonly number[]>>> {
  const head = await frame.locator('#table-panel thead th').allInnerTexts();
  const lines = await frame.locator('#table-panel tbody tr').all();
  const rows = await Promise.all(lines.map((line) => line.locator('th, td').allInnerTexts()));
  const columns = ['Input', 'Output', 'Cache read', 'Cache write'].map((name) =>
    head.findIndex((text) => text.replace(/[↑↓]/, '').trim() === name),
  );
  const numbers = (cells: readonly string[]): readonly number[] =>
    columns.map((column) => Number((cells[column] ?? 'none').replaceAll(',', '')));
  return Object.fromEntries(rows.map((cells) => [cells[0]?.trim() ?? '', numbers(cells)]));
}

describe('the real agents', function () {
  this.timeout(180_000);
  let programs: Readonly<Partial<Record<Program, string | undefined>>> = {};
  before(async function () {
    this.timeout(900_000);
    programs = await installPrograms();
  });

  describe('each on a separate machine', () => {
    let session: Session;
    beforeEach(async () => {
      session = await Session.start();
    });
    afterEach(async () => {
      await session.end();
    });

    for (const story of PROGRAM_CASES) {
      it(`${story.agent.name} invokes a set of profiles`, async function () {
        const binary = programs[story.program];
        if (binary === undefined) return this.skip();
        const [main, small] = await Promise.all([session.profile(OPUS, 'main'), session.profile(HAIKU, 'small')]);
        const undo = await speaks(session, story, binary, { roles: { main, small } });
        const toSmall = invokedBy(session).filter(({ modelId }) => modelId === small.arn);
        assert.equal(toSmall.length > 0, story.small);
        await undo();
      });
    }
  });

  describe('Claude Code beside its main model', () => {
    let session: Session;
    beforeEach(async () => {
      session = await Session.start();
    });
    afterEach(async () => {
      await session.end();
    });
    const settings = (): string => join(session.home, '.claude/settings.json');
    const edit = (
      change: (values: { model?: string; env: Record<string, string>; modelOverrides?: unknown }) => void,
    ) => {
      const values = JSON.parse(readFileSync(settings(), 'utf8')) as Parameters<typeof change>[0];
      change(values);
      writeFileSync(settings(), JSON.stringify(values));
    };
    const set = async (target: Target, scope: SettingsScope = 'user'): Promise<void> => {
      const plan = await claudeCode.plan(target, session.host(), { scope });
      await applyPlan(plan, { now: Date.now });
    };
    const called = async (binary: string, ...options: readonly string[]): Promise<readonly string[]> => {
      const earlier = invokedBy(session).length;
      const { code, output } = await claudeTurn(session, binary, ...options);
      assert.equal(code, 0, output);
      const calls = invokedBy(session).slice(earlier);
      return [...new Set(calls.map(({ modelId }) => modelId))];
    };
    const rolesOf = async (): Promise<readonly RoleBinding[]> => {
      const binding = await claudeCode.read(session.host());
      return binding.state === 'readable' ? binding.roles : [];
    };

    it('it plans with the profile for planning, and works with the main one', async function () {
      const binary = programs['claude-code'];
      if (binary === undefined) return this.skip();
      const [main, plan] = await Promise.all([session.profile(SONNET, 'main'), session.profile(OPUS, 'plan')]);
      await set({ roles: { main, plan } });
      assert.deepEqual(await called(binary, '--permission-mode', 'plan'), [plan.arn]);
      assert.deepEqual(await called(binary), [main.arn]);
    });

    it('every alias of a family invokes the profile', async function () {
      const binary = programs['claude-code'];
      if (binary === undefined) return this.skip();
      const main = await session.profile(SONNET, 'main');
      await set({ roles: { main } });
      for (const word of ['opus', 'haiku', 'fable', 'best']) {
        assert.deepEqual(await called(binary, '--model', word), [main.arn], word);
      }
    });

    it('what is not pinned is invoked without the profile, which is read from the settings', async function () {
      const binary = programs['claude-code'];
      if (binary === undefined) return this.skip();
      const main = await session.profile(SONNET, 'main');
      await set({ roles: { main } });
      edit((values) => {
        values.model = main.arn;
        delete values.modelOverrides;
        const rest = Object.entries(values.env).filter(([name]) => !name.startsWith('ANTHROPIC_DEFAULT_'));
        values.env = Object.fromEntries(rest);
      });
      const past = (await called(binary)).filter((model) => model !== main.arn);
      const unset = (await rolesOf()).filter((role) => role.unset).map(({ role }) => role);
      assert.deepEqual(unset, ['sonnet', 'opus', 'haiku', 'fable']);
      for (const family of ['sonnet', 'opus', 'haiku'])
        assert.ok(
          past.some((model) => model.includes(family)),
          `${family}: ${past.join()}`,
        );
    });

    it('a model of the user’s settings does not override a change of the folder', async function () {
      const binary = programs['claude-code'];
      if (binary === undefined) return this.skip();
      const main = await session.profile(SONNET, 'main');
      mkdirSync(join(session.home, '.claude'));
      writeFileSync(settings(), JSON.stringify({ env: { ANTHROPIC_MODEL: `us.${OPUS}` } }));
      await set({ roles: { main } }, 'local');
      assert.deepEqual(await called(binary), [main.arn]);
      assert.deepEqual([...new Set((await rolesOf()).map(({ model }) => model))], [main.arn]);
    });
  });

  it('OpenCode without a small model does not use the profile for titles, which is read from its settings', async function () {
    const binary = programs.opencode;
    const story = PROGRAM_CASES.find(({ program }) => program === 'opencode');
    if (binary === undefined || story === undefined) return this.skip();
    const session = await Session.start();
    try {
      const main = await session.profile(SONNET, 'main');
      const host = session.host();
      await applyPlan(await story.agent.plan({ roles: { main } }, host), { now: Date.now });
      const file = join(session.home, '.config/opencode/opencode.json');
      const values = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      delete values.small_model;
      writeFileSync(file, JSON.stringify(values));
      await story.turn(session, binary);
      const past = invokedBy(session).filter(({ modelId }) => modelId !== main.arn);
      assert.ok(past.length > 0 && past.every(({ modelId }) => modelId.includes('haiku')), JSON.stringify(past));
      const binding = await story.agent.read(host);
      assert.ok(binding.state === 'readable' && binding.roles.some(({ role, unset }) => role === 'small' && unset));
    } finally {
      await session.end();
    }
  });

  describe('all on one machine', () => {
    let session: Session;
    let opened: Workbench | undefined;
    /** Each agent that has spoken, by the name of its profile. */
    const spoken = new Map<string, { readonly story: ProgramCase; readonly arn: string }>();
    before(async () => {
      session = await Session.start();
    });
    after(async () => {
      await opened?.close();
      await session.end();
    });
    recordFailures(() => [opened]);

    for (const story of PROGRAM_CASES) {
      it(`${story.agent.name} invokes one profile`, async function () {
        const binary = programs[story.program];
        if (binary === undefined) return this.skip();
        const name = `jane-doe-${story.agent.id}`;
        const main = await session.profile(SONNET, name);
        await speaks(session, story, binary, { roles: { main } });
        // What the first turn wrote to the cache, another one reads from it.
        if (story.caches) await story.turn(session, binary);
        spoken.set(name, { story, arn: main.arn });
      });
    }

    /** The settings that the agents have, and the AWS files: the same machine, in VS Code. */
    function moveIn(home: string): void {
      const files = [...spoken.values()].flatMap(({ story }) => story.agent.watchPaths(session.host()));
      for (const path of [...files, join(session.home, '.aws')]) {
        const location = relative(session.home, path);
        if (existsSync(path) && !location.startsWith('..')) cpSync(path, join(home, location), { recursive: true });
      }
    }

    it('the extension then shows exactly those tokens, by agent and kind', async function () {
      if (spoken.size === 0) return this.skip();
      const { simulator } = session;
      opened = await openWorkbench({
        theme: 'Dark Modern',
        viewport: { width: 1500, height: 1000 },
        machineSettings: {
          'bedrockTally.aws.endpoint': simulator.url,
          'bedrockTally.aws.profile': AWS_PROFILE,
          'bedrockTally.aws.region': REGION,
        },
        prepare: ({ home }) => {
          moveIn(home);
        },
      });
      await opened.openView('Bedrock Tally');
      await opened.runCommand('Bedrock Tally: Refresh');
      const agents = async (): Promise<Readonly<Record<string, string>>> =>
        Object.fromEntries(((await opened?.treeItems('Agents')) ?? []).map((row) => [row.label, row.description]));
      await until(
        agents,
        Object.fromEntries([...spoken].map(([name, { story }]) => [story.agent.name, stateOf(story.agent.id, name)])),
      );

      await opened.runCommand('Bedrock Tally: Show My Usage');
      const frame = await opened.webviewFrame('Bedrock Usage');
      await frame.getByRole('tab', { name: 'By profile' }).click();
      const expected = [...spoken].map(([name, { arn }]) => [name, servedTo(session, arn)] as const);
      await until(() => shownIn(frame), Object.fromEntries(expected.map(([name, counts]) => [name, countsOf(counts)])));
      await opened.screenshot('agents-real-tokens');
      for (const { story, arn } of spoken.values()) {
        const { cacheRead, cacheWrite } = servedTo(session, arn);
        assert.deepEqual([cacheRead > 0, cacheWrite > 0], [story.caches, story.caches], story.agent.name);
      }
      const total = expected.flatMap(([, counts]) => countsOf(counts)).reduce((sum, count) => sum + count, 0);
      const bar = opened.statusBarItem(/tok/).locator('a');
      await until(
        async () => ((await bar.getAttribute('aria-label')) ?? '').includes(total.toLocaleString('en-US')),
        true,
      );
    });
  });
});
