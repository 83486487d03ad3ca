/** The bill from Cost Explorer, compared with the invocations that were served and the sums of the simulator's bill. */

import { DeleteInferenceProfileCommand, ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { GetCostForecastCommand } from '@aws-sdk/client-cost-explorer';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index';
import {
  accountOf,
  ask,
  byDimension,
  byTag,
  costExplorer,
  costOf,
  DAY,
  exact,
  NOVEMBER,
  quantityOf,
  SONNET_46,
  speak,
} from './billingHelpers';
import { clients, FRIDAY, HOUR, refusedAs } from './helpers';

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
const TODAY = { Start: day(FRIDAY), End: day(FRIDAY + DAY) };
/** US dollars for a million tokens are this many 10^-10 dollars for one. */
const PER_TOKEN = 10_000n;

describe('The bill', () => {
  let simulator: Simulator | undefined;
  const start = async (options: SimulatorOptions): Promise<Simulator> => {
    simulator = await startSimulator({ time: FRIDAY, ...options });
    return simulator;
  };
  afterEach(() => simulator?.close());
  const profileIds = async (running: Simulator): Promise<string[]> => {
    const command = new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION', maxResults: 1000 });
    const { inferenceProfileSummaries = [] } = await clients(running).bedrock.send(command);
    return inferenceProfileSummaries.map(({ inferenceProfileId }) => inferenceProfileId ?? '');
  };

  describe('of a company', () => {
    let company: Simulator;
    before(async () => {
      company = await startSimulator({
        time: FRIDAY,
        billing: { linkedAccounts: ['444455556666'], iamPrincipals: true, discount: 0.07, oneHourShare: 0.3 },
      });
    });
    after(() => company.close());

    it('has the same total however it is grouped, which is the sum of all bill lines', async () => {
      const groupings = [
        byTag('Team'),
        byTag('MemberName'),
        byTag('Project'),
        byTag('iamPrincipal/Team'),
        ...['SERVICE', 'USAGE_TYPE', 'LINKED_ACCOUNT', 'REGION', 'RECORD_TYPE'].map(byDimension),
      ];
      const client = costExplorer(company);
      await fc.assert(
        fc.asyncProperty(
          fc.subarray(groupings, { minLength: 1, maxLength: 2 }),
          fc.constantFrom('DAILY' as const, 'MONTHLY' as const),
          fc.integer({ min: 3, max: 80 }),
          fc.integer({ min: 1, max: 40 }),
          async (GroupBy, Granularity, ago, length) => {
            const first = FRIDAY - ago * DAY;
            // The sums include a day that is not yet on the bill.
            const end = Math.min(first + length * DAY, FRIDAY - DAY);
            const TimePeriod = { Start: day(first), End: day(end) };
            const groups = await ask(client, { TimePeriod, Granularity, GroupBy });
            const totals = await ask(client, { TimePeriod, Granularity });
            for (const { start: from, cost, quantity } of totals) {
              const own = groups.filter((group) => group.start === from);
              assert.equal(costOf(own), cost);
              assert.equal(quantityOf(own), quantity);
            }
            const [sums] = company.billed({ from: TimePeriod.Start, to: TimePeriod.End });
            assert.equal(costOf(totals), exact(sums?.usd));
            assert.equal(quantityOf(totals), exact(sums?.quantity));
          },
        ),
        { numRuns: 40 },
      );
    });

    it('keeps Claude out of Amazon Bedrock, and all else in it', async () => {
      const services = (await ask(costExplorer(company), { Granularity: 'MONTHLY', GroupBy: [byDimension('SERVICE')] }))
        .map(({ keys: [name = ''] }) => name)
        .filter((name) => name.includes('Bedrock'));
      assert.deepEqual(services, [
        'Amazon Bedrock',
        'Claude 3 Haiku (Amazon Bedrock Edition)',
        'Claude 3.5 Sonnet (Amazon Bedrock Edition)',
        'Claude Haiku 4.5 (Amazon Bedrock Edition)',
        'Claude Haiku 5.5 (Amazon Bedrock Edition)',
        'Claude Opus 4.7 (Amazon Bedrock Edition)',
        'Claude Opus 5.5 (Amazon Bedrock Edition)',
        'Claude Sonnet 4.5 (Amazon Bedrock Edition)',
        'Claude Sonnet 4.6 (Amazon Bedrock Edition)',
        'Claude Sonnet 5 (Amazon Bedrock Edition)',
        'Claude Sonnet 5.5 (Amazon Bedrock Edition)',
        'OpenAI GPT-6 Astra (Amazon Bedrock Edition)',
      ]);
    });

    it('filters by And, Or and Not', async () => {
      const client = costExplorer(company);
      const Granularity = 'MONTHLY' as const;
      const service = (...Values: string[]) => ({ Dimensions: { Key: 'SERVICE' as const, Values } });
      const usage = { Dimensions: { Key: 'RECORD_TYPE' as const, Values: ['Usage'] } };
      const platform = { Tags: { Key: 'Team', Values: ['platform'] } };
      const total = async (Filter: object): Promise<bigint> => costOf(await ask(client, { Granularity, Filter }));
      const all = costOf(await ask(client, { Granularity }));
      assert.equal((await total(usage)) + (await total({ Not: usage })), all);
      // A tax of 41.37 and a credit of 12.50.
      assert.equal(await total({ Not: usage }), exact('28.87'));
      const groups = await ask(client, { Granularity, GroupBy: [byTag('Team'), byDimension('SERVICE')] });
      const billed = (team: string, name: string): bigint =>
        groups.find(({ keys }) => keys[0] === `Team$${team}` && keys[1] === name)?.cost ?? 0n;
      const [sonnet, ec2] = ['Claude Sonnet 5 (Amazon Bedrock Edition)', 'Amazon Elastic Compute Cloud - Compute'];
      assert.ok(billed('platform', sonnet) > 0n && billed('platform', ec2) > 0n);
      assert.equal(await total({ And: [platform, service(sonnet)] }), billed('platform', sonnet));
      assert.equal(
        await total({ And: [platform, { Or: [service(sonnet), service(ec2)] }] }),
        billed('platform', sonnet) + billed('platform', ec2),
      );
      const untagged = groups.filter(({ keys }) => keys[0] === 'Team$');
      assert.equal(await total({ Tags: { Key: 'Team', Values: [''] } }), costOf(untagged));
      assert.equal(await total({ Tags: { Key: 'Team', MatchOptions: ['ABSENT'] } }), costOf(untagged));
    });

    it('is grouped by account, and by the tags of callers', async () => {
      const client = costExplorer(company);
      const Granularity = 'MONTHLY' as const;
      const accounts = await ask(client, { Granularity, GroupBy: [byDimension('LINKED_ACCOUNT')] });
      assert.deepEqual(
        accounts.map(({ keys }) => keys[0]),
        ['111122223333', '444455556666'],
      );
      const teams = await ask(client, { Granularity, GroupBy: [byTag('Team'), byTag('iamPrincipal/Team')] });
      const keys = teams.map((group) => group.keys.join(' '));
      // Uma's profile is tagged with a slip of the pen; she is not.
      assert.ok(keys.includes('Team$platfrom iamPrincipal/Team$platform'));
      assert.ok(!keys.some((key) => key.endsWith('iamPrincipal/Team$platfrom')));
    });
  });

  it('charges each token of a call its price, to the last digit', async () => {
    const profiles = [
      { name: 'here', source: 'us.anthropic.claude-sonnet-5' },
      { name: 'anywhere', source: SONNET_46 },
      { name: 'nova', source: 'us.amazon.nova-micro-v1:0' },
    ];
    const running = await start({ scenario: accountOf(profiles) });
    const [here = '', anywhere = '', nova = ''] = await profileIds(running);
    const spoken = [];
    for (const id of [here, anywhere, nova]) spoken.push(await speak(running, id));
    const direct = await speak(running, 'global.anthropic.claude-haiku-4-5-20251001-v1:0');
    running.advance(DAY + HOUR);
    const rows = await ask(costExplorer(running), { TimePeriod: TODAY, GroupBy: [byDimension('USAGE_TYPE')] });
    const [a, b, c] = spoken;
    // Dollars for a million tokens: 2.20 and 11, 3 and 15, 1 and 5, 0.035 and 0.14.
    const expected: readonly (readonly [string, number | undefined, bigint, bigint])[] = [
      ['USE1-MP:USE1_input_tokens_standard-Units', a?.input, 22_000n, PER_TOKEN],
      ['USE1-MP:USE1_output_tokens_standard-Units', a?.output, 110_000n, PER_TOKEN],
      ['USE1-MP:USE1_InputTokenCount_Global-Units', (b?.input ?? 0) + direct.input, 0n, PER_TOKEN],
      ['USE1-MP:USE1_OutputTokenCount_Global-Units', (b?.output ?? 0) + direct.output, 0n, PER_TOKEN],
      ['USE1-NovaMicro-input-tokens', c?.input, 350n, 10_000_000n],
      ['USE1-NovaMicro-output-tokens', c?.output, 1400n, 10_000_000n],
    ];
    assert.deepEqual(rows.map(({ keys }) => keys[0]).sort(), expected.map(([type]) => type).sort());
    for (const [type, tokens = 0, price, unit] of expected) {
      const row = rows.find(({ keys }) => keys[0] === type);
      assert.equal(row?.quantity, BigInt(tokens) * unit, type);
      if (price > 0n) assert.equal(row.cost, BigInt(tokens) * price, type);
    }
    const global = rows.filter(({ keys: [type = ''] }) => type.includes('_Global'));
    const inputs = BigInt(b?.input ?? 0) * 30_000n + BigInt(direct.input) * 10_000n;
    const outputs = BigInt(b?.output ?? 0) * 150_000n + BigInt(direct.output) * 50_000n;
    assert.equal(costOf(global), inputs + outputs);
  });

  it('holds all generated traffic, no more and no less', async () => {
    const use = { endedDaysAgo: 1, weekend: 1 };
    const running = await start({ scenario: accountOf([{ name: 'one', source: SONNET_46, use }], { days: 12 }) });
    const [id = ''] = await profileIds(running);
    const { input, output, cacheRead, cacheWrite } = running.served(id, FRIDAY - 20 * DAY, FRIDAY);
    assert.ok(Math.min(input, output, cacheRead, cacheWrite) > 0);
    running.advance(DAY);
    const rows = await ask(costExplorer(running), { GroupBy: [byDimension('USAGE_TYPE')] });
    const billed = (name: string): bigint =>
      quantityOf(rows.filter(({ keys: [type = ''] }) => type.includes(`_${name}_`)));
    assert.equal(billed('InputTokenCount'), BigInt(input) * PER_TOKEN);
    assert.equal(billed('OutputTokenCount'), BigInt(output) * PER_TOKEN);
    assert.equal(billed('CacheReadInputTokenCount'), BigInt(cacheRead) * PER_TOKEN);
    assert.equal(billed('CacheWriteInputTokenCount'), BigInt(cacheWrite) * PER_TOKEN);
    const usd = BigInt(input) * 30_000n + BigInt(output) * 150_000n + BigInt(cacheRead) * 3_000n;
    assert.equal(costOf(rows), usd + BigInt(cacheWrite) * 37_500n);
  });

  it('charges a conversation of more than 200,000 tokens more, where the model has such a price', async () => {
    const running = await start({ scenario: 'empty', billing: { billDelayMs: 0 } });
    const { input, output } = await speak(running, 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 45_000);
    assert.ok(input > 200_000);
    running.advance(HOUR);
    const rows = await ask(costExplorer(running), { TimePeriod: TODAY, GroupBy: [byDimension('USAGE_TYPE')] });
    assert.deepEqual(
      rows.map(({ keys: [type], cost }) => [type, cost]),
      [
        ['USE1-MP:USE1_InputTokenCount_LCtx-Units', BigInt(input) * 66_000n],
        ['USE1-MP:USE1_OutputTokenCount_LCtx-Units', BigInt(output) * 247_500n],
      ],
    );
  });

  it('puts an invocation on the day on which it ended', async () => {
    const midnight = Date.parse(TODAY.End);
    const running = await start({ scenario: 'empty', time: midnight - 100 });
    const { input, output } = await speak(running, SONNET_46);
    assert.equal(running.served(SONNET_46, midnight - DAY, midnight).input, input);
    running.setTime(midnight + 3 * DAY);
    const rows = await ask(costExplorer(running), { TimePeriod: { ...TODAY, End: day(midnight + DAY) } });
    assert.deepEqual(
      rows.map(({ quantity }) => quantity),
      [0n, BigInt(input + output) * PER_TOKEN],
    );
  });

  it('bills some generated traffic of one day on the next', async () => {
    const use = { rhythm: 'lively' as const };
    const running = await start({ scenario: accountOf([{ name: 'busy', source: SONNET_46, use }], { days: 15 }) });
    const [id = ''] = await profileIds(running);
    const sums = running.billed({ from: '2026-11-10', to: '2026-11-20', by: ['day'] });
    assert.equal(sums.length, 10);
    const differ = sums.filter(({ keys: [date = ''], quantity }) => {
      const { input, output, cacheRead, cacheWrite } = running.served(id, Date.parse(date), Date.parse(date) + DAY);
      return exact(quantity) !== BigInt(input + output + cacheRead + cacheWrite) * PER_TOKEN;
    });
    assert.ok(differ.length > 0);
  });

  it('is a day late, and says which days may still change', async () => {
    const running = await start({ scenario: 'empty', time: FRIDAY });
    const { input, output } = await speak(running, SONNET_46);
    const client = costExplorer(running);
    const TimePeriod = { Start: '2026-11-19', End: '2026-11-22' };
    assert.equal(quantityOf(await ask(client, { TimePeriod })), 0n);
    running.advance(DAY - HOUR);
    assert.equal(quantityOf(await ask(client, { TimePeriod })), 0n);
    running.advance(2 * HOUR);
    const rows = await ask(client, { TimePeriod });
    assert.equal(quantityOf(rows), BigInt(input + output) * PER_TOKEN);
    assert.deepEqual(
      rows.map(({ start: date, estimated }) => [date, estimated]),
      [
        ['2026-11-19', false],
        ['2026-11-20', true],
        ['2026-11-21', true],
      ],
    );
    running.setTime(Date.parse('2026-11-22T00:00:00Z'));
    assert.equal((await ask(client, { TimePeriod }))[1]?.estimated, false);
    await running.close();
    const monthly = await start({ scenario: 'empty', billing: { estimated: 'current-month', billDelayMs: 0 } });
    const marks = await ask(costExplorer(monthly), { TimePeriod: { Start: '2026-10-31', End: '2026-11-02' } });
    assert.deepEqual(
      marks.map(({ estimated }) => estimated),
      [false, true],
    );
  });

  it('excludes the day of End, and cuts months at the period’s bounds', async () => {
    const client = costExplorer(await start({}));
    const daily = await ask(client, { TimePeriod: { Start: '2026-10-30', End: '2026-11-02' } });
    assert.deepEqual(
      daily.map((row) => [row.start, row.end]),
      [
        ['2026-10-30', '2026-10-31'],
        ['2026-10-31', '2026-11-01'],
        ['2026-11-01', '2026-11-02'],
      ],
    );
    const TimePeriod = { Start: '2026-10-30', End: '2026-11-02' };
    const monthly = await ask(client, { TimePeriod, Granularity: 'MONTHLY' });
    assert.deepEqual(
      monthly.map((row) => [row.start, row.end]),
      [
        ['2026-10-30', '2026-11-01'],
        ['2026-11-01', '2026-11-02'],
      ],
    );
    assert.equal(costOf(monthly), costOf(daily));
  });

  it('takes a discount off exactly, from the services it is for', async () => {
    const TimePeriod = { Start: '2026-11-03', End: '2026-11-10' };
    const plain = await start({});
    const before = await ask(costExplorer(plain), { TimePeriod, GroupBy: [byDimension('SERVICE')] });
    const lines = plain.billed({ from: TimePeriod.Start, to: TimePeriod.End, by: ['service'] });
    await plain.close();
    const only = 'Claude Opus 4.7 (Amazon Bedrock Edition)';
    const cheaper = await start({ billing: { discount: 0.08, discountServices: [only] } });
    const after = await ask(costExplorer(cheaper), { TimePeriod, GroupBy: [byDimension('SERVICE')] });
    assert.equal(lines.length, new Set(before.map(({ keys }) => keys[0])).size);
    for (const [index, row] of before.entries()) {
      const paid = after[index]?.cost ?? 0n;
      if (row.keys[0] !== only) assert.equal(paid, row.cost);
      // Opus's prices are multiples of 10^-9 dollars for a token, so that nothing is rounded away.
      else assert.equal(paid * 100n, row.cost * 92n);
    }
    assert.ok(before.some(({ keys }) => keys[0] === only));
  });

  it('distinguishes one-hour cache writes and batch jobs', async () => {
    const use = { oneHourShare: 0.25, batchShare: 0.5, endedDaysAgo: 1, weekend: 1 };
    const running = await start({ scenario: accountOf([{ name: 'one', source: SONNET_46, use }], { days: 8 }) });
    const [id = ''] = await profileIds(running);
    const { input, cacheWrite } = running.served(id, FRIDAY - 20 * DAY, FRIDAY);
    const sums = new Map(
      running
        .billed({ from: '2026-11-01', to: '2026-11-30', by: ['usageType'] })
        .map(({ keys: [type = ''], quantity, usd }) => [
          type,
          { tokens: exact(quantity) / PER_TOKEN, usd: exact(usd) },
        ]),
    );
    const of = (type: string): { tokens: bigint; usd: bigint } =>
      sums.get(`USE1-MP:USE1_${type}-Units`) ?? { tokens: 0n, usd: 0n };
    const [five, hour] = [of('CacheWriteInputTokenCount_Global'), of('CacheWrite1hInputTokenCount_Global')];
    assert.equal(five.tokens + hour.tokens, BigInt(cacheWrite));
    assert.ok(Math.abs(Number(hour.tokens) / cacheWrite - 0.25) < 0.001);
    assert.equal(hour.usd, hour.tokens * 60_000n);
    const [single, batch] = [of('InputTokenCount_Global'), of('InputTokenCount_Global_Batch')];
    assert.equal(single.tokens + batch.tokens, BigInt(input));
    assert.equal(batch.usd, batch.tokens * 15_000n);
    assert.ok(Math.abs(Number(batch.tokens) / input - 0.5) < 0.001);
  });

  it('keeps the cost of a deleted profile', async () => {
    const tags = { Team: 'platform' };
    const billing = { activation: { Team: { daysAgo: 30 } } };
    const profile = { name: 'one', source: SONNET_46, tags, use: { rhythm: 'lively' as const } };
    const running = await start({ scenario: accountOf([profile]), billing });
    const [id = ''] = await profileIds(running);
    await clients(running).bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: id }));
    running.advance(3 * DAY);
    const rows = await ask(costExplorer(running), { GroupBy: [byTag('Team')] });
    assert.deepEqual(new Set(rows.map(({ keys }) => keys[0])), new Set(['Team$platform']));
    const days = rows.filter(({ cost }) => cost > 0n).map((row) => row.start);
    assert.equal(days[0], '2026-11-01');
    assert.equal(days.at(-1), '2026-11-20');
  });

  it('is available at any time that the clock is set to, also in the past', async () => {
    const march = Date.parse('2025-03-12T12:00:00Z');
    const running = await start({ time: march });
    const TimePeriod = { Start: '2025-03-01', End: '2025-03-08' };
    const then = await ask(costExplorer(running), { TimePeriod, GroupBy: [byTag('Team')] });
    assert.ok(then.some(({ keys, cost }) => keys[0] === 'Team$platform' && cost > 0n));
    running.setTime(march - 5 * DAY);
    const earlier = await ask(costExplorer(running), { TimePeriod, GroupBy: [byTag('Team')] });
    const until = (rows: typeof then): typeof then => rows.filter((row) => row.start < '2025-03-06');
    assert.deepEqual(
      until(earlier).map(({ keys, cost }) => [keys, cost]),
      until(then).map(({ keys, cost }) => [keys, cost]),
    );
    assert.ok(earlier.every((row) => row.start < '2025-03-07' || row.cost === 0n));
  });

  it('is forecast from what was spent', async () => {
    const running = await start({});
    const client = costExplorer(running);
    const input = { Metric: 'UNBLENDED_COST' as const, Granularity: 'MONTHLY' as const };
    const TimePeriod = { Start: '2026-11-20', End: '2026-12-01' };
    const { Total } = await client.send(new GetCostForecastCommand({ ...input, TimePeriod }));
    const past = await ask(client, { TimePeriod: { Start: '2026-10-20', End: '2026-11-19' } });
    const difference = exact(Total?.Amount) * 30n - costOf(past) * 11n;
    assert.ok(difference >= -30n && difference <= 30n);
    await refusedAs(client.send(new GetCostForecastCommand({ ...input, TimePeriod: NOVEMBER })), 'ValidationException');
  });
});
