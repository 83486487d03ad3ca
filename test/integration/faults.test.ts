/**
 * Every call we make, failing in every way: what a person sees, that nothing is lost or made twice, and that it gets
 * well again.
 */

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isProblem, Problem } from '../../src/core/problem';
import { COMMANDS } from '../../src/manifest';
import { problemRemedy } from '../../src/ui/messages/problems';
import { connect, IMPATIENT, wanted } from '../unit/aws/connect';
import { janesPlan } from '../unit/store/createPlans';
import {
  DEEDS,
  FAULTS,
  LOOKS,
  MONEY,
  WELL,
  type DeedCell,
  type Fault,
  type LookCell,
  type MoneyCell,
} from './faults/cells';
import { askFor } from './faults/money';
import { Stage } from './faults/stage';

const MINUTE = 60_000;
/**
 * Only where calls hang are the timeouts short, and long enough that a good answer comes in time on a busy machine:
 * after the fault the same timeouts hold.
 */
const timeoutsFor = (fault: Fault) => (fault === 'hang' ? { timeouts: { ...IMPATIENT, answerMs: 1_500 } } : {});

/** Bulk tags are denied throughout the rows of the calls that are made only then. */
function setScene(stage: Stage, { call }: LookCell): void {
  if (call === 'ListTagsForResource') stage.simulator.faults.add({ kind: 'deny', operation: 'GetResources' });
}

function assertTold(stage: Stage, { says, button }: LookCell): void {
  assert.deepEqual(stage.told(), says === undefined || button === undefined ? [] : [{ says, button }]);
  const { problem, phase } = stage.page();
  if (problem === undefined || phase === 'no-profile') return;
  assert.equal(problem.sentence.replaceAll(stage.simulator.url, '{endpoint}'), says);
  assert.equal(problem.action?.label, button);
}

async function looking(cell: LookCell): Promise<void> {
  const { call, fault } = cell;
  const stage = await Stage.open(timeoutsFor(fault));
  const { faults } = stage.simulator;
  try {
    setScene(stage, cell);
    const start = stage.simulator.now();
    let clear = faults.add({ kind: fault, operation: call });
    await stage.refresh();
    assert.deepEqual(stage.seen(start), cell.first, 'at the first connection');
    assertTold(stage, cell);

    clear();
    await stage.refresh();
    assert.deepEqual(stage.seen(start), WELL, 'well after a refresh');
    assert.deepEqual(stage.told(), []);
    stage.assertFiguresAreTrue();

    const before = stage.snapshot;
    stage.simulator.advance(MINUTE);
    const later = stage.simulator.now();
    clear = faults.add({ kind: fault, operation: call });
    await stage.refresh();
    assert.deepEqual(stage.seen(later), cell.later, 'at a later refresh');
    assertTold(stage, cell);
    if (cell.later.status.startsWith('old')) assert.equal(stage.snapshot.mine.value, before.mine.value);

    clear();
    const isWell = (): boolean =>
      stage.told().length === 0 && stage.isComplete && JSON.stringify(stage.seen(start)) === JSON.stringify(WELL);
    await stage.wait(cell.minutes * MINUTE, 'it is well again by itself', isWell);
    stage.assertFiguresAreTrue();
  } finally {
    await stage.close();
  }
}

/** What the user is told of an action that ended in an error. */
function failure(stage: Stage, error: unknown): { readonly outcome: string; readonly button: string } {
  assert.ok(isProblem(error), String(error));
  return { outcome: stage.sentence(error), button: problemRemedy(error).label };
}

type Deed = () => Promise<string>;
const NAME = 'platform-jane-of-the-tests';

/** What the user does, by the call that is to fail. */
async function deedOf(stage: Stage, { call }: DeedCell): Promise<Deed> {
  await stage.refresh();
  const aws = await stage.store.aws();
  const { value: caller } = stage.snapshot.caller;
  assert.ok(aws !== undefined && caller !== undefined);
  const plan = await janesPlan(aws, { name: NAME });
  const create = async (): Promise<string> => {
    const { found } = await stage.store.create(plan, caller, wanted());
    return found ? 'found' : 'created';
  };
  if (call === 'CreateInferenceProfile' || call === 'GetInferenceProfile') return create;
  if (call === 'ListFoundationModels')
    return async () => {
      const { modelsKnown, systemProfiles } = await aws.listSources(wanted());
      assert.ok(systemProfiles.length > 0);
      return modelsKnown ? 'all sources are offered' : 'only system profiles are offered';
    };
  await create();
  const { profile } = await stage.store.create(plan, caller, wanted());
  return async () => {
    await stage.store.remove(profile, wanted());
    return 'deleted';
  };
}

