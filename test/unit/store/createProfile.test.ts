/** Creating a profile: however it fails, and however often it is tried, there is exactly one in the end. */

import assert from 'node:assert/strict';
import type { Caller, AwsApi } from '../../../src/core/awsApi';
import { isCancelled, type ProblemCode } from '../../../src/core/problem';
import type { ProfileSummary } from '../../../src/core/profiles/profile';
import { createOnce, type CreateContext, type Created } from '../../../src/store/createProfile';
import { memoryFolder } from '../../../src/store/shared/fileFolder';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { connect, FRIDAY, IMPATIENT, problemIn, until, wanted } from '../aws/connect';
import { janesPlan, sourceOf } from './createPlans';
import { makeFolder, type Folder } from './testWindow';

const NAME = 'platform-jane-sonnet';

/** One window, with nothing known of earlier actions. */
const alone = (caller: Caller): CreateContext => ({ caller, sharedFolder: memoryFolder(), deleted: new Set() });

describe('Creating a profile', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let clouds: AwsApi[];

  async function begin(options: SimulatorOptions = {}): Promise<void> {
    simulator = await startSimulator({ scenario: 'empty', time: FRIDAY, ...options });
  }
  async function open(): Promise<AwsApi> {
    const aws = await connect(simulator, { timeouts: IMPATIENT });
    clouds.push(aws);
    return aws;
  }
  beforeEach(() => {
    clouds = [];
  });
  afterEach(async () => {
    for (const aws of clouds) aws.dispose();
    await simulator.close();
  });

  interface Try {
    readonly aws?: AwsApi;
    readonly signal?: AbortSignal;
  }

  /** Tries once, as the wizard does. The caller and the plan are known before faults are set. */
  async function prepare(): Promise<(how?: Try) => Promise<Created>> {
    const own = await open();
    const caller = await own.whoAmI(wanted());
    const plan = await janesPlan(own, { name: NAME });
    return ({ aws = own, signal = wanted() } = {}) => createOnce(aws, plan, { ...alone(caller), pauses: [1] }, signal);
  }

  /** What exists in the end: looked at without faults, by somebody else. */
  async function existing(): Promise<readonly ProfileSummary[]> {
    simulator.faults.clear();
    const outsider = await open();
    return (await outsider.listProfiles(wanted())).filter(({ name }) => name === NAME);
  }

  it('sends what was planned, and reads back what was made', async () => {
    await begin();
    const create = await prepare();
    const { profile, found } = await create();
    const [made, ...others] = await existing();
    assert.ok(made !== undefined);
    assert.equal(others.length, 0);
    assert.equal(found, false);
    assert.deepEqual(profile, {
      ...made,
      tags: { Team: 'platform', MemberName: 'jane.doe', BedrockTallySource: 'us.anthropic.claude-sonnet-5' },
    });
    assert.deepEqual(await clouds[0]?.tagsOf(made.arn, wanted()), profile.tags);
    assert.equal(profile.description, 'made for a test');
  });

  it('finds what an earlier try has made', async () => {
    await begin();
    const create = await prepare();
    const first = await create();
    const second = await create();
    assert.equal(second.found, true);
    assert.equal(second.profile.arn, first.profile.arn);
    assert.equal(simulator.calls.count('CreateInferenceProfile'), 1);
    assert.equal((await existing()).length, 1);
  });

  for (const kind of ['throttle', 'serverError', 'reset', 'hang', 'drop'] as const) {
    it(`gets over a passing fault by itself: ${kind}`, async () => {
      await begin();
      const create = await prepare();
      simulator.faults.add({ kind, operation: 'CreateInferenceProfile', times: 1 });
      assert.equal((await create()).found, false);
      assert.equal((await existing()).length, 1);
    });
  }

  const lasting: readonly (readonly [Parameters<Simulator['faults']['add']>[0]['kind'], ProblemCode])[] = [
    ['throttle', 'throttled'],
    ['serverError', 'server'],
    ['reset', 'unreachable'],
    ['hang', 'unreachable'],
    ['deny', 'denied'],
    ['expired', 'expired'],
  ];
  for (const [kind, code] of lasting) {
    it(`makes nothing while there is a lasting fault, and one when it is over: ${kind}`, async () => {
      await begin();
      const create = await prepare();
      simulator.faults.add({ kind, operation: 'CreateInferenceProfile' });
      await problemIn(create(), code);
      assert.equal((await existing()).length, 0);
      assert.equal((await create()).found, false);
      assert.equal((await existing()).length, 1);
    });
  }

  it('finds its own work where every answer was lost', async () => {
    await begin();
    const create = await prepare();
    simulator.faults.add({ kind: 'drop', operation: 'CreateInferenceProfile' });
    const { found, profile } = await create();
    assert.equal(found, true);
    const [made, ...others] = await existing();
    assert.equal(profile.arn, made?.arn);
    assert.equal(others.length, 0);
  });

  it('finds it at the next try where it could not look either', async () => {
    await begin();
    const create = await prepare();
    simulator.faults.add({ kind: 'drop', operation: 'CreateInferenceProfile' });
    simulator.faults.add({ kind: 'deny', operation: 'ListInferenceProfiles' });
    await problemIn(create(), 'unreachable');
    assert.equal((await existing()).length, 1);
    assert.equal((await create()).found, true);
    assert.equal((await existing()).length, 1);
  });

  it('makes one for somebody who may create but not look', async () => {
    await begin();
    const create = await prepare();
    for (const operation of ['ListInferenceProfiles', 'ListTagsForResource', 'GetInferenceProfile'])
      simulator.faults.add({ kind: 'deny', operation });
    const first = await create();
    const second = await create();
    assert.equal(second.profile.arn, first.profile.arn);
    assert.equal(first.profile.name, NAME);
    assert.equal((await existing()).length, 1);
  });

  it('sends nothing where it cannot see what exists', async () => {
    await begin();
    const create = await prepare();
    simulator.faults.add({ kind: 'reset', operation: 'ListInferenceProfiles' });
    await problemIn(create(), 'unreachable');
    assert.equal(simulator.calls.count('CreateInferenceProfile'), 0);
    assert.equal((await existing()).length, 0);
  });

  it('makes one although the answer comes after nobody waits for it any more', async () => {
    await begin();
    const create = await prepare();
    simulator.faults.add({ kind: 'latency', operation: 'CreateInferenceProfile', ms: 600, times: 3 });
    await create().catch(() => undefined);
    await until('the late work is done', () => simulator.calls.inFlight('bedrock') === 0);
    await create();
    assert.equal((await existing()).length, 1);
  });

  it('can be cancelled, silently, and taken up again', async () => {
    await begin();
    const create = await prepare();
    const abort = new AbortController();
    simulator.faults.add({ kind: 'hang', operation: 'CreateInferenceProfile' });
    const trying = create({ signal: abort.signal });
    const ended = trying.then(
      () => false,
      (error: unknown) => isCancelled(error),
    );
    await until('it was sent', () => simulator.calls.count('CreateInferenceProfile') === 1);
    abort.abort();
    assert.equal(await ended, true);
    assert.equal((await existing()).length, 0);
    await create();
    assert.equal((await existing()).length, 1);
  });

  it('says so where the account is full', async () => {
    await begin({ profileQuota: 0 });
    const create = await prepare();
    await problemIn(create(), 'quota');
    assert.equal((await existing()).length, 0);
  });

  for (const kind of ['throttle', 'serverError', 'reset', 'hang', 'deny', 'expired', 'drop'] as const) {
    it(`does not forget a profile that was made but cannot be read back: ${kind}`, async () => {
      await begin();
      const create = await prepare();
      simulator.faults.add({ kind, operation: 'GetInferenceProfile' });
      const { profile, found } = await create();
      assert.equal(found, false);
      const [made, ...others] = await existing();
      assert.equal(profile.arn, made?.arn);
      assert.equal(profile.id, made?.id);
      assert.equal(others.length, 0);
    });
  }

  it('waits for a profile that cannot be read yet, instead of making another', async () => {
    await begin({ duplicateNames: 'allow' });
    const create = await prepare();
    const own = await open();
    let looks = 0;
    const slow: AwsApi = {
      ...own,
      // AWS may answer so for a moment; the simulator knows at once what it has made.
      getProfile: (id, signal) => {
        looks += 1;
        return own.getProfile(looks === 1 ? (id.slice(0, -1) as typeof id) : id, signal);
      },
    };
    await create({ aws: slow });
    assert.equal(looks, 2);
    assert.equal((await existing()).length, 1);
  });

  it('can be made again after it was deleted, although AWS remembers the token', async () => {
    await begin();
    const create = await prepare();
    const seen = new Set<string>();
    for (let round = 0; round < 7; round += 1) {
      const { profile, found } = await create();
      assert.equal(found, false);
      assert.equal(seen.has(profile.id), false);
      seen.add(profile.id);
      assert.deepEqual(
        (await existing()).map(({ id }) => id),
        [profile.id],
      );
      await clouds[0]?.deleteProfile(profile.id, wanted());
    }
    assert.equal((await existing()).length, 0);
  });
});

