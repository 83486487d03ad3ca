/**
 * AWS's Price List in the store: fetched once for all windows, kept with its date, and given up for nothing that is
 * worse.
 */

import { CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import assert from 'node:assert/strict';
import { bundledPrices } from '../../../src/core/prices/bundledPrices';
import type { AwsApi } from '../../../src/core/awsApi';
import { arn, modelId } from '../../../src/core/ids';
import { fromDecimal, subtract, toDecimal, type Money } from '../../../src/core/money';
import type { PriceOrigin } from '../../../src/core/prices/prices';
import { profileSource } from '../../../src/core/profiles/profile';
import { tokensOf } from '../../../src/core/usage/usage';
import type { Store } from '../../../src/store/store';
import { Poller } from '../../../src/store/poller';
import type { Fault } from '../../../src/simulator/faults';
import type { Simulator } from '../../../src/simulator/index';
import { MINUTE, until, wanted } from '../aws/connect';
import { testMachines, type TestMachine } from './testMachine';
import { clients } from '../simulator/helpers';
import { janesPlan } from './createPlans';
import { mineIn, POLL, TEAM_POLL, type TestConnection } from './testWindow';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const SONNET = 'anthropic.claude-sonnet-5';
/** The extension comes without a price of it. */
const TITAN = 'amazon.titan-embed-text-v2:0';

describe('Prices', function () {
  this.timeout(120_000);
  let machine: TestMachine;
  let simulator: Simulator;

  const begin = testMachines((begun) => {
    machine = begun;
    ({ simulator } = begun);
  });

  const fetches = (): number => simulator.calls.count('BulkFile');
  const published = (): string => new Date(simulator.prices.published).toISOString().slice(0, 10);
  const dates = ({ snapshot }: Store) => snapshot.priceList.value?.tables.map(({ date }) => date);

  /** What my last 24 hours cost, once they are priced with what is known. */
  async function mine(window: Store): Promise<{ usd: Money; origin: PriceOrigin | undefined }> {
    await window.refresh('mine', { maxAge: POLL });
    const list = window.snapshot.priceList.value;
    await until('there are prices', () => {
      const { pricing } = window.snapshot;
      return pricing?.book.priceLists.length === (list?.tables.length ?? 0);
    });
    const { pricing, mine: usage } = window.snapshot;
    assert.ok(pricing !== undefined && usage.value !== undefined);
    const profiles = mineIn(window.snapshot);
    const amounts = profiles.map((profile) => {
      const { amount } = pricing.estimate(profile, tokensOf(usage.value?.byProfile[profile.id]));
      return amount;
    });
    const { money, whole } = pricing.sum(amounts);
    assert.ok(whole && profiles[0] !== undefined);
    return { usd: money, origin: pricing.pricedProfile(profiles[0])?.origin };
  }

  it('are those of the extension until the list was fetched, and then the list’s, with its date', async () => {
    await begin();
    const window = await machine.open();
    assert.deepEqual((await mine(window)).origin, { from: 'bundled', date: bundledPrices().date });
    await window.refresh('priceList', { maxAge: WEEK });
    assert.deepEqual(dates(window), [published(), published()]);
    assert.deepEqual((await mine(window)).origin, { from: 'price-list', date: published() });
    assert.equal(fetches(), 4, 'an index and a Region’s file for each of two service codes');
  });

  it('are fetched by one window for all, and known after a restart', async () => {
    await begin();
    const windows = [await machine.open(), await machine.open(), await machine.open()];
    // Prices are looked for of the models in use, too: with these unknown the list would be read once more for them.
    await Promise.all(windows.map((window) => window.refresh('profiles', { maxAge: WEEK })));
    await Promise.all(windows.map((window) => window.refresh('priceList', { maxAge: WEEK })));
    for (const window of windows) assert.deepEqual(dates(window), [published(), published()]);
    for (const window of windows) await window.dispose();
    simulator.advance(WEEK - 1);
    const later = await machine.open();
    assert.deepEqual((await mine(later)).origin?.from, 'price-list');
    await later.refresh('priceList', { maxAge: WEEK });
    assert.equal(fetches(), 4);
  });

  it('of another caller or Region are the same list, or another', async () => {
    await begin();
    await (await machine.open()).refresh('priceList', { maxAge: WEEK });
    const marco = await machine.openAs({ accessKeyId: 'AKIAEXAMPLEMARCO0001' });
    await marco.refresh('caller');
    await marco.refresh('priceList', { maxAge: WEEK });
    assert.equal(fetches(), 4, 'it is public');
    const abroad = await machine.open(machine.connection('eu-west-1'));
    await abroad.refresh('priceList', { maxAge: WEEK });
    assert.equal(fetches(), 8);
  });

  it('follow a new list when the time has come, and estimates with them', async () => {
    await begin();
    const window = await machine.open();
    await window.refresh('profiles', { maxAge: WEEK });
    await window.refresh('priceList', { maxAge: WEEK });
    const before = await mine(window);
    simulator.prices.set({ model: SONNET, usdPerMillion: '7', kind: 'output', tier: 'regional', variant: 'standard' });
    simulator.prices.publish();
    await window.refresh('priceList', { maxAge: WEEK });
    assert.deepEqual(await mine(window), before, 'nobody has looked yet');
    await window.refresh('priceList', { force: true });
    const after = await mine(window);
    assert.deepEqual(after.origin, { from: 'price-list', date: published() });
    const [sonnet] = mineIn(window.snapshot).filter((profile) => profileSource(profile).model === SONNET);
    assert.ok(sonnet !== undefined);
    const { output } = tokensOf(window.snapshot.mine.value?.byProfile[sonnet.id]);
    const old = window.snapshot.pricing?.book.bundled?.entries[SONNET]?.regional?.['']?.rates.output;
    assert.ok(old !== undefined && output > 0);
    const change = (Number(old) - 7) * (output / 1_000_000);
    assert.ok(Math.abs(Number(toDecimal(subtract(before.usd, after.usd))) - change) < 1e-9);
    assert.ok(after.usd !== fromDecimal('0'));
  });

  it('that the list does not have any more are the extension’s', async () => {
    await begin();
    simulator.prices.set({ model: SONNET, usdPerMillion: null });
    simulator.prices.publish();
    const window = await machine.open();
    await window.refresh('priceList', { maxAge: WEEK });
    await mine(window);
    const { pricing } = window.snapshot;
    const source = { model: modelId(SONNET), tier: 'geographic', geo: 'us' } as const;
    assert.equal(pricing?.priced(source, 'us-east-1')?.origin.from, 'bundled');
  });

  describe('where the list', () => {
    const lists: readonly (readonly [what: string, faults: readonly Fault[], code: string])[] = [
      ['is cut off, and may not be asked for', [{ kind: 'partial' }, { kind: 'deny', service: 'pricing' }], 'denied'],
      ['is refused, and may not be asked for', [{ kind: 'deny' }, { kind: 'deny', service: 'pricing' }], 'denied'],
      ['is away, and asking too', [{ kind: 'reset' }, { kind: 'reset', service: 'pricing' }], 'unreachable'],
      [
        'is broken at AWS, and asking too',
        [{ kind: 'serverError' }, { kind: 'serverError', service: 'pricing' }],
        'server',
      ],
    ];
    const struck = (fault: Fault): Fault => ({ operation: fault.service === undefined ? 'BulkFile' : '*', ...fault });

    for (const [what, faults, code] of lists) {
      it(`${what}, stay what they were, and why is told (${code})`, async () => {
        await begin();
        const window = await machine.open();
        for (const fault of faults) simulator.faults.add(struck(fault));
        await window.refresh('priceList', { maxAge: WEEK });
        const { priceList } = window.snapshot;
        assert.equal(priceList.value, undefined);
        assert.equal(priceList.problem?.code, code);
        assert.equal(priceList.problem.detail.action, 'pricing:GetProducts');
        assert.equal((await mine(window)).origin?.from, 'bundled');

        simulator.faults.clear();
        simulator.advance(MINUTE);
        await window.refresh('priceList', { maxAge: WEEK });
        const good = window.snapshot.priceList.value;
        assert.ok(good !== undefined && !('problem' in window.snapshot.priceList));
        for (const fault of faults) simulator.faults.add(struck(fault));
        simulator.advance(WEEK);
        await window.refresh('priceList', { maxAge: WEEK });
        assert.equal(window.snapshot.priceList.value, good, 'an old list is better than none');
        assert.deepEqual(window.snapshot.priceList.problem, priceList.problem);
      });
    }

    it('cannot be read but asked for, are the same', async () => {
      await begin();
      const bulk = await machine.open();
      await bulk.refresh('priceList', { maxAge: WEEK });
      const before = await mine(bulk);
      await bulk.dispose();
      await machine.close();
      await begin();
      simulator.faults.add({ kind: 'deny', operation: 'BulkFile' });
      const asking = await machine.open();
      await asking.refresh('priceList', { maxAge: WEEK });
      assert.ok(simulator.calls.count('GetProducts') > 2);
      assert.deepEqual(await mine(asking), before);
    });

    it('fails, are tried again by themselves only after a while, and at once for a user', async () => {
      await begin();
      const window = await machine.open();
      for (const service of ['price-list', 'pricing'] as const) simulator.faults.add({ kind: 'deny', service });
      await window.refresh('priceList', { maxAge: WEEK });
      const tries = fetches();
      await window.refresh('priceList', { maxAge: WEEK });
      assert.equal(fetches(), tries);
      await window.refresh('priceList', { force: true });
      assert.ok(fetches() > tries);
    });
  });

  it('of a model that nobody had looked for are looked for when a profile of it appears, once', async () => {
    await begin({ scenario: 'empty' });
    const window = await machine.open();
    await window.refresh('profiles', { maxAge: POLL });
    await window.refresh('priceList', { maxAge: WEEK });
    const { value } = window.snapshot.priceList;
    const caller = window.snapshot.caller.value;
    const aws = await window.aws();
    assert.ok(value !== undefined && caller !== undefined && aws !== undefined);
    await window.create(await janesPlan(aws), caller, wanted());
    assert.ok(window.dueAt('priceList', WEEK) > simulator.now(), 'of this one the price is known');
    const copyFrom = `arn:aws:bedrock:us-east-1::foundation-model/${TITAN}`;
    const input = { inferenceProfileName: 'embeddings', modelSource: { copyFrom } };
    await clients(simulator).bedrock.send(new CreateInferenceProfileCommand(input));
    simulator.advance(1);
    await window.refresh('profiles', { force: true });
    assert.ok(!value.models.includes(TITAN));
    assert.ok(window.dueAt('priceList', WEEK) <= simulator.now());
    await window.refresh('priceList', { maxAge: WEEK });
    assert.equal(fetches(), 8);
    assert.ok(window.dueAt('priceList', WEEK) > simulator.now());
    const other = await machine.open();
    await other.refresh('priceList', { maxAge: WEEK });
    assert.equal(fetches(), 8);
  });

  describe('of a model that nobody uses, but that is offered,', () => {
    /** A Region that offers one model more than the extension has prices of. */
    function offering(): TestConnection {
      const connection = machine.connection();
      const open: TestConnection['open'] = async (onCharge) => {
        const aws = await connection.open(onCharge);
        const listSources: AwsApi['listSources'] = async (signal) => {
          const { models, ...others } = await aws.listSources(signal);
          const id = modelId(TITAN);
          const where = arn(`arn:aws:bedrock:us-east-1::foundation-model/${id}`);
          const more = { kind: 'foundation-model', arn: where, id, model: id, name: 'Titan', models: [where] } as const;
          return { ...others, models: [...models, { ...more, retired: false }] };
        };
        return { ...aws, listSources };
      };
      return { ...connection, open };
    }
    const priced = ({ snapshot }: Store): boolean =>
      snapshot.priceList.value?.tables.some(({ entries }) => TITAN in entries) === true;

    it('are in the list as it is fetched when the page is open, at once', async () => {
      await begin();
      const window = await machine.open(offering());
      await window.track('pageUsage', { scope: 'mine', range: '24h' });
      const poller = new Poller(window, { mine: POLL, team: TEAM_POLL, prices: WEEK }, () => simulator.now());
      poller.setVisible({ focused: true, page: true });
      await until('the prices are fetched', () => window.snapshot.priceList.value !== undefined);
      const before = fetches();
      assert.ok(priced(window));
      assert.ok(window.dueAt('priceList', WEEK) > simulator.now());
      poller.dispose();
      assert.equal(fetches(), before);
    });

    it('are looked for once more when it is only then known to be offered', async () => {
      await begin();
      const window = await machine.open(offering());
      await window.refresh('priceList', { maxAge: WEEK });
      assert.ok(!priced(window));
      simulator.advance(1);
      await window.refresh('sources', { maxAge: WEEK });
      await window.refresh('priceList', { maxAge: WEEK });
      assert.ok(priced(window));
      const twice = fetches();
      const other = await machine.open(offering());
      await other.refresh('sources', { maxAge: WEEK });
      await other.refresh('priceList', { maxAge: WEEK });
      assert.equal(fetches(), twice);
    });
  });

  it('are not fetched by themselves where the settings say so', async () => {
    await begin();
    const window = await machine.open();
    await window.track('pageUsage', { scope: 'mine', range: '24h' });
    const poller = new Poller(window, { mine: POLL, team: TEAM_POLL, prices: Infinity }, () => simulator.now());
    poller.setVisible({ focused: true, statusBar: true, tree: true, page: true });
    await until('all else is known', () => window.snapshot.sources.value !== undefined);
    poller.dispose();
    assert.equal(fetches(), 0);
  });
});
