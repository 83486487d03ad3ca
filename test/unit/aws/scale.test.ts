/** One thousand profiles in one Region: what a cold start costs in calls and in queries. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsApi } from '../../../src/core/awsApi';
import { tokensOf, TOKEN_KINDS } from '../../../src/core/usage/usage';
import { fetchProfiles } from '../../../src/store/fetch/profiles';
import { fetchEveryone, fetchUsage } from '../../../src/store/fetch/usage';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { openWindow, refresh } from '../store/testWindow';
import { connect, FRIDAY, problemIn, until, wanted } from './connect';

const MOST_QUERIES = 500;

describe('A thousand profiles, cold', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let aws: AwsApi;

  async function begin(options: SimulatorOptions = {}): Promise<void> {
    simulator = await startSimulator({ scenario: 'thousand', time: FRIDAY, metricDelayMs: 0, ...options });
    aws = await connect(simulator);
  }
  const profiles = () => fetchProfiles(aws, simulator.now(), wanted());
  afterEach(async () => {
    aws.dispose();
    await simulator.close();
  });

  it('takes one call for the list and ten for the tags', async () => {
    await begin();
    const list = await profiles();
    assert.equal(list.profiles.length, 1000);
    assert.equal(list.tagsFrom, 'bulk');
    assert.ok(list.profiles.every(({ tags }) => tags?.Team !== undefined && tags.MemberName !== undefined));
    const [call, ...others] = simulator.calls.select({ operation: 'ListInferenceProfiles' });
    assert.deepEqual(call?.parameters, { type: 'APPLICATION', maxResults: '1000' });
    assert.equal(others.length, 0);
    assert.equal(simulator.calls.count('GetResources'), 10);
    assert.equal(simulator.calls.all.length, 11);
  });

  it('asks for the series that exist and no others, 500 in a call', async () => {
    await begin();
    const list = await profiles();
    const existing = await aws.listSeries(TOKEN_KINDS, 'all', wanted());
    simulator.calls.clear();
    await fetchEveryone(aws, list.profiles, simulator.now(), wanted());
    assert.ok(existing.length > 3000, `${existing.length} series`);
    assert.equal(simulator.calls.billedMetrics, existing.length);
    assert.equal(simulator.calls.count('GetMetricData'), Math.ceil(existing.length / MOST_QUERIES));
    assert.equal(simulator.calls.count({ service: 'bedrock' }), 0);
  });

  for (const cacheMetricNames of ['tokens', 'tokenCount'] as const) {
    it(`counts what was served, exactly, where cache metrics are spelled as ${cacheMetricNames}`, async () => {
      await begin({ cacheMetricNames });
      const list = await profiles();
      const team = await fetchEveryone(aws, list.profiles, simulator.now(), wanted());
      for (const profile of list.profiles.filter((_, index) => index % 97 === 0)) {
        const { input, output, cacheRead, cacheWrite } = simulator.served(profile.id, team.span.start, team.span.end);
        assert.ok(cacheRead > 0 && cacheWrite > 0, `${profile.name} has traffic`);
        assert.deepEqual(team.tokens[profile.id], { input, output, cacheRead, cacheWrite });
      }
      assert.deepEqual(team.partial, []);
    });
  }

  it('keeps to four calls at a time where tags must be read one by one', async () => {
    await begin({ latencyMs: 2 });
    simulator.faults.add({ kind: 'deny', operation: 'GetResources' });
    const list = await profiles();
    assert.equal(list.tagsFrom, 'each');
    assert.equal(list.tagsDenied, undefined);
    assert.ok(list.profiles.every(({ tags }) => tags?.Team !== undefined));
    assert.equal(simulator.calls.count('ListTagsForResource'), 1000);
    assert.equal(simulator.calls.maxInFlight('bedrock'), 4);
  });

  it('takes no for an answer: after twenty refusals and not one answer no other tags are asked for', async () => {
    await begin();
    simulator.faults.add({ kind: 'deny', operation: 'GetResources' });
    simulator.faults.add({ kind: 'deny', operation: 'ListTagsForResource' });
    const list = await profiles();
    assert.equal(list.profiles.length, 1000);
    assert.ok(list.profiles.every(({ tags }) => tags === undefined));
    assert.equal(list.tagsDenied, 'bedrock:ListTagsForResource');
    assert.equal(simulator.calls.count('ListTagsForResource'), 20);
  });

  it('does not take a throttled call for a refusal', async () => {
    await begin();
    simulator.faults.add({ kind: 'throttle', operation: 'GetResources' });
    await problemIn(profiles(), 'throttled');
    assert.equal(simulator.calls.count('ListTagsForResource'), 0);
  });

  it('breaks off at the first failure instead of asking a thousand times', async () => {
    await begin();
    const window = await openWindow(simulator);
    simulator.faults.add({ kind: 'deny', operation: 'GetResources' });
    simulator.faults.add({ kind: 'expired', operation: 'ListTagsForResource' });
    await window.refresh('profiles', { maxAge: 0 });
    assert.equal(window.snapshot.profiles.problem?.code, 'expired');
    simulator.faults.clear();
    simulator.faults.add({ kind: 'deny', operation: 'GetResources' });
    simulator.faults.add({ kind: 'latency', operation: 'ListTagsForResource', ms: 20 });
    simulator.calls.clear();
    const refreshing = refresh(window);
    await until('tags are being read', () => simulator.calls.count('ListTagsForResource') > 10);
    simulator.faults.add({ kind: 'throttle', operation: 'ListTagsForResource' });
    await refreshing;
    assert.equal(window.snapshot.profiles.problem.code, 'throttled');
    // Nothing holds back any more what might still be waiting for its turn.
    simulator.faults.clear();
    await sleep(300);
    const asked = simulator.calls.count('ListTagsForResource');
    assert.ok(asked < 100, `${asked} calls`);
    await window.dispose();
  });
});

describe('Traffic under the whole ARN', () => {
  it('is counted as the same profile’s', async () => {
    const simulator = await startSimulator({ scenario: 'company', time: FRIDAY, metricDelayMs: 0 });
    const aws = await connect(simulator);
    try {
      const { profiles } = await fetchProfiles(aws, simulator.now(), wanted());
      const hana = profiles.filter(({ tags }) => tags?.MemberName === 'hana.kim');
      assert.equal(hana.length, 1);
      const report = await fetchUsage(aws, hana, 'tokens', simulator.now(), wanted());
      const team = await fetchEveryone(aws, profiles, simulator.now(), wanted());
      for (const { id, arn } of hana) {
        const { input, output, cacheRead, cacheWrite } = simulator.served(id, report.span.start, report.span.end);
        const listed = await aws.listSeries(['input'], [id, arn], wanted());
        assert.deepEqual(new Set(listed.map(({ modelId }) => modelId)), new Set([id, arn]));
        assert.deepEqual(tokensOf(report.byProfile[id]), { input, output, cacheRead, cacheWrite });
        assert.deepEqual(team.tokens[id], { input, output, cacheRead, cacheWrite });
      }
    } finally {
      aws.dispose();
      await simulator.close();
    }
  });
});
