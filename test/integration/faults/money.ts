/** What a user asks for money, and what they are told of it. */

import assert from 'node:assert/strict';
import type { AwsApi } from '../../../src/core/awsApi';
import { isProblem, Problem } from '../../../src/core/problem';
import type { RemoteValue } from '../../../src/store/snapshot';
import { problemRemedy } from '../../../src/ui/messages/problems';
import { wanted } from '../../unit/aws/connect';
import { ALARM } from '../../unit/aws/alertPlans';
import { answerIn, MEMBERS } from '../../unit/store/testMachine';
import type { MoneyCell } from './cases';
import type { TestExtension } from './testExtension';

/** The words for what came of it, and the button beside them. */
export type Outcome = Pick<MoneyCell, 'outcome' | 'button'>;

const answered = (how = 'answered'): Outcome => ({ outcome: how, button: undefined });

function messages(extension: TestExtension, { problem }: Pick<RemoteValue<unknown>, 'problem'>, how?: string): Outcome {
  if (problem === undefined) return answered(how);
  return { outcome: extension.sentence(problem), button: problemRemedy(problem).label };
}

async function cloudOf(extension: TestExtension): Promise<AwsApi> {
  const aws = await extension.store.aws();
  assert.ok(aws !== undefined);
  return aws;
}

async function prices(extension: TestExtension): Promise<Outcome> {
  const before = extension.simulator.calls.count('GetProducts');
  await extension.store.refresh('priceList', { force: true });
  const byName = extension.simulator.calls.count('GetProducts') > before;
  return messages(extension, extension.snapshot.priceList, byName ? 'answered by the API' : undefined);
}

/** A list of alerts is told without what may not be seen, and which permission that needs. */
async function budgets(extension: TestExtension): Promise<Outcome> {
  const { denied } = await (await cloudOf(extension)).alerts.list(wanted());
  const [action] = denied;
  return messages(extension, action === undefined ? {} : { problem: new Problem('denied', { action }) });
}

async function alarm(extension: TestExtension): Promise<Outcome> {
  await (await cloudOf(extension)).alerts.create(ALARM, wanted());
  return answered();
}

async function bill(extension: TestExtension): Promise<Outcome> {
  await extension.store.requestBill(MEMBERS);
  const remote = answerIn(extension.store);
  assert.ok(remote !== undefined);
  const outcome = messages(extension, remote);
  const { phase, problem } = extension.page().bill ?? {};
  assert.equal(phase, remote.value === undefined ? 'failed' : 'ready');
  assert.equal(problem === undefined, outcome.button === undefined, 'and so is the page');
  return outcome;
}

async function tags(extension: TestExtension): Promise<Outcome> {
  await extension.store.requestCostTags();
  return messages(extension, extension.snapshot.costTags);
}

const ASKING: Readonly<Record<string, (extension: TestExtension) => Promise<Outcome>>> = {
  GetCostAndUsage: bill,
  ListCostAllocationTags: tags,
  BulkFile: prices,
  GetProducts: prices,
  DescribeBudgets: budgets,
  PutMetricAlarm: alarm,
};

/** Does what needs a call. Problems are told, whether they are kept or thrown. */
export async function askFor(extension: TestExtension, call: string): Promise<Outcome> {
  const asking = ASKING[call];
  assert.ok(asking !== undefined, call);
  try {
    return await asking(extension);
  } catch (error) {
    assert.ok(isProblem(error), String(error));
    return messages(extension, { problem: error });
  }
}
