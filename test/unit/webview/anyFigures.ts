/** Figures as they may come: for tests of what holds for all of them. */

import fc from 'fast-check';
import type { PageUsageReport, PageRates } from '../../../src/protocol/usagePage/state';
import { RANGES } from '../../../src/core/usage/ranges';
import { figuresFor, type Fake } from '../../ui/page/people';

const price = fc.option(fc.constantFrom('3.3', '16.5', '0.33', '4.125', '0', '0.037500001', '75'), { nil: undefined });
const rates = fc
  .record({ input: price, output: price, cacheRead: price, cacheWrite: price })
  .map((all): PageRates => Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined)));
const fake = fc.record({
  team: fc.constantFrom('platform', 'data', undefined),
  member: fc.constantFrom('jane.doe', 'sam.green', undefined),
  group: fc.nat(2),
  size: fc.nat(12),
  seed: fc.nat(1000),
});
const times = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2027, 0) });

/** Any figures of any range: some profiles of some owners, some prices known and some not. */
export const anyFigures = fc
  .record({
    range: fc.constantFrom(...RANGES),
    now: times,
    fakes: fc.array(fake, { maxLength: 6 }),
    rates: fc.tuple(rates, rates, rates),
    health: fc.boolean(),
  })
  .map(({ range, now, fakes, rates: all, health }): PageUsageReport => {
    const people = fakes.map(({ team, member, ...one }, index): Fake => ({
      ...one,
      id: `p${index}`,
      name: `profile ${index}`,
      ...(team === undefined ? {} : { team }),
      ...(member === undefined ? {} : { member }),
    }));
    const rateCards = all.map((own, index) => ({
      model: `model ${index % 2}`,
      tier: 'global',
      region: 'eu-central-1',
      rates: own,
      price: 'a price',
    }));
    return figuresFor(people, rateCards, { range, now, health, offset: 30 });
  });
