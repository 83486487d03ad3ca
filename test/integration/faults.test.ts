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
  WRITE_CASES,
  FAULTS,
  READ_CASES,
  MONEY,
  WELL,
  type WriteCase,
  type Fault,
  type ReadCase,
  type MoneyCell,
} from './faults/cases';
import { askFor } from './faults/money';
import { TestExtension } from './faults/testExtension';

const MINUTE = 60_000;
/**
 * Only where calls hang are the timeouts short, and long enough that a good answer comes in time on a busy machine:
 * after the fault the same timeouts hold.
 */
const timeoutsFor = (fault: Fault) => (fault === 'hang' ? { timeouts: { ...IMPATIENT, answerMs: 1_500 } } : {});

/** Bulk tags are denied throughout the rows of the calls that are made only then. */
function addFurtherFault(extension: TestExtension, { call }: ReadCase): void {
  if (call === 'ListTagsForResource') extension.simulator.faults.add({ kind: 'deny', operation: 'GetResources' });
}

function assertMessages(extension: TestExtension, { sentence, button }: ReadCase): void {
  assert.deepEqual(
    extension.problemMessages(),
    sentence === undefined || button === undefined ? [] : [{ sentence, button }],
  );
  const { problem, phase } = extension.page();
  if (problem === undefined || phase === 'no-profile') return;
  assert.equal(problem.sentence.replaceAll(extension.simulator.url, '{endpoint}'), sentence);
  assert.equal(problem.action?.label, button);
}

async function readUnderFault(cell: ReadCase): Promise<void> {
  const { call, fault } = cell;
  const extension = await TestExtension.open(timeoutsFor(fault));
  const { faults } = extension.simulator;
  try {
    addFurtherFault(extension, cell);
    const start = extension.simulator.now();
    let clear = faults.add({ kind: fault, operation: call });
    await extension.refresh();
    assert.deepEqual(extension.shown(start), cell.first, 'at the first connection');
    assertMessages(extension, cell);

    clear();
    await extension.refresh();
    assert.deepEqual(extension.shown(start), WELL, 'well after a refresh');
    assert.deepEqual(extension.problemMessages(), []);
    extension.assertFiguresAreTrue();

    const before = extension.snapshot;
    extension.simulator.advance(MINUTE);
    const later = extension.simulator.now();
    clear = faults.add({ kind: fault, operation: call });
    await extension.refresh();
    assert.deepEqual(extension.shown(later), cell.later, 'at a later refresh');
    assertMessages(extension, cell);
    if (cell.later.status.startsWith('old')) assert.equal(extension.snapshot.mine.value, before.mine.value);

    clear();
    const isWell = (): boolean =>
      extension.problemMessages().length === 0 &&
      extension.isComplete &&
      JSON.stringify(extension.shown(start)) === JSON.stringify(WELL);
    await extension.wait(cell.minutes * MINUTE, 'it is well again by itself', isWell);
    extension.assertFiguresAreTrue();
  } finally {
    await extension.close();
  }
}

/** What the user is told of an action that ended in an error. */
function failure(extension: TestExtension, error: unknown): { readonly outcome: string; readonly button: string } {
  assert.ok(isProblem(error), String(error));
  return { outcome: extension.sentence(error), button: problemRemedy(error).label };
}

type Write = () => Promise<string>;
const NAME = 'platform-jane-of-the-tests';

/** What the user does, by the call that is to fail. */
async function writeOf(extension: TestExtension, { call }: WriteCase): Promise<Write> {
  await extension.refresh();
  const aws = await extension.store.aws();
  const { value: caller } = extension.snapshot.caller;
  assert.ok(aws !== undefined && caller !== undefined);
  const plan = await janesPlan(aws, { name: NAME });
  const create = async (): Promise<string> => {
    const { found } = await extension.store.create(plan, caller, wanted());
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
  const { profile } = await extension.store.create(plan, caller, wanted());
  return async () => {
    await extension.store.remove(profile, wanted());
    return 'deleted';
  };
}

/** How many of the profile exist: what AWS lists for somebody else, and what the tree shows. */
async function assertCount(extension: TestExtension, count: number): Promise<void> {
  const shown = extension.snapshot.profiles.value?.profiles.filter(({ name }) => name === NAME);
  assert.equal(shown?.length, count, 'in the tree');
  const outsider = await connect(extension.simulator);
  const all = await outsider.listProfiles(wanted());
  outsider.dispose();
  assert.equal(all.filter(({ name }) => name === NAME).length, count, 'at AWS');
}

async function writeUnderFault(cell: WriteCase): Promise<void> {
  const extension = await TestExtension.open(timeoutsFor(cell.fault));
  try {
    const write = await writeOf(extension, cell);
    const clear = extension.simulator.faults.add({ kind: cell.fault, operation: cell.call });
    const messages = await write().then(
      (outcome) => ({ outcome, button: undefined }),
      (error: unknown) => failure(extension, error),
    );
    assert.deepEqual(messages, { outcome: cell.outcome, button: cell.button });
    clear();
    await assertCount(extension, cell.then);
    assert.equal(await write(), cell.again);
    await assertCount(extension, cell.finally);
    await extension.refresh();
    await assertCount(extension, cell.finally);
  } finally {
    await extension.close();
  }
}

/** A month's bill takes the simulator longer than a list. */
const SOON = { connectMs: 2_000, answerMs: 2_500, deadlineMs: 8_000 };

/** What is asked for money fails; everything else goes on as if nothing were. */
async function paying({ call, fault, outcome, button, again }: MoneyCell): Promise<void> {
  const extension = await TestExtension.open(fault === 'hang' ? { timeouts: SOON } : {});
  const { faults, calls } = extension.simulator;
  try {
    if (call === 'GetProducts') faults.add({ kind: 'deny', operation: 'BulkFile' });
    const start = extension.simulator.now();
    const clear = faults.add({ kind: fault, operation: call });
    assert.deepEqual(await askFor(extension, call), { outcome, button });
    await extension.refresh();
    assert.deepEqual(extension.shown(start), WELL, 'nothing else is taken away');
    assert.deepEqual(extension.problemMessages(), []);
    extension.assertFiguresAreTrue();
    // By now all of its calls have ended.
    const tries = calls.count(call);
    await extension.refresh();
    assert.equal(calls.count(call), tries, 'it is not asked for again by itself');
    clear();
    assert.equal((await askFor(extension, call)).outcome, again);
  } finally {
    await extension.close();
  }
}

const nameOf = ({ call, fault }: { readonly call: string; readonly fault: Fault }): string => `${call}: ${fault}`;

describe('When a call that looks fails', function () {
  this.timeout(60_000);
  for (const cell of READ_CASES) it(nameOf(cell), () => readUnderFault(cell));
});

describe('When a call that does something fails', function () {
  this.timeout(60_000);
  for (const cell of WRITE_CASES) it(nameOf(cell), () => writeUnderFault(cell));
});

describe('When what is asked for money fails', function () {
  this.timeout(60_000);
  for (const cell of MONEY) it(nameOf(cell), () => paying(cell));
});

describe('The table of faults', () => {
  it('leaves nothing out: every call, every fault, once', () => {
    const cells = [...READ_CASES, ...WRITE_CASES, ...MONEY];
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
