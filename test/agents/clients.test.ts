/** Makers' own clients in front of the gateway: Anthropic's for Bedrock, from npm, and boto3 where a Python has it. */

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlaceCatalog } from '../../src/core/gateway/chooseProfile';
import { profileSource, type Profile } from '../../src/core/profiles/profile';
import { startSimulator, type Simulator } from '../../src/simulator/index';
import { scratchDirectory } from '../host/paths';
import { cleanEnvironment } from '../host/environment';
import { catalogOf, KEYS, openTestGateway, type TestGateway } from '../unit/gateway/testGateway';
import { FRIDAY } from '../unit/simulator/helpers';
import { installPackages } from './packages';

/** What is used of Anthropic's client. */
interface AnthropicClient {
  readonly messages: {
    create(request: object): Promise<{ readonly content: readonly unknown[]; readonly usage: AnthropicUsage }>;
    stream(request: object): {
      finalMessage(): Promise<{ readonly stop_reason: string; readonly usage: AnthropicUsage }>;
    };
  };
}
interface AnthropicUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_creation_input_tokens: number;
}
type AnthropicBedrock = new (options: object) => AnthropicClient;

const PACKAGES = { anthropic: ['@anthropic-ai/bedrock-sdk', '1.1.3', 'index.js'] } as const;

const GUARDRAIL = 'x-amzn-bedrock-guardrailidentifier';

const hasBoto3 = spawnSync('python3', ['-c', 'import boto3'], { stdio: 'ignore' }).status === 0;
if (!hasBoto3) console.log('[agents] there is no Python with boto3: its calls are not tried');

