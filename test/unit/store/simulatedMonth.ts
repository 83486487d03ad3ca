/**
 * A month of the simulator's company, asked for as the extension asks: profiles, hours, prices and bill over HTTP, with
 * the real SDK.
 */

import { lastCompleteDay, type BillAnswer } from '../../../src/core/billing/bill';
import type { AwsApi } from '../../../src/core/awsApi';
import { region } from '../../../src/core/ids';
import { reconcile } from '../../../src/core/reconciliation/reconcile';
import type { ProfileDays, ReconcileInput, Reconciliation } from '../../../src/core/reconciliation/types';
import { fetchDays } from '../../../src/store/fetch/dailyUsage';
import { fetchPriceList } from '../../../src/store/fetch/priceList';
import { fetchProfiles } from '../../../src/store/fetch/profiles';
import { priceCalculatorOf } from '../../../src/store/pricing';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import type { Scenario } from '../../../src/simulator/scenario';
import { connect, FRIDAY, wanted } from '../aws/connect';

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-northeast-1'] as const;
/** The billing month so far, with the day that is still running. */
export const MONTH = { from: '2026-11-01', to: '2026-11-21' };
/** Days that are all on the bill: Cost Explorer is a day late. */
export const COMPLETE = { from: MONTH.from, to: '2026-11-19' };
export const LAST = '2026-11-18';
export const TAG = 'MemberName';

type Asked = Pick<ReconcileInput, 'usage' | 'prices'>;

async function usageIn(
  name: string,
  simulator: Simulator,
): Promise<readonly [readonly ProfileDays[], Asked['prices']]> {
  const aws = await connect(simulator, { region: name });
  try {
    const { profiles } = await fetchProfiles(aws, simulator.now(), wanted());
    const span = { start: Date.parse(MONTH.from), end: Date.parse(MONTH.to) };
    const { byProfile } = await fetchDays(aws, profiles, span, simulator.now(), wanted());
    const list = await fetchPriceList(aws, region(name), profiles, wanted());
    const usage = profiles.map((profile) => ({ profile, days: byProfile[profile.id] ?? {} }));
    return [usage, priceCalculatorOf({}, list).book];
  } finally {
    aws.dispose();
  }
}

type Bill = Pick<ReconcileInput, 'bill' | 'detail'> & { readonly answer: BillAnswer };

async function askBill(aws: AwsApi): Promise<Bill> {
  const ask = (grouping: BillAnswer['query']['grouping']): Promise<BillAnswer> =>
    aws.billing.bill({ ...MONTH, granularity: 'day', grouping }, wanted());
  const answer = await ask({ by: 'tag', key: TAG });
  const services = [...new Set(answer.lines.flatMap(({ service }) => service ?? []))];
  const detail = await Promise.all(
    services.map(async (service) => ({ service, lines: (await ask({ by: 'usage-types', key: TAG, service })).lines })),
  );
  return { bill: answer.lines, detail, answer };
}

export interface Month {
  readonly input: ReconcileInput;
  readonly answer: Reconciliation;
  /** Over the complete days alone. */
  readonly complete: Reconciliation;
  /** The same without the usage types, as before anybody asked to explain. */
  readonly without: Reconciliation;
  readonly bill: BillAnswer;
}

/** The month's bill as it is at the simulator's time. */
export async function billNow(simulator: Simulator): Promise<Bill> {
  const aws = await connect(simulator);
  try {
    return await askBill(aws);
  } finally {
    aws.dispose();
  }
}

interface LookOptions {
  readonly mayAskTags?: boolean;
  /** Parts of the bill that were asked for before, and are not asked for again. */
  readonly kept?: Partial<Bill>;
}

/** Everything that can be asked about the month, set side by side. */
export async function lookAt(simulator: Simulator, { mayAskTags = true, kept = {} }: LookOptions = {}): Promise<Month> {
  const aws = await connect(simulator);
  try {
    const parts = await Promise.all(REGIONS.map((name) => usageIn(name, simulator)));
    const { bill, detail, answer } = { ...(await askBill(aws)), ...kept };
    const [tag] = mayAskTags ? await aws.billing.costTags([TAG], wanted()) : [];
    const input: ReconcileInput = {
      span: MONTH,
      tagKey: TAG,
      usage: parts.flatMap(([usage]) => usage),
      prices: {
        overrides: {},
        priceLists: parts.flatMap(([, book]) => book.priceLists),
        bundled: parts[0]?.[1].bundled,
      },
      bill,
      detail,
      activeSince: tag?.status === 'active' ? tag.changed : undefined,
      lastCompleteDay: lastCompleteDay(simulator.now()),
    };
    const complete = { ...input, span: COMPLETE };
    return {
      input,
      answer: reconcile(input),
      complete: reconcile(complete),
      without: reconcile({ ...complete, detail: [] }),
      bill: answer,
    };
  } finally {
    aws.dispose();
  }
}

/** The same month again, billed otherwise. */
export async function billedAs<Answer>(
  billing: NonNullable<SimulatorOptions['billing']>,
  look: (simulator: Simulator) => Answer | Promise<Answer>,
  scenario: Scenario | 'company' = 'company',
): Promise<Answer> {
  const simulator = await startSimulator({ time: FRIDAY, scenario, billing });
  try {
    return await look(simulator);
  } finally {
    await simulator.close();
  }
}
