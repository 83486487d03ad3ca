/**
 * Each agent as it is, pointed at the gateway by our plan alone: it names its models as their makers do, makes a turn
 * with a tool, and every call of it goes through a profile once. The journal has the very tokens of the meter.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agent } from '../../src/agents/agent';
import { claudeCode } from '../../src/agents/adapters/claudeCode/claudeCode';
import { clineCli } from '../../src/agents/adapters/cline/clineCli';
import { kilo, openCode } from '../../src/agents/adapters/openCode/openCode';
import { applyPlan, undoReceipt } from '../../src/agents/changes/apply';
import type { HostMachine } from '../../src/agents/hostMachine';
import type { ProfileTarget, Target } from '../../src/agents/target';
import { sampleOf } from '../host/matrix';
import { GatewaySession } from './gatewaySession';
import { installPrograms, type Program } from './programs';
import { AWS_PROFILE, REGION } from './session';
import { TURNS, type TurnOptions } from './turns';

const SONNET = 'anthropic.claude-sonnet-4-6';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const OTHER_MAKER = 'moonshotai.kimi-k3';
const NOTE = 'note.txt';
const DEAD = 'http://127.0.0.1:9';

interface GatewayCase {
  readonly program: Program;
  readonly agent: Agent;
  /** Words for which the model calls a tool that reads the note. */
  readonly tool: (note: string) => string;
  /** Whether it sends cache points with a real name. */
  readonly caches: boolean;
  /** Whether it takes models of other makers. */
  readonly others: boolean;
}

const call = (name: string, input: object): string => `Call the tool ${name} with ${JSON.stringify(input)}`;

const CASES: readonly GatewayCase[] = [
  {
    program: 'claude-code',
    agent: claudeCode,
    tool: (note) => call('Read', { file_path: note }),
    caches: true,
    others: false,
  },
  {
    program: 'opencode',
    agent: openCode,
    tool: (note) => call('read', { filePath: note }),
    caches: true,
    others: true,
  },
  { program: 'kilo', agent: kilo, tool: (note) => call('read', { filePath: note }), caches: true, others: true },
  {
    program: 'cline',
    agent: clineCli,
    tool: (note) => call('run_commands', { commands: [`cat ${note}`] }),
    caches: true,
    others: true,
  },
];

