/**
 * Cost Explorer is paid for by the request: it is asked when somebody agreed, once for all windows, and not before
 * there can be news.
 */

import assert from 'node:assert/strict';
import type { BillAnswer } from '../../../src/core/billing/bill';
import { add, fromDecimal, NO_MONEY } from '../../../src/core/money';
import { RANGES } from '../../../src/core/usage/ranges';
import type { Store } from '../../../src/store/store';
import { Poller } from '../../../src/store/poller';
import type { Simulator } from '../../../src/simulator/index';
import { validUntil } from '../../../src/features/billing/comparisonQueries';
import { FRIDAY, MINUTE, until } from '../aws/connect';
import { answerIn, testMachines, MEMBERS, type TestMachine, billQuery } from './testMachine';
import { POLL, refresh, TEAM_POLL, type TestConnection } from './testWindow';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const OCTOBER = { from: '2026-10-01', to: '2026-11-01' };

const total = ({ lines }: BillAnswer) =>
  lines.map(({ cost }) => fromDecimal(cost) ?? NO_MONEY).reduce((sum, cost) => add(sum, cost), NO_MONEY);

describe('Cost Explorer', function () {
  this.timeout(120_000);
  let machine: TestMachine;
  let simulator: Simulator;

  const begin = testMachines((begun) => {
    machine = begun;
    ({ simulator } = begun);
  });
  const open = (connection?: TestConnection): Promise<Store> => machine.open(connection);
  const asked = (): number => machine.asked;

  it('is not asked in a day of use without consent, nor are budgets or alarms', async () => {
    await begin();
    const intervals = { mine: POLL, team: TEAM_POLL, prices: DAY };
    const both = [await open(), await open()];
    const pollers = both.map((window) => new Poller(window, intervals, () => simulator.now()));
    const [first, second] = both;
    const [poller] = pollers;
    assert.ok(first !== undefined && second !== undefined && poller !== undefined);
    for (const each of pollers) each.setVisible({ focused: true, statusBar: true, tree: true });
    for (let hour = 0; hour < 24; hour += 3) {
      const scope = (['mine', 'team', 'all'] as const)[(hour / 3) % 3] ?? 'mine';
      await first.track('pageUsage', { scope, range: RANGES[(hour / 3) % RANGES.length] ?? '24h' });
      await first.track('bills', MEMBERS);
      first.setBudgetPeriods({ mine: FRIDAY - DAY, team: FRIDAY - DAY });
      poller.setVisible({ page: true, focused: true });
      await until('the page is filled', () => first.snapshot.pageUsage?.usage.asOf === simulator.now());
      if (hour % 6 === 0) await refresh(second);
      pollers[1]?.setVisible({ focused: hour % 2 === 0 });
      if (hour === 9) await second.connect(machine.connection('eu-west-1'));
      if (hour === 15) await first.connect(machine.connection());
      if (hour % 2 === 0) first.untrack('pageUsage');
      poller.setVisible({ page: false, focused: hour % 2 !== 0 });
      simulator.advance(3 * HOUR);
    }
    for (const each of pollers) each.dispose();
    assert.ok(simulator.calls.count('GetMetricData') > 16, 'it was used');
    assert.ok(simulator.calls.count('BulkFile') > 0);
    for (const service of ['ce', 'budgets']) assert.equal(simulator.calls.count({ service }), 0, service);
    const alarms = simulator.calls.all.filter(({ operation }) => operation.includes('Alarm'));
    assert.deepEqual(alarms, []);
    assert.equal(answerIn(first)?.value, undefined);
    assert.equal(first.snapshot.extensionCost?.requests, 0);
  });

  it('is asked once when somebody agrees, and tells what is on the bill', async () => {
    await begin();
    const window = await open();
    await window.requestBill(MEMBERS);
    assert.equal(asked(), 1);
    const { value, asOf } = answerIn(window) ?? {};
    assert.ok(value !== undefined && asOf === FRIDAY);
    assert.equal(value.requests, 1);
    const complete = { from: '2026-11-01', to: '2026-11-19' };
    const billed = simulator.billed({ ...complete, by: ['service'], only: { recordType: 'Usage' } });
    const bedrock = billed
      .filter(({ keys }) => /bedrock/i.test(keys[0] ?? ''))
      .map(({ usd }) => fromDecimal(usd) ?? NO_MONEY);
    const known = { ...value, lines: value.lines.filter(({ day }) => day < complete.to) };
    assert.equal(
      total(known),
      bedrock.reduce((sum, usd) => add(sum, usd), NO_MONEY),
    );
  });

  it('is asked once for each page of an answer, and the answer says so', async () => {
    await begin({ billing: { pageSize: 150 } });
    const window = await open();
    await window.requestBill(MEMBERS);
    assert.ok(asked() > 1);
    assert.equal(answerIn(window)?.value?.requests, asked());
    assert.equal(simulator.calls.billedCostExplorer, asked());
  });

  it('is not asked again before the next midnight UTC, and then once more', async () => {
    await begin();
    const window = await open();
    await window.requestBill(MEMBERS);
    for (const time of ['2026-11-20T20:00:01Z', '2026-11-20T23:59:59Z']) {
      simulator.setTime(Date.parse(time));
      await window.requestBill(MEMBERS);
      await window.requestBill(MEMBERS, 'setting');
    }
    assert.equal(asked(), 1);
    simulator.setTime(Date.parse('2026-11-21T00:00:00Z'));
    await Promise.all([
      window.requestBill(MEMBERS),
      window.requestBill(MEMBERS, 'setting'),
      window.requestBill(MEMBERS),
    ]);
    assert.equal(asked(), 2);
    assert.equal(answerIn(window)?.asOf, simulator.now());
  });

  it('is asked again in the same day where an answer has to be of the moment of others, once for all windows', async () => {
    await begin();
    const [one, other] = [await open(), await open()];
    await one.requestBill(MEMBERS);
    simulator.advance(2 * HOUR);
    const until = validUntil([answerIn(one), undefined], simulator.now());
    await Promise.all([one, other].map((window) => window.requestBill(MEMBERS, 'user', until)));
    assert.equal(asked(), 2);
    simulator.advance(HOUR);
    const settled = validUntil([answerIn(one)], simulator.now());
    for (const window of [one, other]) await window.requestBill(MEMBERS, 'user', settled);
    assert.equal(asked(), 2);
  });

  it('is not asked again after a restart, whether or not the window has looked at what is known', async () => {
    await begin();
    const first = await open();
    await first.requestBill(MEMBERS);
    await first.dispose();
    simulator.advance(3 * HOUR);
    const looking = await open();
    await looking.track('bills', MEMBERS);
    assert.equal(JSON.stringify(answerIn(looking)?.value), JSON.stringify(answerIn(first)?.value));
    const blind = await open();
    await blind.requestBill(MEMBERS);
    assert.equal(answerIn(blind)?.asOf, FRIDAY);
    assert.equal(asked(), 1);
  });

  it('is asked again by a window that knows only yesterday’s answer, unless another has today’s', async () => {
    await begin({ time: Date.parse('2026-11-20T23:00:00Z') });
    const [one, other] = [await open(), await open()];
    for (const window of [one, other]) await window.requestBill(MEMBERS);
    assert.equal(asked(), 1);
    simulator.setTime(Date.parse('2026-11-21T12:00:00Z'));
    await one.requestBill(MEMBERS);
    simulator.setTime(Date.parse('2026-11-21T14:00:00Z'));
    await other.requestBill(MEMBERS);
    assert.equal(asked(), 2);
  });

  it('is asked nothing for a month that has just begun', async () => {
    await begin({ time: Date.parse('2026-12-01T05:00:00Z') });
    const window = await open();
    const december = billQuery(undefined, { from: '2026-12-01', to: '2027-01-01' });
    await window.requestBill(december);
    assert.deepEqual(answerIn(window, december)?.value?.lines, []);
    assert.equal(asked(), 0);
  });

  it('is asked once by a hundred windows’ worth of asks and refreshes', async () => {
    await begin();
    const all = await Promise.all(Array.from({ length: 25 }, () => open()));
    await Promise.all(all.map((window) => window.refresh('profiles', { maxAge: TEAM_POLL })));
    await Promise.all(
      all.flatMap((window, index) => [
        window.requestBill(MEMBERS, index % 2 === 0 ? 'user' : 'setting'),
        ...(index % 5 === 0 ? [refresh(window)] : []),
        window.requestBill(MEMBERS),
        window.requestBill(MEMBERS),
        window.requestBill(MEMBERS, 'setting'),
      ]),
    );
    assert.equal(asked(), 1);
    for (const window of all) assert.equal(answerIn(window)?.asOf, FRIDAY);
    await Promise.all(all.map((window) => window.requestCostTags()));
    assert.equal(asked(), 2);
  });

  describe('that fails', () => {
    it('gives no answer, and can be asked again at once', async () => {
      await begin();
      const window = await open();
      const clear = simulator.faults.add({ kind: 'deny', service: 'ce' });
      await window.requestBill(MEMBERS);
      const { value, problem } = answerIn(window) ?? {};
      assert.equal(value, undefined);
      assert.deepEqual([problem?.code, problem?.detail.action], ['denied', 'ce:GetCostAndUsage']);
      clear();
      await window.requestBill(MEMBERS, 'setting');
      assert.equal(asked(), 1, 'a setting waits a while');
      await window.requestBill(MEMBERS);
      assert.equal(asked(), 2);
      assert.equal(answerIn(window)?.problem, undefined);
      assert.equal(simulator.calls.billedCostExplorer, 1);
    });

    it('keeps the answer that was known, with its age', async () => {
      await begin();
      const window = await open();
      await window.requestBill(MEMBERS);
      const known = answerIn(window)?.value;
      simulator.advance(DAY);
      simulator.faults.add({ kind: 'deny', service: 'ce' });
      await window.requestBill(MEMBERS);
      assert.equal(answerIn(window)?.value, known);
      assert.equal(answerIn(window)?.asOf, FRIDAY);
      assert.equal(answerIn(window)?.problem?.code, 'denied');
    });

    it('is asked again once by twenty windows that all show the failure, whatever comes of it', async () => {
      await begin();
      const twenty = await Promise.all(Array.from({ length: 20 }, () => open()));
      const clear = simulator.faults.add({ kind: 'deny', service: 'ce' });
      await twenty[0]?.requestBill(MEMBERS);
      await Promise.all(twenty.map((window) => window.refresh('caller')));
      await Promise.all(twenty.map((window) => window.track('bills', MEMBERS)));
      for (const window of twenty) assert.equal(answerIn(window)?.problem?.code, 'denied');
      simulator.advance(MINUTE / 2);
      // Slow enough that everybody has asked before the answer comes.
      simulator.faults.add({ kind: 'latency', service: 'ce', ms: 1500 });
      await Promise.all(twenty.map((window) => window.requestBill(MEMBERS)));
      assert.equal(asked(), 2, 'the failure is everybody’s');
      clear();
      simulator.advance(MINUTE / 2);
      await Promise.all(twenty.map((window) => window.track('bills', MEMBERS)));
      await Promise.all(twenty.map((window) => window.requestBill(MEMBERS)));
      assert.equal(asked(), 3);
      for (const window of twenty) assert.equal(answerIn(window)?.problem, undefined);
    });
  });

  describe('in a member account, about the tags that only the payer may list,', () => {
    const refused = (window: Store) => window.snapshot.costTags.problem?.detail.payerOnly;
    const compare = (window: Store): Promise<void> => window.requestCostTags('comparison');

    it('is asked once by all comparisons, over windows, days and restarts', async () => {
      await begin({ billing: { member: true } });
      const [one, other] = [await open(), await open()];
      await compare(one);
      assert.deepEqual([asked(), refused(one)], [1, true]);
      await compare(one);
      await compare(other);
      await one.dispose();
      simulator.advance(40 * DAY);
      const later = await open();
      await compare(later);
      assert.deepEqual([asked(), refused(other), refused(later)], [1, true, true]);
    });

    it('is asked again by who asks for just that', async () => {
      await begin({ billing: { member: true } });
      const window = await open();
      await compare(window);
      simulator.advance(MINUTE);
      await window.requestCostTags();
      await window.requestCostTags('again');
      assert.equal(asked(), 3);
      await compare(window);
      assert.equal(asked(), 3);
    });

    it('is asked in the next comparison where it was refused for another reason', async () => {
      await begin();
      const window = await open();
      const clear = simulator.faults.add({ kind: 'deny', service: 'ce' });
      await compare(window);
      assert.deepEqual([asked(), refused(window)], [1, undefined]);
      clear();
      await compare(window);
      assert.equal(asked(), 2);
      assert.ok(window.snapshot.costTags.value !== undefined);
    });
  });

  it('is asked apart for another month, another grouping, and the tags', async () => {
    await begin();
    const window = await open();
    const others = [
      billQuery({ by: 'tag', key: 'Team' }),
      billQuery({ by: 'account' }),
      billQuery(undefined, OCTOBER),
      billQuery({ by: 'tag', key: 'iamPrincipal/Team' }),
    ];
    for (const query of [MEMBERS, ...others, MEMBERS, ...others]) await window.requestBill(query);
    await window.requestCostTags();
    await window.requestCostTags();
    assert.equal(asked(), 1 + others.length + 1);
    const teams = answerIn(window, billQuery({ by: 'tag', key: 'Team' }))?.value?.lines ?? [];
    const members = answerIn(window)?.value?.lines ?? [];
    assert.ok(teams.some(({ tag }) => tag === 'platform') && members.some(({ tag }) => tag === 'jane.doe'));
    assert.ok(
      (answerIn(window, billQuery(undefined, OCTOBER))?.value?.lines ?? []).every(({ day }) => day < '2026-11-01'),
    );
    await window.requestCostTags('again');
    assert.equal(asked(), 1 + others.length + 2, 'after the tags were changed');
  });
});