/** How many of the profile exist: what AWS says to somebody else, and what the tree shows. */
async function assertCount(stage: Stage, count: number): Promise<void> {
  const shown = stage.snapshot.profiles.value?.profiles.filter(({ name }) => name === NAME);
  assert.equal(shown?.length, count, 'in the tree');
  const outsider = await connect(stage.simulator);
  const all = await outsider.listProfiles(wanted());
  outsider.dispose();
  assert.equal(all.filter(({ name }) => name === NAME).length, count, 'at AWS');
}

async function doing(cell: DeedCell): Promise<void> {
  const stage = await Stage.open(timeoutsFor(cell.fault));
  try {
    const deed = await deedOf(stage, cell);
    const clear = stage.simulator.faults.add({ kind: cell.fault, operation: cell.call });
    const told = await deed().then(
      (outcome) => ({ outcome, button: undefined }),
      (error: unknown) => failure(stage, error),
    );
    assert.deepEqual(told, { outcome: cell.outcome, button: cell.button });
    clear();
    await assertCount(stage, cell.then);
    assert.equal(await deed(), cell.again);
    await assertCount(stage, cell.finally);
    await stage.refresh();
    await assertCount(stage, cell.finally);
  } finally {
    await stage.close();
  }
}

/** A month's bill takes the simulator longer than a list. */
const SOON = { connectMs: 2_000, answerMs: 2_500, deadlineMs: 8_000 };

/** What is asked for money fails; everything else goes on as if nothing were. */
async function paying({ call, fault, outcome, button, again }: MoneyCell): Promise<void> {
  const stage = await Stage.open(fault === 'hang' ? { timeouts: SOON } : {});
  const { faults, calls } = stage.simulator;
  try {
    if (call === 'GetProducts') faults.add({ kind: 'deny', operation: 'BulkFile' });
    const start = stage.simulator.now();
    const clear = faults.add({ kind: fault, operation: call });
    assert.deepEqual(await askFor(stage, call), { outcome, button });
    await stage.refresh();
    assert.deepEqual(stage.seen(start), WELL, 'nothing else is taken away');
    assert.deepEqual(stage.told(), []);
    stage.assertFiguresAreTrue();
    // By now all of its calls have ended.
    const tries = calls.count(call);
    await stage.refresh();
    assert.equal(calls.count(call), tries, 'it is not asked for again by itself');
    clear();
    assert.equal((await askFor(stage, call)).outcome, again);
  } finally {
    await stage.close();
  }
}

const nameOf = ({ call, fault }: { readonly call: string; readonly fault: Fault }): string => `${call}: ${fault}`;

describe('When a call that looks fails', function () {
  this.timeout(60_000);
  for (const cell of LOOKS) it(nameOf(cell), () => looking(cell));
});

describe('When a call that does something fails', function () {
  this.timeout(60_000);
  for (const cell of DEEDS) it(nameOf(cell), () => doing(cell));
});

describe('When what is asked for money fails', function () {
  this.timeout(60_000);
  for (const cell of MONEY) it(nameOf(cell), () => paying(cell));
});

describe('The table of faults', () => {
  it('leaves nothing out: every call, every fault, once', () => {
    const cells = [...LOOKS, ...DEEDS, ...MONEY];
    const calls = [...new Set(cells.map(({ call }) => call))];
    assert.equal(calls.length, 16);
    const wantedCells = calls.flatMap((call) => FAULTS.map((fault) => nameOf({ call, fault })));
    assert.deepEqual(cells.map(nameOf).sort(), wantedCells.sort());
  });

  it('has a button for each sentence, and a command for each button', () => {
    const codes: readonly Problem['code'][] = ['throttled', 'server', 'unreachable', 'denied', 'expired'];
    const commands = codes.map((code) => problemRemedy(new Problem(code)).command);
    assert.deepEqual([...new Set(commands)], [COMMANDS.refresh, COMMANDS.copyMissingPermission]);
  });
});
