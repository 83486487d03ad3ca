import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { invokeFailure, waitUntilCounted } from '../../../src/core/verify/verify';
import type { Arn } from '../../../src/core/ids';
import type { AwsApi } from '../../../src/core/awsApi';
import type { Simulator } from '../../../src/simulator/index';
import { connect, IMPATIENT, problemIn, wanted } from './connect';
import { TROUBLES, withCloud } from './trouble';

/** Jane's first profile of the simulated company. */
async function aProfile(aws: AwsApi): Promise<Arn> {
  const [profile] = await aws.listProfiles(wanted());
  assert.ok(profile);
  return profile.arn;
}

const served = (simulator: Simulator, profile: Arn) =>
  simulator.served(profile, simulator.now() - 60_000, simulator.now() + 60_000);

describe('A minimal call through a profile', () => {
  for (const streamed of [false, true]) {
    const how = streamed ? 'streamed' : 'whole';
    const operation = streamed ? 'ConverseStream' : 'Converse';

    it(`uses a handful of tokens and says how many, ${how}`, () =>
      withCloud({ metricDelayMs: 0 }, async (aws, simulator) => {
        const profile = await aProfile(aws);
        const before = served(simulator, profile);
        const used = await aws.invoke(profile, streamed, wanted());
        const after = served(simulator, profile);
        assert.equal(simulator.calls.count(operation), 1);
        assert.equal(after.invocations - before.invocations, 1);
        assert.equal(after.input - before.input, used.input);
        assert.equal(after.output - before.output, used.output);
        assert.ok(used.input > 0 && used.input < 40 && used.output > 0 && used.output <= 16, JSON.stringify(used));
      }));

    for (const [kind, code] of TROUBLES) {
      it(`is sent once and never again, ${how}: ${kind}`, () =>
        withCloud({ timeouts: IMPATIENT }, async (aws, simulator) => {
          const profile = await aProfile(aws);
          simulator.faults.add({ kind, service: 'bedrock-runtime' });
          const problem = await problemIn(aws.invoke(profile, streamed, wanted()), code);
          assert.match(problem.detail.action ?? '', /^bedrock:InvokeModel(WithResponseStream)?$/);
          assert.equal(simulator.calls.select({ operation }).length, 1);
        }));
    }
  }

  it('through a profile that was deleted says so', () =>
    withCloud({ timeouts: IMPATIENT }, async (aws) => {
      const gone = (await aProfile(aws)).replace(/[a-z0-9]{12}$/, 'zzzzzzzzzzzz') as Arn;
      const problem = await problemIn(aws.invoke(gone, false, wanted()), 'not-found');
      assert.equal(invokeFailure(problem, 'us-east-1').code, 'profile-gone');
    }));

  for (const metricDelayMs of [0, 60_000]) {
    it(`is counted under the profile, where CloudWatch is ${metricDelayMs / 1000} seconds late and more`, () =>
      withCloud({ metricDelayMs, scenario: 'newcomer', newProfilesGetTraffic: false }, async (aws, simulator) => {
        const { systemProfiles } = await aws.listSources(wanted());
        const [source] = systemProfiles;
        assert.ok(source);
        const plan = { name: 'verified', description: undefined, source, tags: { Team: 'a' } };
        const arn = await aws.createProfile(plan, 'token', wanted());
        const profile = await aws.getProfile(arn, wanted());
        const since = simulator.now();
        const { input } = await aws.invoke(profile.arn, false, wanted());
        let looks = 0;
        const counted = await waitUntilCounted(profile, { calls: 1, input }, since, {
          now: () => simulator.now(),
          wait: (ms) => {
            looks += 1;
            simulator.advance(ms);
            return Promise.resolve();
          },
          fetch: async (queries, span) => (await aws.fetchSeries(queries, span, wanted())).answers,
        });
        assert.equal(counted?.calls, 1);
        assert.equal(counted.certainty, 'ours');
        assert.ok(
          counted.afterMs >= metricDelayMs && counted.afterMs <= 2 * metricDelayMs + 45_000,
          String(counted.afterMs),
        );
        assert.equal(simulator.calls.billedMetrics, 4 * looks);
      }));
  }

  it('that is cancelled is silent', () =>
    withCloud({ timeouts: IMPATIENT }, async (aws, simulator) => {
      const profile = await aProfile(aws);
      simulator.faults.add({ kind: 'hang', service: 'bedrock-runtime' });
      const cancel = new AbortController();
      const call = aws.invoke(profile, false, cancel.signal);
      setTimeout(() => {
        cancel.abort();
      }, 50);
      await assert.rejects(call, { name: 'AbortError' });
    }));
});

/** Passes requests on to a simulator, and says in every answer that it is another time. */
async function withSkew(simulator: Simulator, ms: number, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((incoming, outgoing) => {
    const { method, headers, url = '/' } = incoming;
    const passed = request(new URL(url, simulator.url), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, {
        ...answer.headers,
        date: new Date(Date.now() + ms).toUTCString(),
      });
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('Behind a connection', () => {
  for (const minutes of [0, -20, 60]) {
    it(`AWS’s clock is seen ${minutes} minutes from ours`, () =>
      withCloud({}, (_, simulator) =>
        withSkew(simulator, minutes * 60_000, async (url) => {
          const aws = await connect({ url }, { timeouts: IMPATIENT });
          const clocks = await aws.inspect.clocks(wanted());
          aws.dispose();
          assert.ok(clocks);
          assert.equal(Math.abs(Math.round((clocks.theirs - clocks.ours) / 60_000) - minutes), 0);
        }),
      ));
  }

  it('AWS’s clock is seen in a refusal as well', () =>
    withCloud({ timeouts: IMPATIENT }, async (aws, simulator) => {
      simulator.faults.add({ kind: 'expired', operation: 'GetCallerIdentity' });
      assert.ok(await aws.inspect.clocks(wanted()));
    }));

  it('there is no clock where nothing answers', () =>
    withCloud({ timeouts: IMPATIENT }, async (aws, simulator) => {
      simulator.faults.add({ kind: 'hang', operation: 'GetCallerIdentity' });
      await problemIn(aws.inspect.clocks(wanted()), 'unreachable');
    }));

  it('keys that stay have no end', () =>
    withCloud({ timeouts: IMPATIENT }, async (aws, simulator) => {
      assert.equal(await aws.inspect.credentialsEnd(wanted()), undefined);
      assert.equal(simulator.calls.all.length, 0);
    }));

  it('the Price List is looked for in its index alone', () =>
    withCloud({ timeouts: IMPATIENT }, async (aws, simulator) => {
      await aws.inspect.priceList(wanted());
      assert.equal(simulator.calls.all.length, 1);
      simulator.faults.add({ kind: 'reset', service: 'price-list' });
      await problemIn(aws.inspect.priceList(wanted()), 'unreachable');
    }));
});