describe('Two windows that create the same profile', function () {
  this.timeout(120_000);
  let folder: Folder;
  beforeEach(async () => {
    folder = await makeFolder();
  });
  afterEach(() => folder.remove());

  for (const duplicateNames of ['conflict', 'allow'] as const) {
    for (const [how, storeOf] of [
      ['that share a folder', (own: Folder) => own.sharedFolder()],
      ['that share nothing', () => memoryFolder()],
    ] as const) {
      it(`make one, ${how}, where names that are in use meet: ${duplicateNames}`, async () => {
        const simulator = await startSimulator({ scenario: 'empty', time: FRIDAY, duplicateNames, latencyMs: 30 });
        const clouds = await Promise.all([connect(simulator), connect(simulator), connect(simulator)]);
        try {
          const made = await Promise.all(
            clouds.map(async (aws) => {
              const [caller, plan] = [await aws.whoAmI(wanted()), await janesPlan(aws, { name: NAME })];
              return createOnce(aws, plan, { ...alone(caller), sharedFolder: storeOf(folder) }, wanted());
            }),
          );
          const exist = await clouds[0].listProfiles(wanted());
          assert.equal(exist.length, 1);
          assert.deepEqual(new Set(made.map(({ profile }) => profile.arn)), new Set(exist.map(({ arn }) => arn)));
          if (how === 'that share a folder') assert.equal(simulator.calls.count('CreateInferenceProfile'), 1);
        } finally {
          for (const aws of clouds) aws.dispose();
          await simulator.close();
        }
      });
    }
  }
});

