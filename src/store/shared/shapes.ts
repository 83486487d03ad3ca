/**
 * The shape that each of the files that windows share must have to be used. What another program, a broken disk or a
 * curious user has left in them must neither stop a window nor be shown. Further fields are ignored.
 */

import { isRecord } from '../../core/collections';
import * as v from 'valibot';
import type { BillAnswer } from '../../core/billing/bill';
import type { Caller, SourceList } from '../../core/awsApi';
import { PROBLEM_CODES } from '../../core/problem';
import type { RangeReport } from '../../core/usage/rangeReport';
import { HEALTH_MEASURES, MEASURES, TOKEN_KINDS, type UsageReport } from '../../core/usage/usage';
import type { ProfileEdit } from './profileEdit';
import type { Entry } from '../part';
import type { CostTagState, DailyUsage, AttributionUsage, PriceList, ProfileList, EveryoneUsage } from '../snapshot';
import type { Check } from './sharedFolder';

const text = v.string();
const texts = v.array(text);
const number = v.pipe(v.number(), v.finite());
const count = v.pipe(number, v.minValue(0));
const day = v.pipe(text, v.regex(/^\d{4}-\d\d-\d\d$/));
/** As AWS writes money and quantities. */
const decimal = v.pipe(text, v.regex(/^[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?\d{1,2})?$/));

/** Values under other people's keys. Not valibot's own `record`, which leaves keys such as `__proto__` out. */
const recordOf = <Value extends v.GenericSchema>(value: Value) =>
  v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isRecord),
    v.transform((fields) => Object.values(fields)),
    v.array(value),
  );

const each = <Key extends string, Value extends v.GenericSchema>(keys: readonly Key[], value: Value) =>
  v.object(Object.fromEntries(keys.map((key) => [key, value])) as Record<Key, Value>);

const tokens = each(TOKEN_KINDS, count);
/** What was not counted is missing. */
const usage = v.partial(each(MEASURES, v.array(count)));

/** Not more than a file of a month in minutes would have: whoever reads it makes as many numbers. */
const MOST_PERIODS = 50_000;
const span = v.pipe(
  v.object({ start: number, end: number, periodSeconds: v.pipe(number, v.minValue(1)) }),
  v.check(({ start, end, periodSeconds }) => (end - start) / periodSeconds / 1000 < MOST_PERIODS),
);

const profile = v.object({
  arn: text,
  id: text,
  name: text,
  description: v.optional(text),
  status: text,
  models: texts,
  createdAt: v.optional(number),
  updatedAt: v.optional(number),
  tags: v.optional(recordOf(text)),
});

const copySource = v.object({
  kind: v.picklist(['system-profile', 'foundation-model']),
  arn: text,
  id: text,
  model: text,
  name: text,
  models: texts,
  retired: v.boolean(),
});

const rates = v.partial(each(TOKEN_KINDS, decimal));
const priceTable = v.object({
  origin: text,
  date: text,
  entries: recordOf(recordOf(recordOf(v.object({ rates, variants: v.optional(recordOf(rates)) })))),
});

const query = v.object({
  from: day,
  to: day,
  granularity: v.picklist(['day', 'month']),
  grouping: v.object({
    by: text,
    key: v.optional(text),
    services: v.optional(texts),
    service: v.optional(text),
  }),
});

const billLine = v.object({
  day,
  tag: v.optional(text),
  account: v.optional(text),
  service: v.optional(text),
  usageType: v.optional(text),
  cost: decimal,
  quantity: v.optional(decimal),
  estimated: v.boolean(),
});

const costTag = v.object({
  key: text,
  status: v.picklist(['active', 'inactive']),
  changed: v.optional(text),
  lastUsed: v.optional(text),
});

const backfill = v.object({
  from: text,
  requestedAt: text,
  completedAt: v.optional(text),
  status: v.picklist(['processing', 'succeeded', 'failed']),
});

const totals = v.object({
  tokens,
  health: v.optional(
    v.object({
      ...each(
        HEALTH_MEASURES.filter((name) => name !== 'latency'),
        count,
      ).entries,
      latencyMs: v.optional(count),
    }),
  ),
});

const problem = v.object({
  code: v.picklist(PROBLEM_CODES),
  detail: v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isRecord),
    v.transform((fields) => Object.values(fields)),
    v.array(v.union([text, v.boolean(), number])),
  ),
});

/** A value with its age, as the shared folder keeps it. */
const entryOf = <Value>(value: v.GenericSchema): Check<Entry<Value>> =>
  checkOf(
    v.pipe(
      v.object({
        value: v.optional(value),
        asOf: v.optional(number),
        problem: v.optional(problem),
        failures: count,
        triedAt: number,
        version: text,
      }),
      // A value without an age would be good for ever.
      v.check((entry) => (entry.value === undefined) === (entry.asOf === undefined)),
    ),
  );

function checkOf<Value>(schema: v.GenericSchema): Check<Value> {
  return (value): value is Value => v.is(schema, value);
}

const partial = texts;
const level = v.picklist(['tokens', 'all']);

export const isCaller = entryOf<Caller>(v.object({ account: text, arn: text, userId: text }));

export const isProfiles = entryOf<ProfileList>(
  v.object({ profiles: v.array(profile), tagsFrom: v.picklist(['bulk', 'each']), tagsDenied: v.optional(text) }),
);

export const isUsageReport = entryOf<UsageReport>(v.object({ span, level, byProfile: recordOf(usage), partial }));

export const isEveryoneUsage = entryOf<EveryoneUsage>(v.object({ span, tokens: recordOf(tokens), partial }));

export const isPriceList = entryOf<PriceList>(v.object({ tables: v.array(priceTable), models: texts, unread: texts }));

export const isSources = entryOf<SourceList>(
  v.object({ systemProfiles: v.array(copySource), models: v.array(copySource), modelsKnown: v.boolean() }),
);

export const isCostTags = entryOf<CostTagState>(
  v.object({
    tags: v.array(costTag),
    backfills: v.optional(v.array(backfill)),
    activated: v.optional(recordOf(number)),
  }),
);

export const isBill = entryOf<BillAnswer>(v.object({ query, lines: v.array(billLine), requests: count }));

export const isDaily = entryOf<DailyUsage>(
  v.object({
    byProfile: recordOf(recordOf(v.object({ tokens, edges: v.optional(v.object({ first: tokens, last: tokens })) }))),
    partial,
  }),
);

export const isAttributionUsage = entryOf<AttributionUsage>(
  v.object({
    span: v.object({ start: number, end: number }),
    days: v.array(day),
    bySubject: recordOf(usage),
    partial,
  }),
);

export const isRangeReport = entryOf<RangeReport>(
  v.pipe(
    v.object({
      span,
      before: span,
      level,
      groups: v.array(
        v.object({
          source: v.object({ model: v.optional(text), tier: text, geo: text, id: v.optional(text) }),
          region: text,
          usage,
        }),
      ),
      profiles: recordOf(v.object({ group: v.pipe(count, v.integer()), now: totals, before: totals })),
      partial,
    }),
    // `recordOf` gives the values of the profiles.
    v.check(({ groups, profiles }) => profiles.every(({ group }) => group < groups.length)),
  ),
);

export const isEdits: Check<readonly ProfileEdit[]> = checkOf(
  v.array(
    v.variant('kind', [
      v.object({ kind: v.literal('added'), at: number, profile }),
      v.object({ kind: v.literal('removed'), at: number, id: text, arn: text }),
    ]),
  ),
);
