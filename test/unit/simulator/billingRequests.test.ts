/** How Cost Explorer is asked: page by page, from one Region, within its limits. */

import { GetCostAndUsageCommand, GetDimensionValuesCommand, GetTagsCommand } from '@aws-sdk/client-cost-explorer';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import { ask, byDimension, byTag, costExplorer, costOf, NOVEMBER } from './billingHelpers';
import { FRIDAY, HOUR, refusedAs } from './helpers';

describe('A request to Cost Explorer', () => {
  let simulator: Simulator | undefined;
  const start = async (options: SimulatorOptions): Promise<Simulator> => {
    simulator = await startSimulator({ time: FRIDAY, ...options });
    return simulator;
  };
  afterEach(() => simulator?.close());

  it('is charged for each page of its answer', async () => {
    const running = await start({ billing: { pageSize: 7 } });
    const client = costExplorer(running);
    const GroupBy = [byTag('Team')];
    const input = { TimePeriod: { Start: '2026-11-01', End: '2026-11-11' }, GroupBy };
    const rows = await ask(client, input);
    assert.equal(running.calls.billedCostExplorer, Math.ceil(rows.length / 7));
    assert.equal(new Set(rows.map(({ start: date, keys }) => `${date} ${keys.join()}`)).size, rows.length);
    assert.equal(costOf(rows), costOf(await ask(client, { TimePeriod: input.TimePeriod })));

    const whole = { ...input, Granularity: 'DAILY' as const, Metrics: ['UnblendedCost'] };
    const first = await client.send(new GetCostAndUsageCommand(whole));
    const go = (more: object): Promise<unknown> =>
      client.send(new GetCostAndUsageCommand({ ...whole, NextPageToken: first.NextPageToken, ...more }));
    await refusedAs(go({ NextPageToken: 'nonsense' }), 'InvalidNextTokenException', 400);
    await refusedAs(go({ Metrics: ['UsageQuantity'] }), 'RequestChangedException', 400);
    await go({});
    running.advance(2 * HOUR);
    await refusedAs(go({}), 'BillExpirationException', 400);
  });

  it('lists the values of a dimension and of a tag', async () => {
    const client = costExplorer(await start({}));
    const TimePeriod = NOVEMBER;
    const all = { Dimension: 'SERVICE' as const, TimePeriod, SearchString: 'bedrock' };
    const services = await client.send(new GetDimensionValuesCommand(all));
    assert.equal(services.TotalSize, 12);
    const page = await client.send(new GetDimensionValuesCommand({ ...all, MaxResults: 5 }));
    const rest = await client.send(new GetDimensionValuesCommand({ ...all, NextPageToken: page.NextPageToken }));
    assert.deepEqual([...(page.DimensionValues ?? []), ...(rest.DimensionValues ?? [])], services.DimensionValues);
    const teams = await client.send(new GetTagsCommand({ TimePeriod, TagKey: 'Team' }));
    assert.ok(teams.Tags?.includes('') === true && teams.Tags.includes('platfrom'));
    const keys = await client.send(new GetTagsCommand({ TimePeriod }));
    assert.deepEqual(keys.Tags, ['MemberName', 'Team']);
  });

  it('is answered in Northern Virginia only', async () => {
    const running = await start({});
    await refusedAs(ask(costExplorer(running, 'eu-west-1'), {}), 'InvalidSignatureException');
    assert.equal(running.calls.billedCostExplorer, 0);
  });

  it('is refused when it is invalid, and when there are too many', async () => {
    const running = await start({ billing: { requestsPerMinute: 20 } });
    const client = costExplorer(running);
    const leaf = { Dimensions: { Key: 'SERVICE' as const, Values: ['Amazon Bedrock'] } };
    const wrong = [
      [{ TimePeriod: { Start: '2026-11-02', End: '2026-11-02' } }, /Start date \(and hour\) should be before/],
      [{ TimePeriod: { Start: '2026-11-02', End: '2026-12-02' } }, /end date past the beginning of next month/],
      [{ TimePeriod: { Start: '2025-09-30', End: '2026-11-02' } }, /historical data beyond 14 months/],
      [{ TimePeriod: { Start: '2026-11-31', End: '2026-12-01' } }, /Invalid date/],
      [{ TimePeriod: { Start: 'November', End: '2026-12-01' } }, /timePeriod\.start/],
      [{ Granularity: 'HOURLY' as const }, /Hourly/],
      [{ Metrics: ['Money'] }, /Invalid metric/],
      [{ GroupBy: [byTag('Team'), byTag('MemberName'), byDimension('SERVICE')] }, /at most 2/],
      [{ GroupBy: [byDimension('PLANET')] }, /PLANET is not supported/],
      [{ Filter: { ...leaf, Not: leaf } }, /zero or more than one roots/],
      [{ Filter: { And: [leaf] } }, /And expression must have at least 2 operands/],
      [{ Filter: { Dimensions: { ...leaf.Dimensions, MatchOptions: ['CONTAINS' as const] } } }, /CONTAINS/],
    ] as const;
    for (const [input, message] of wrong) {
      assert.match((await refusedAs(ask(client, { ...input } as object), 'ValidationException', 400)).message, message);
    }
    for (let more = 20 - wrong.length; more > 0; more -= 1) await ask(client, {});
    await refusedAs(ask(client, {}), 'LimitExceededException', 400);
    running.advance(60_000);
    await ask(client, {});
  });

  it('is refused where Cost Explorer was never opened, or a moment ago', async () => {
    const off = await start({ billing: { explorer: 'off' } });
    await refusedAs(ask(costExplorer(off), {}), 'AccessDeniedException', 400);
    await off.close();
    const ingesting = await start({ billing: { explorer: 'ingesting' } });
    await refusedAs(ask(costExplorer(ingesting), {}), 'DataUnavailableException', 400);
  });
});