describe('the real agents through the gateway', function () {
  this.timeout(300_000);
  let programs: Readonly<Partial<Record<Program, string | undefined>>> = {};
  let gatewaySession: GatewaySession;
  before(async function () {
    this.timeout(900_000);
    programs = await installPrograms();
  });
  beforeEach(async () => {
    gatewaySession = await GatewaySession.start();
    writeFileSync(join(gatewaySession.session.workspace, NOTE), 'The note.\n');
  });
  afterEach(() => gatewaySession.end());

  /** What its files hold; undefined for those that do not exist. */
  const filesOf = ({ agent }: GatewayCase): readonly unknown[] =>
    agent.watchPaths(machine()).map((path) => {
      const isFile = existsSync(path) && statSync(path).isFile();
      return [path, isFile ? readFileSync(path, 'utf8') : undefined];
    });
  /** The proxy of the environment carries nothing to anywhere. */
  const machine = (): HostMachine => ({
    ...gatewaySession.session.host(),
    env: { HTTP_PROXY: DEAD, HTTPS_PROXY: DEAD },
  });

  /**
   * Points the agent at the gateway, back, and at it again. Returns its shell's environment: where the agent has no
   * place for an exception from the proxy, the plan says that this needs one.
   */
  async function point(one: GatewayCase, roles: Target['roles']): Promise<Readonly<Record<string, string>>> {
    const { agent } = one;
    const plan = async () => agent.plan({ roles, gateway: await gatewaySession.route(agent.id) }, machine());
    const before = filesOf(one);
    const receipt = await applyPlan(await plan(), { now: Date.now });
    assert.notDeepEqual(filesOf(one), before);
    await undoReceipt(receipt);
    assert.deepEqual(filesOf(one), before, 'its files are as they were');
    const again = await plan();
    await applyPlan(again, { now: Date.now });
    const isCarried = again.warnings.some(({ code }) => code === 'proxy-carries-calls');
    return { HTTP_PROXY: DEAD, HTTPS_PROXY: DEAD, NO_PROXY: isCarried ? '127.0.0.1' : '' };
  }

  /** One turn that has to end well. Whatever would leave the machine, or go past the gateway, finds no way out. */
  async function speak({ program }: GatewayCase, binary: string, options: TurnOptions): Promise<void> {
    const env = { AWS_ENDPOINT_URL: DEAD, ...options.env };
    const { code, output } = await TURNS[program](gatewaySession.session, binary, { ...options, env });
    assert.equal(
      code,
      0,
      `${JSON.stringify(gatewaySession.upstream())}\n${JSON.stringify(gatewaySession.refusals())}\n${output.slice(-3000)}`,
    );
  }

  const note = (): string => join(gatewaySession.session.workspace, NOTE);

  /** All calls went through the profiles once, and are in the journal to the token. */
  async function hold(profiles: readonly ProfileTarget[]): Promise<void> {
    const calls = gatewaySession.upstream();
    const arns = profiles.map(({ arn }) => arn);
    assert.deepEqual(
      calls.filter(({ modelId, isOurs }) => !isOurs || !arns.includes(modelId)),
      [],
    );
    const refused = gatewaySession.refusals();
    // Claude Code asks for one token of each Opus to find the newest that there is.
    assert.ok(
      refused.every(({ code, what }) => code === 'no-profile' && what.startsWith('us.anthropic.claude-')),
      JSON.stringify(refused),
    );
    const journal = await gatewaySession.journal();
    const asked = gatewaySession.asked - gatewaySession.tokenCounts() - refused.length;
    assert.deepEqual([calls.length, journal.length], [asked, asked], 'each call of the agent is one call');
    assert.ok(
      journal.every(({ counting }) => counting === 'exact'),
      JSON.stringify(journal),
    );
    for (const arn of arns) {
      const { journal: counted, metered } = await gatewaySession.used(arn);
      assert.deepEqual(counted, metered);
    }
  }

  /** A turn with a tool: the tool's result comes back to the main model. */
  async function turnWithTool(one: GatewayCase, binary: string, main: ProfileTarget, small?: ProfileTarget) {
    const env = await point(one, { main, small });
    await speak(one, binary, { prompt: one.tool(note()), env });
    await hold(small === undefined ? [main] : [main, small]);
    const calls = gatewaySession.upstream();
    assert.ok(
      calls.some(({ modelId, toolResults }) => modelId === main.arn && toolResults > 0),
      JSON.stringify(calls),
    );
    return calls;
  }

  const tests = CASES.flatMap((one) => [{ one, by: 'Claude' }, ...(one.others ? [{ one, by: 'Kimi' }] : [])]);
  for (const { one, by } of sampleOf(tests))
    it(`${one.agent.name} makes a turn with a tool, by the real name of ${by}`, async function () {
      const binary = programs[one.program];
      if (binary === undefined) return this.skip();
      if (by === 'Kimi') {
        await turnWithTool(one, binary, await gatewaySession.session.profile(OTHER_MAKER, 'main'));
        return;
      }
      const [main, small] = await Promise.all([
        gatewaySession.session.profile(SONNET, 'main'),
        gatewaySession.session.profile(HAIKU, 'small'),
      ]);
      const calls = await turnWithTool(one, binary, main, small);
      assert.equal(
        calls.some(({ cachePoints }) => cachePoints > 0),
        one.caches,
      );
    });

  // It has no setting for an endpoint, so that we cannot point it there: its user can, in the environment.
  it('Continue makes a turn with a tool over HTTP/2, by the environment', async function () {
    const binary = programs.continue;
    if (binary === undefined) return this.skip();
    const main = await gatewaySession.session.profile(SONNET, 'main');
    const { url, secret } = await gatewaySession.route('continue');
    const model = { name: 'Sonnet', provider: 'bedrock', model: SONNET, env: { region: REGION, profile: AWS_PROFILE } };
    const models = [{ ...model, capabilities: ['tool_use'], roles: ['chat'] }];
    mkdirSync(join(gatewaySession.session.home, '.continue'));
    const config = { name: 'mine', version: '1.0.0', schema: 'v1', models };
    writeFileSync(join(gatewaySession.session.home, '.continue/config.yaml'), JSON.stringify(config));
    const env = {
      ...{ HTTP_PROXY: DEAD, HTTPS_PROXY: DEAD, NO_PROXY: '127.0.0.1', AWS_ENDPOINT_URL: DEAD },
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `${url}/${secret}`,
    };
    const prompt = call('Read', { filepath: note() });
    const { code, output } = await TURNS.continue(gatewaySession.session, binary, { prompt, env });
    assert.equal(code, 0, output);
    await hold([main]);
    assert.ok(
      gatewaySession.upstream().some(({ toolResults }) => toolResults > 0),
      output,
    );
  });

  it('Claude Code’s own agents go through the gateway too, and no secret is in what Git has', async function () {
    const binary = programs['claude-code'];
    if (binary === undefined) return this.skip();
    const { workspace } = gatewaySession.session;
    const git = (...args: readonly string[]): string =>
      spawnSync('git', ['-C', workspace, ...args], { encoding: 'utf8' }).stdout;
    git('init', '-q');
    mkdirSync(join(workspace, '.claude/agents'), { recursive: true });
    const helper = `---\nname: helper\ndescription: helps\nmodel: us.${HAIKU}\n---\nSay hi.\n`;
    writeFileSync(join(workspace, '.claude/agents/helper.md'), helper);
    const [main, small] = await Promise.all([
      gatewaySession.session.profile(SONNET, 'main'),
      gatewaySession.session.profile(HAIKU, 'small'),
    ]);
    const gateway = await gatewaySession.route('claude-code', workspace);
    const plan = await claudeCode.plan({ roles: { main, small }, gateway }, machine(), { scope: 'project' });
    await applyPlan(plan, { now: Date.now });
    const env = { HTTP_PROXY: DEAD, HTTPS_PROXY: DEAD, AWS_ENDPOINT_URL: DEAD, NO_PROXY: '' };
    const options = ['--agent', 'helper'];
    const { code, output } = await TURNS['claude-code'](gatewaySession.session, binary, { options, env });
    assert.equal(code, 0, output);
    await hold([main, small]);
    assert.ok(gatewaySession.upstream().some(({ modelId }) => modelId === small.arn));
    git('add', '--all');
    assert.match(git('grep', '--cached', 'name: helper'), /helper\.md/);
    assert.equal(git('grep', '--cached', gateway.secret), '');
  });
});
