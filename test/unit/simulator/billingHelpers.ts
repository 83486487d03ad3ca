/** Asking Cost Explorer, with the real client. */

import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
  type GroupDefinition,
} from '@aws-sdk/client-cost-explorer';
import type { Scenario, ScenarioProfile } from '../../../src/simulator/scenario';
import { empty } from '../../../src/simulator/scenarios/empty';
import type { Simulator } from '../../../src/simulator/index';
import { clients, config, HOUR } from './helpers';

export const DAY = 24 * HOUR;
export const SONNET_46 = 'global.anthropic.claude-sonnet-4-6';
export const NOVEMBER = { Start: '2026-11-01', End: '2026-12-01' };

export const costExplorer = (simulator: Simulator, region?: string): CostExplorerClient =>
  new CostExplorerClient(config(simulator, region));

export const byTag = (Key: string): GroupDefinition => ({ Type: 'TAG', Key });
export const byDimension = (Key: string): GroupDefinition => ({ Type: 'DIMENSION', Key });

/** 10^-10 of a dollar, or of a unit. */
export function exact(amount: string | undefined): bigint {
  const [whole = '0', fraction = ''] = (amount ?? '').replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(10, '0'));
  return amount?.startsWith('-') === true ? -size : size;
}

/** One group of one period, or a period's total. */
export interface Told {
  readonly start: string;
  readonly end: string;
  readonly keys: readonly string[];
  readonly cost: bigint;
  readonly quantity: bigint;
  readonly estimated: boolean;
}

/** All pages of an answer, as rows. */
export async function ask(client: CostExplorerClient, input: Partial<GetCostAndUsageCommandInput>): Promise<Told[]> {
  const rows: Told[] = [];
  let NextPageToken: string | undefined;
  do {
    const page = await client.send(
      new GetCostAndUsageCommand({
        TimePeriod: NOVEMBER,
        Granularity: 'DAILY',
        Metrics: ['UnblendedCost', 'UsageQuantity'],
        ...input,
        NextPageToken,
      }),
    );
    for (const { TimePeriod, Total = {}, Groups = [], Estimated = false } of page.ResultsByTime ?? []) {
      const period = { start: TimePeriod?.Start ?? '', end: TimePeriod?.End ?? '', estimated: Estimated };
      const own = input.GroupBy ? Groups : [{ Keys: [], Metrics: Total }];
      for (const { Keys: keys = [], Metrics = {} } of own) {
        const [cost, quantity] = [exact(Metrics.UnblendedCost?.Amount), exact(Metrics.UsageQuantity?.Amount)];
        rows.push({ ...period, keys, cost, quantity });
      }
    }
    NextPageToken = page.NextPageToken;
  } while (NextPageToken !== undefined);
  return rows;
}

export const costOf = (rows: readonly Told[]): bigint => rows.reduce((sum, { cost }) => sum + cost, 0n);
export const quantityOf = (rows: readonly Told[]): bigint => rows.reduce((sum, { quantity }) => sum + quantity, 0n);

/** An account with these profiles and no more. */
export const accountOf = (profiles: readonly ScenarioProfile[], more: Partial<Scenario> = {}): Scenario => ({
  ...empty,
  name: 'small',
  profiles,
  ...more,
});

/** Speaks to a model once, with so many repeated sentences, and answers the tokens that the model says it used. */
export async function speak(
  simulator: Simulator,
  modelId: string,
  times = 500,
): Promise<{ input: number; output: number }> {
  const { usage } = await clients(simulator).runtime.send(
    new ConverseCommand({
      modelId,
      messages: [{ role: 'user', content: [{ text: 'How much is this? '.repeat(times) }] }],
    }),
  );
  return { input: usage?.inputTokens ?? 0, output: usage?.outputTokens ?? 0 };
}
