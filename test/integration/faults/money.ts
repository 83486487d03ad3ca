/** What a user asks for money, and what they are told of it. */

import assert from 'node:assert/strict';
import type { AwsApi } from '../../../src/core/awsApi';
import { isProblem, Problem } from '../../../src/core/problem';
import type { RemoteValue } from '../../../src/store/snapshot';
import { problemRemedy } from '../../../src/ui/messages/problems';
import { wanted } from '../../unit/aws/connect';
import { ALARM } from '../../unit/aws/alertPlans';
import { answerIn, MEMBERS } from '../../unit/store/testMachine';
import type { MoneyCell } from './cells';
import type { Stage } from './stage';

/** The words for what came of it, and the button beside them. */
export type Outcome = Pick<MoneyCell, 'outcome' | 'button'>;

const answered = (how = 'answered'): Outcome => ({ outcome: how, button: undefined });

function told(stage: Stage, { problem }: Pick<RemoteValue<unknown>, 'problem'>, how?: string): Outcome {
  if (problem === undefined) return answered(how);
  return { outcome: stage.sentence(problem), button: problemRemedy(problem).label };
}

async function cloudOf(stage: Stage): Promise<AwsApi> {
  const aws = await stage.store.aws();
  assert.ok(aws !== undefined);
  return aws;
}

async function prices(stage: Stage): Promise<Outcome> {
  const before = stage.simulator.calls.count('GetProducts');
  await stage.store.refresh('priceList', { force: true });
  const byName = stage.simulator.calls.count('GetProducts') > before;
  return told(stage, stage.snapshot.priceList, byName ? 'answered by the API' : undefined);
}

/** A list of alerts is told without what may not be seen, and which permission that needs. */
async function budgets(stage: Stage): Promise<Outcome> {
  const { denied } = await (await cloudOf(stage)).alerts.list(wanted());
  const [action] = denied;
  return told(stage, action === undefined ? {} : { problem: new Problem('denied', { action }) });
}

async function alarm(stage: Stage): Promise<Outcome> {
  await (await cloudOf(stage)).alerts.create(ALARM, wanted());
  return answered();
}

async function bill(stage: Stage): Promise<Outcome> {
  await stage.store.requestBill(MEMBERS);
  const remote = answerIn(stage.store);
  assert.ok(remote !== undefined);
  const outcome = told(stage, remote);
  const { phase, problem } = stage.page().bill ?? {};
  assert.equal(phase, remote.value === undefined ? 'failed' : 'ready');
  assert.equal(problem === undefined, outcome.button === undefined, 'and so is the page');
  return outcome;
}

async function tags(stage: Stage): Promise<Outcome> {
  await stage.store.requestCostTags();
  return told(stage, stage.snapshot.costTags);
}

const ASKING: Readonly<Record<string, (stage: Stage) => Promise<Outcome>>> = {
  GetCostAndUsage: bill,
  ListCostAllocationTags: tags,
  BulkFile: prices,
  GetProducts: prices,
  DescribeBudgets: budgets,
  PutMetricAlarm: alarm,
};

/** Does what needs a call. Problems are told, whether they are kept or thrown. */
export async function askFor(stage: Stage, call: string): Promise<Outcome> {
  const asking = ASKING[call];
  assert.ok(asking !== undefined, call);
  try {
    return await asking(stage);
  } catch (error) {
    assert.ok(isProblem(error), String(error));
    return told(stage, { problem: error });
  }
}
