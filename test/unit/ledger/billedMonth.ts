/** A month of the simulator's company, asked for as the extension asks: profiles, hours, prices and bill over HTTP, with the real SDK. */

import { lastCompleteDay, type BillAnswer } from '../../../src/core/bill';
import type { Cloud } from '../../../src/core/cloud';
import { region } from '../../../src/core/ids';
import { reconcile } from '../../../src/core/reconcile';
import type { ProfileDays, ReconcileInput, Reconciliation } from '../../../src/core/reconciliation';
import { fetchDays } from '../../../src/ledger/fetchDays';
import { fetchPriceList } from '../../../src/ledger/fetchPrices';
import { fetchProfiles } from '../../../src/ledger/fetchProfiles';
import { pricingOf } from '../../../src/ledger/pricing';
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
  const cloud = await connect(simulator, { region: name });
  try {
    const { profiles } = await fetchProfiles(cloud, simulator.now(), wanted());
    const span = { start: Date.parse(MONTH.from), end: Date.parse(MONTH.to) };
    const { byProfile } = await fetchDays(cloud, profiles, span, simulator.now(), wanted());
    const list = await fetchPriceList(cloud, region(name), profiles, wanted());
    const usage = profiles.map((profile) => ({ profile, days: byProfile[profile.id] ?? {} }));
    return [usage, pricingOf({}, list).book];
  } finally {
    cloud.dispose();
  }
}

type Bill = Pick<ReconcileInput, 'bill' | 'detail'> & { readonly answer: BillAnswer };

async function askBill(cloud: Cloud): Promise<Bill> {
  const ask = (grouping: BillAnswer['query']['grouping']): Promise<BillAnswer> =>
    cloud.billing.bill({ ...MONTH, granularity: 'day', grouping }, wanted());
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
  const cloud = await connect(simulator);
  try {
    return await askBill(cloud);
  } finally {
    cloud.dispose();
  }
}

interface LookOptions {
  readonly mayAskTags?: boolean;
  /** Parts of the bill that were asked for before, and are not asked for again. */
  readonly kept?: Partial<Bill>;
}

/** Everything that can be asked about the month, set side by side. */
export async function lookAt(simulator: Simulator, { mayAskTags = true, kept = {} }: LookOptions = {}): Promise<Month> {
  const cloud = await connect(simulator);
  try {
    const parts = await Promise.all(REGIONS.map((name) => usageIn(name, simulator)));
    const { bill, detail, answer } = { ...(await askBill(cloud)), ...kept };
    const [tag] = mayAskTags ? await cloud.billing.costTags([TAG], wanted()) : [];
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
    cloud.dispose();
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
