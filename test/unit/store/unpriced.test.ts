/**
 * Models without a price among those that came with the extension: AWS's list is fetched wherever one is shown, and
 * only then.
 */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsApi } from '../../../src/core/awsApi';
import { arn, profileId, region, type Arn } from '../../../src/core/ids';
import type { Profile, Tags } from '../../../src/core/profiles/profile';
import { Poller } from '../../../src/store/poller';
import type { Store } from '../../../src/store/store';
import type { Simulator } from '../../../src/simulator/index';
import { until } from '../aws/connect';
import { testMachines, type TestMachine } from './testMachine';
import { POLL, TEAM_POLL, type TestConnection } from './testWindow';

const WEEK = 7 * 86_400_000;
/** Longer than the moment for which the poller waits before it looks, and than its rest. */
const A_MOMENT = 1_500;
/** In AWS's list, and not among the prices that came with the extension. */
const LISTED = 'amazon.titan-embed-text-v2:0';
const UNLISTED = 'acme.nobody-knows-1';
const OURS: Tags = { Team: 'platform', MemberName: 'jane.doe' };
const OTHERS: Tags = { Team: 'search', MemberName: 'bob' };

describe('A model without a price', function () {
  this.timeout(120_000);
  let machine: TestMachine;
  let simulator: Simulator;
  const begin = testMachines((begun) => {
    machine = begun;
    ({ simulator } = begun);
  });
  const pollers: Poller[] = [];
  afterEach(() => {
    for (const poller of pollers.splice(0)) poller.dispose();
  });

  const fetches = (): number => simulator.calls.count('BulkFile');
  const LIST = 4;

  /** Jane's profiles, whose models came with the extension's prices, and what is given beside them. */
  function withProfiles(more: readonly Omit<Profile, 'tags'>[], tags: ReadonlyMap<Arn, Tags>): TestConnection {
    const connection = machine.connection();
    const open: TestConnection['open'] = async (onCharge) => {
      const aws = await connection.open(onCharge);
      const listProfiles: AwsApi['listProfiles'] = async (signal) => [
        ...(await aws.listProfiles(signal)).filter(({ name }) => name.startsWith('platform-jane-doe-')),
        ...more,
      ];
      const tagsInBulk: AwsApi['tagsInBulk'] = async (signal) => new Map([...(await aws.tagsInBulk(signal)), ...tags]);
      return { ...aws, listProfiles, tagsInBulk };
    };
    return { ...connection, open };
  }

  /** The same with a profile of a model. */
  function withProfile(model: string, tags: Tags): TestConnection {
    const id = profileId('unpriced0001');
    const self = arn(`arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/${id}`);
    const profile = {
      arn: self,
      id,
      name: 'unpriced',
      description: undefined,
      status: 'ACTIVE',
      models: [arn(`arn:aws:bedrock:us-east-1::foundation-model/${model}`)],
      createdAt: undefined,
      updatedAt: undefined,
    };
    return withProfiles([profile], new Map([[self, tags]]));
  }

  function pollerOf(window: Store): Poller {
    const poller = new Poller(window, { mine: POLL, team: TEAM_POLL, prices: WEEK }, () => simulator.now());
    pollers.push(poller);
    return poller;
  }
  const isPriced = ({ snapshot }: Store): boolean =>
    snapshot.pricing?.priced(
      {
        model: snapshot.profiles.value?.profiles.at(-1)?.models[0]?.split('/')[1] as never,
        tier: 'in-region',
        geo: '',
      },
      region('us-east-1'),
    ) !== undefined;

  it('of mine gets one while only the status bar shows, once for all windows', async () => {
    await begin();
    const windows = [
      await machine.open(withProfile(LISTED, OURS)),
      await machine.open(withProfile(LISTED, OURS)),
      await machine.open(withProfile(LISTED, OURS)),
    ];
    for (const window of windows) pollerOf(window).setVisible({ focused: true, statusBar: true });
    for (const window of windows) await until('it has a price', () => isPriced(window));
    assert.equal(fetches(), LIST);
  });

  it('of somebody else’s gets one while the tree shows, and none while only mine are shown', async () => {
    await begin();
    const window = await machine.open(withProfile(LISTED, OTHERS));
    const poller = pollerOf(window);
    poller.setVisible({ focused: true, statusBar: true });
    await until('mine are priced', () => window.snapshot.pricing !== undefined);
    await sleep(A_MOMENT);
    assert.equal(fetches(), 0);
    poller.setVisible({ tree: true });
    await until('it has a price', () => isPriced(window));
    assert.equal(fetches(), LIST);
  });

  it('of somebody else’s gets one where my team has a budget', async () => {
    await begin();
    const window = await machine.open(withProfile(LISTED, OTHERS));
    window.setBudgetPeriods({ team: simulator.now() - 86_400_000 });
    pollerOf(window).setVisible({ focused: true, statusBar: true });
    await until('it has a price', () => isPriced(window));
    assert.equal(fetches(), LIST);
  });

  it('that the list does not have either is looked for once, until the list may be a new one', async () => {
    await begin();
    const window = await machine.open(withProfile(UNLISTED, OURS));
    const poller = pollerOf(window);
    poller.setVisible({ focused: true, statusBar: true });
    await until('the list was fetched', () => window.snapshot.priceList.value !== undefined);
    for (let round = 0; round < 3; round += 1) {
      simulator.advance(POLL);
      poller.schedule();
      await until('it was polled', () => window.snapshot.mine.asOf === simulator.now());
    }
    await sleep(A_MOMENT);
    assert.equal(fetches(), LIST);
    simulator.advance(WEEK);
    poller.schedule();
    await until('it is fetched again', () => fetches() === 2 * LIST);
  });

  it('is no reason to fetch anything where all have a price', async () => {
    await begin();
    const window = await machine.open(withProfiles([], new Map()));
    pollerOf(window).setVisible({ focused: true, statusBar: true, tree: true });
    await until(
      'all is known',
      () => window.snapshot.everyone.value !== undefined && window.snapshot.pricing !== undefined,
    );
    await sleep(A_MOMENT);
    assert.equal(fetches(), 0);
  });
});