describe('a client of the maker’s own', function () {
  this.timeout(60_000);
  let simulator: Simulator;
  let catalog: PlaceCatalog;
  let mine: Profile;
  let model: string;
  let opened: TestGateway;

  before(async () => {
    simulator = await startSimulator({ scenario: 'company', time: FRIDAY });
    catalog = await catalogOf(simulator.url);
    const found = catalog.profiles.find(
      (profile) => catalog.isMine(profile) && profileSource(profile).model?.startsWith('anthropic.') === true,
    );
    assert.ok(found);
    mine = found;
    model = profileSource(mine).model ?? '';
  });
  after(() => simulator.close());
  beforeEach(async () => {
    simulator.calls.clear();
    simulator.faults.clear();
    opened = await openTestGateway({ upstream: simulator.url, catalog });
  });
  afterEach(() => opened.close());

  const upstream = () => simulator.calls.select({ service: 'bedrock-runtime' });
  const journaled = async () =>
    (await opened.journal()).map(({ tokens }) => ({ input: tokens?.input, output: tokens?.output }));
  const hold = (calls: number): void => {
    assert.equal(upstream().length, calls);
    for (const { modelId, accessKeyId } of upstream())
      assert.deepEqual([modelId, accessKeyId], [mine.arn, KEYS.accessKeyId]);
  };

  describe('Anthropic’s', () => {
    let Client: AnthropicBedrock;
    before(async function () {
      this.timeout(600_000);
      const { anthropic } = await installPackages('clients', PACKAGES);
      assert.ok(anthropic);
      ({ AnthropicBedrock: Client } = createRequire(anthropic)(anthropic) as { AnthropicBedrock: AnthropicBedrock });
    });
    const common = { awsRegion: 'us-east-1', maxRetries: 0 };
    /** How it can be pointed at the gateway. */
    const ways: Readonly<Record<string, () => object>> = {
      'a bearer token': () => ({ baseURL: opened.gateway.url, apiKey: opened.secret }),
      'a signature of its own': () => ({
        baseURL: opened.url,
        awsAccessKey: 'AKIAEXAMPLEBOB000002',
        awsSecretKey: 'others',
        awsSessionToken: 'others-session',
      }),
      'no authentication': () => ({ baseURL: opened.url, skipAuth: true }),
    };
    const request = () => ({ model, max_tokens: 200, messages: [{ role: 'user', content: 'Hello' }] });
    const countsOf = (usage: AnthropicUsage) => ({ input: usage.input_tokens, output: usage.output_tokens });

    for (const [name, options] of Object.entries(ways))
      it(`calls with ${name}, whole and streamed, with tools and cache points`, async () => {
        const client = new Client({ ...common, ...options() });
        const whole = await client.messages.create({
          ...request(),
          tools: [{ name: 'read_file', input_schema: { type: 'object' } }],
          messages: [{ role: 'user', content: 'Call the tool read_file with {"path": "a"}' }],
        });
        assert.deepEqual((whole.content[1] as { input?: unknown }).input, { path: 'a' });
        const cached = {
          type: 'text',
          text: `Be careful with ${name}. `.repeat(1000),
          cache_control: { type: 'ephemeral' },
        };
        const streamed = await client.messages.stream({ ...request(), system: [cached] }).finalMessage();
        assert.equal(streamed.stop_reason, 'end_turn');
        assert.ok(streamed.usage.cache_creation_input_tokens > 1024);
        assert.deepEqual(await journaled(), [countsOf(whole.usage), countsOf(streamed.usage)]);
        assert.equal((await opened.journal())[1]?.tokens?.cacheWrite, streamed.usage.cache_creation_input_tokens);
        hold(2);
        assert.equal(upstream()[1]?.invocation?.cachePoints, 1);
      });

    it('gets AWS’s errors, and each retry of its own is a call', async () => {
      const patient = new Client({ ...common, ...ways['a bearer token']?.(), maxRetries: 1 });
      for (const [kind, status, calls] of [
        ['throttle', 429, 2],
        ['deny', 403, 1],
        ['expired', 403, 1],
      ] as const) {
        simulator.calls.clear();
        simulator.faults.clear();
        simulator.faults.add({ kind });
        await assert.rejects(patient.messages.create(request()), { status });
        hold(calls);
      }
      simulator.faults.clear();
      simulator.faults.add({ kind: 'serverError', times: 1 });
      simulator.calls.clear();
      await patient.messages.create(request());
      hold(2);
    });
  });

  // Only where it is defined can it run: a machine without boto3 has nothing to test here.
  if (hasBoto3)
    describe('boto3', () => {
      const call = async (endpoint: string, attempts = 1): Promise<readonly Readonly<Record<string, unknown>>[]> => {
        const script = join(__dirname, 'boto3Client.py');
        const env = cleanEnvironment(scratchDirectory('boto3'));
        const { stdout } = await promisify(execFile)('python3', [script, endpoint, model, String(attempts)], { env });
        return stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>);
      };

      it('calls all operations', async () => {
        const answers = await call(opened.url);
        assert.equal(answers.length, 4);
        assert.deepEqual(await journaled(), answers);
        hold(4);
        const { bedrockHeaders = {}, signedHeaders = [] } = upstream()[2] ?? {};
        assert.equal(bedrockHeaders[GUARDRAIL], 'gr1abcdefghi');
        assert.ok(signedHeaders.includes(GUARDRAIL));
      });

      it('gets AWS’s errors, and each retry of its own is a call', async () => {
        for (const [kind, error, calls] of [
          ['throttle', 'ThrottlingException', 8],
          ['expired', 'ExpiredTokenException', 4],
        ] as const) {
          simulator.calls.clear();
          simulator.faults.clear();
          simulator.faults.add({ kind });
          const answers = await call(opened.url, 2);
          assert.deepEqual(
            answers.map((answer) => answer.error),
            Array(4).fill(error),
          );
          hold(calls);
        }
      });

      it('shows the sentence of a refusal', async () => {
        const [answer] = await call(opened.gateway.url);
        assert.ok(answer);
        assert.equal(answer.error, 'AccessDeniedException');
        assert.match(String(answer.message), /doesn’t know the secret/);
      });
    });
});
