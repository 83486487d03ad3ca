/**
 * Where GetInferenceProfile is denied, Claude Code takes an ARN for the first model that is overridden with it: that
 * has to be its own.
 */

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { applyPlan } from '../../src/agents/changes/apply';
import { claudeCode } from '../../src/agents/adapters/claudeCode/claudeCode';
import { installPrograms } from './programs';
import { Session } from './session';
import type { Target } from '../../src/agents/target';

const SONNET = 'anthropic.claude-sonnet-4-6';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';

interface Body {
  readonly path: string;
  /** `adaptive` of newer models, `enabled` with a budget of older ones. */
  readonly thinking: string | undefined;
}

/** Passes everything on to the simulator, which keeps no bodies, and keeps what is asked of models. */
async function listenBetween(simulator: string, bodies: Body[]): Promise<Server> {
  const { hostname, port } = new URL(simulator);
  const server = createServer((asked, answer) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const body = Buffer.concat(chunks);
      const { url: path = '', method, headers } = asked;
      if (path.startsWith('/model/')) {
        const { thinking } = JSON.parse(body.toString()) as { thinking?: { type?: string } };
        bodies.push({ path: decodeURIComponent(path), thinking: thinking?.type });
      }
      request({ hostname, port, path, method, headers }, (got) => {
        answer.writeHead(got.statusCode ?? 500, got.headers);
        got.pipe(answer);
      }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('Claude Code with the control plane denied', function () {
  this.timeout(150_000);
  let binary: string | undefined;
  let session: Session;
  let server: Server;
  const bodies: Body[] = [];
  before(async function () {
    this.timeout(900_000);
    binary = (await installPrograms())['claude-code'];
  });
  beforeEach(async () => {
    session = await Session.start();
    session.simulator.faults.add({ kind: 'deny', operation: 'GetInferenceProfile' });
    bodies.length = 0;
    server = await listenBetween(session.simulator.url, bodies);
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await session.end();
  });

  /** Sets it by our plan over what is there, asks once, and says how the main model was treated. */
  async function treated(target: Target, program: string): Promise<readonly (string | undefined)[]> {
    await applyPlan(await claudeCode.plan(target, session.host()), { now: Date.now });
    const { port } = server.address() as AddressInfo;
    const { code, output } = await session.turn([program, '-p', 'say hi'], {
      ANTHROPIC_BEDROCK_BASE_URL: `http://127.0.0.1:${String(port)}`,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
    });
    assert.equal(code, 0, output);
    const { main } = target.roles;
    return bodies.filter(({ path }) => path.includes(main.arn)).map(({ thinking }) => thinking);
  }

  const write = (settings: unknown): void => {
    mkdirSync(join(session.home, '.claude'), { recursive: true });
    writeFileSync(join(session.home, '.claude/settings.json'), JSON.stringify(settings));
  };

  it('treats a Sonnet as a Sonnet, with one profile and with a set', async function () {
    if (binary === undefined) return this.skip();
    const [main, small] = await Promise.all([session.profile(SONNET, 'main'), session.profile(HAIKU, 'small')]);
    assert.deepEqual(await treated({ roles: { main } }, binary), ['adaptive']);
    bodies.length = 0;
    assert.deepEqual(
      await treated({ roles: { main, small } }, binary),
      ['adaptive'],
      'after the one, whose keys are there',
    );
  });

  it('treats it so even where another key for the ARN was first', async function () {
    if (binary === undefined) return this.skip();
    const main = await session.profile(SONNET, 'main');
    write({
      modelOverrides: { 'claude-haiku-4-5-20251001': main.arn, 'claude-opus-4-8': 'x', 'claude-sonnet-4-6': main.arn },
    });
    assert.deepEqual(await treated({ roles: { main } }, binary), ['adaptive']);
  });
});