describe('A name that somebody else’s profile has', function () {
  this.timeout(120_000);

  for (const [duplicateNames, count] of [
    ['conflict', 1],
    ['allow', 2],
  ] as const) {
    it(`is not taken for mine, where names that are in use meet: ${duplicateNames}`, async () => {
      const simulator = await startSimulator({ scenario: 'empty', time: FRIDAY, duplicateNames });
      const aws = await connect(simulator);
      try {
        const caller = await aws.whoAmI(wanted());
        const marcos = { ...(await janesPlan(aws, { name: NAME, tags: { MemberName: 'marco.rossi' } })) };
        const { profile: his } = await createOnce(aws, marcos, alone(caller), wanted());
        const mine = createOnce(aws, await janesPlan(aws, { name: NAME }), alone(caller), wanted());
        if (duplicateNames === 'conflict') await problemIn(mine, 'conflict');
        else assert.notEqual((await mine).profile.arn, his.arn);
        assert.equal((await aws.listProfiles(wanted())).length, count);
        assert.equal((await aws.tagsOf(his.arn, wanted())).MemberName, 'marco.rossi');
      } finally {
        aws.dispose();
        await simulator.close();
      }
    });
  }
});

describe('What a profile is copied from', function () {
  this.timeout(120_000);

  it('may be a system profile, or a model that can be invoked on demand', async () => {
    const simulator = await startSimulator({ scenario: 'empty', time: FRIDAY });
    const aws = await connect(simulator);
    try {
      const caller = await aws.whoAmI(wanted());
      const plan = await janesPlan(aws);
      for (const id of ['us.anthropic.claude-sonnet-5', 'amazon.nova-micro-v1:0']) {
        const source = await sourceOf(aws, id);
        const { profile } = await createOnce(
          aws,
          { ...plan, name: `from ${source.kind}`, source },
          alone(caller),
          wanted(),
        );
        assert.deepEqual([...profile.models].sort(), [...source.models].sort());
      }
      assert.equal((await aws.listProfiles(wanted())).length, 2);
    } finally {
      aws.dispose();
      await simulator.close();
    }
  });
});
