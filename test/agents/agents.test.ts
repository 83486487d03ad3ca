/** Each agent as it is, set by our plan alone: it makes one full turn through the profile, in the profile's Region, and nothing past it. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agent, ProfileTarget, Target } from '../../src/agents/agent';
import { verify } from '../../src/agents/agents';
import { applyPlan, undoReceipt } from '../../src/agents/apply';
import { claudeCode } from '../../src/agents/claudeCode';
import { cline } from '../../src/agents/clineStore';
import { continueAgent } from '../../src/agents/continue';
import { kilo, openCode } from '../../src/agents/openCode';
import { installPrograms, type Program } from './programs';
import { REGION, Session, type Turn } from './session';

const SONNET = 'anthropic.claude-sonnet-4-6';
const OPUS = 'anthropic.claude-opus-4-7';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';

interface Story {
  readonly program: Program;
  readonly agent: Agent;
  /** Whether prompts are cached with an ARN. */
  readonly caches: boolean;
  /** Whether a first turn makes a side call, which then goes to the small profile of a set. */
  readonly small: boolean;
  readonly turn: (session: Session, binary: string) => Promise<Turn>;
}

/** The redirection to the simulator is the test's own; no plan of ours holds one. */
function redirect(file: string, change: (settings: Record<string, never>) => void): void {
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, never>;
  change(settings);
  writeFileSync(file, JSON.stringify(settings, null, 2));
}

const opencodeTurn =
  (name: 'opencode' | 'kilo'): Story['turn'] =>
  (session, binary) => {
    const prefix = name.toUpperCase();
    const off = [
      'AUTOUPDATE',
      'MODELS_FETCH',
      'LSP_DOWNLOAD',
      'SHARE',
      'SESSION_INGEST',
      'PRESENCE',
      'DEFAULT_PLUGINS',
    ];
    redirect(join(session.home, '.config', name, `${name}.json`), (settings: { provider?: never }) => {
      const provider = settings.provider as unknown as Record<string, { options: Record<string, string> }>;
      const bedrock = provider['amazon-bedrock'];
      if (bedrock) bedrock.options.endpoint = session.simulator.url;
    });
    return session.turn(
      [binary, 'run', 'say hi'],
      Object.fromEntries(off.map((what) => [`${prefix}_DISABLE_${what}`, '1'])),
    );
  };

const STORIES: readonly Story[] = [
  {
    program: 'claude-code',
    agent: claudeCode,
    caches: true,
    small: false,
    turn: (session, binary) =>
      session.turn([binary, '-p', 'say hi'], {
        ANTHROPIC_BEDROCK_BASE_URL: session.simulator.url,
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_AUTOUPDATER: '1',
      }),
  },
  { program: 'opencode', agent: openCode, caches: true, small: true, turn: opencodeTurn('opencode') },
  { program: 'kilo', agent: kilo, caches: true, small: false, turn: opencodeTurn('kilo') },
  {
    program: 'cline',
    agent: cline,
    caches: false,
    small: false,
    turn: (session, binary) => {
      const data = join(session.home, '.cline/data');
      redirect(join(data, 'settings/providers.json'), (file) => {
        const { bedrock } = (
          file as unknown as { providers: { bedrock: { settings: { aws: Record<string, string> } } } }
        ).providers;
        bedrock.settings.aws.endpoint = session.simulator.url;
      });
      return session.turn([binary, '--data-dir', data, '-c', session.workspace, '--retries', '1', '--json', 'say hi']);
    },
  },
  {
    program: 'continue',
    agent: continueAgent,
    caches: false,
    small: false,
    turn: (session, script) =>
      session.turn(
        [process.execPath, script, '-p', 'say hi', '--config', join(session.home, '.continue/config.yaml')],
        {
          CONTINUE_TELEMETRY_ENABLED: '0',
        },
      ),
  },
];

/** Calls that reached a model, by what they named. */
function invokedBy({ simulator }: Session): readonly { readonly modelId: string; readonly region: string }[] {
  return simulator.calls
    .select({ service: 'bedrock-runtime' })
    .map(({ modelId = '', region }) => ({ modelId, region }));
}

function cachedTokens({ simulator }: Session, { arn }: ProfileTarget): number {
  const { cacheRead, cacheWrite } = simulator.served(arn, 0, Number.MAX_SAFE_INTEGER);
  return cacheRead + cacheWrite;
}

describe('the real agents', function () {
  this.timeout(180_000);
  let programs: Readonly<Partial<Record<Program, string | undefined>>> = {};
  let session: Session;
  before(async function () {
    this.timeout(900_000);
    programs = await installPrograms();
  });
  beforeEach(async () => {
    session = await Session.start();
  });
  afterEach(async () => {
    await session.end();
  });

  /** Sets the agent by our plan, lets it speak once, and holds what the simulator saw against the target. */
  async function speaks(story: Story, binary: string, target: Target): Promise<void> {
    const { agent, turn } = story;
    const host = session.host();
    const plan = await agent.plan(target, host);
    const receipt = await applyPlan(plan, { storage: session.storage, now: Date.now });
    assert.ok(await verify(agent, target, host), 'the files say what was planned');
    const { code, said } = await turn(session, binary);
    const calls = invokedBy(session);
    const told = `${agent.name} ended with ${code} after ${JSON.stringify(calls)} and said:\n${said.slice(-3000)}`;
    assert.equal(code, 0, told);
    const allowed = Object.values(target.roles).flatMap((role: ProfileTarget | undefined) => role?.arn ?? []);
    const past = calls.filter(({ modelId }) => !allowed.includes(modelId));
    assert.deepEqual(past, [], `${agent.name} went past the profile`);
    assert.ok(
      calls.some(({ modelId }) => modelId === target.roles.main.arn),
      told,
    );
    assert.deepEqual([...new Set(calls.map(({ region }) => region))], [REGION], told);
    assert.equal(cachedTokens(session, target.roles.main) > 0, story.caches, `cached tokens of ${agent.name}`);
    assert.equal((await agent.read(host)).state, 'readable');
    // The redirection is a change of somebody else's; undoing says so and loses nothing.
    await undoReceipt(receipt).catch((error: unknown) => {
      assert.equal((error as { code?: string }).code, 'changed-since');
    });
  }

  for (const story of STORIES) {
    it(`${story.agent.name} speaks through one profile`, async function () {
      const binary = programs[story.program];
      if (binary === undefined) return this.skip();
      await speaks(story, binary, { roles: { main: await session.profile(SONNET, 'main') } });
    });

    it(`${story.agent.name} speaks through a set of profiles`, async function () {
      const binary = programs[story.program];
      if (binary === undefined) return this.skip();
      const [main, small] = await Promise.all([session.profile(OPUS, 'main'), session.profile(HAIKU, 'small')]);
      await speaks(story, binary, { roles: { main, small } });
      const toSmall = invokedBy(session).filter(({ modelId }) => modelId === small.arn);
      assert.equal(toSmall.length > 0, story.small);
    });
  }
});
