/** The state of the usage page. The host sends the whole state whenever it changes; the page validates it. */

import * as v from 'valibot';
import { RANGES } from '../../core/usage/ranges';
import { MEASURES, TOKEN_KINDS, type Measure, type TokenKind } from '../../core/usage/usage';

const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const time = v.pipe(v.number(), v.finite());
/** An exact decimal number of US dollars. */
const usd = v.pipe(v.string(), v.regex(/^-?\d{1,30}(\.\d{1,30})?$/));

/** Money that may be known only in part: `whole` is false when the true sum is at least this. */
const amount = v.object({ usd, whole: v.boolean() });

const forMeasures = <Value extends v.GenericSchema>(value: Value) =>
  v.partial(v.object(Object.fromEntries(MEASURES.map((name) => [name, value])) as Record<Measure, Value>));
const forKinds = <Value extends v.GenericSchema>(value: Value) =>
  v.object(Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, value])) as Record<TokenKind, Value>);

/** A button in the page that runs one of the host's actions by name. The page never holds a command id. */
const action = v.object({ id: v.string(), label: v.string() });
const problem = v.object({ sentence: v.string(), action: v.optional(action) });

/** USD per million tokens; a kind without a price is unpriced. */
const rates = v.partial(forKinds(usd));

/** Profiles with the same source in the same Region, which are priced alike: their series over the range. */
const group = v.object({
  /** The model's name for people. */
  model: v.string(),
  /** Already a phrase, such as `Geographic (EU)`. */
  tier: v.string(),
  region: v.string(),
  rates,
  /** Where the price is from and of which date, as a phrase; or why there is none. */
  price: v.string(),
  /** Values for each period of the range; a measure that is not known is missing. */
  usage: forMeasures(v.array(count)),
});

/** What was counted over a span. Latency is the mean in milliseconds, missing when nothing was measured. */
const totals = v.object({
  tokens: forKinds(count),
  health: v.optional(
    v.object({
      invocations: count,
      latencyMs: v.optional(count),
      clientErrors: count,
      serverErrors: count,
      throttles: count,
    }),
  ),
});

const named = v.object({
  id: v.string(),
  name: v.string(),
  /** The owner by the profile's tags; missing when the tags do not name one or may not be read. */
  team: v.optional(v.string()),
  member: v.optional(v.string()),
  /** Where its data may be processed, as a phrase. */
  destinations: v.optional(v.string()),
});

const profileRow = v.object({
  ...named.entries,
  /** Index in `groups`. */
  group: v.pipe(count, v.integer()),
  now: totals,
  before: totals,
});

const idleProfileRow = v.object({ ...named.entries, model: v.string(), tier: v.string() });

const usageReport = v.object({
  range: v.picklist(RANGES),
  start: time,
  end: time,
  periodSeconds: v.pipe(count, v.minValue(60)),
  /** The span that it is compared with. */
  before: v.object({ start: time, end: time }),
  /** When CloudWatch answered. */
  asOf: time,
  groups: v.array(group),
  profiles: v.array(profileRow),
  /** Profiles of the scope that had no traffic in either span. */
  idle: v.array(idleProfileRow),
  /** Sentences about what is missing and why; empty when the figures are whole. */
  missing: v.array(v.string()),
  /**
   * Whose agents hardly read from the cache and what helps, as a sentence; missing where there is nothing to report.
   */
  cachingHint: v.optional(v.string()),
});

/** A model and tier that the same traffic could have gone to. */
const alternative = v.object({ model: v.string(), tier: v.string(), rates, price: v.string() });

/** The phase of something that is loaded on request. `ask`: nothing is loaded yet, and loading costs `price`. */
const phase = v.picklist(['ask', 'loading', 'ready', 'failed']);

const billRow = v.object({
  /** A tag's value, an account, or the words for what is untagged. */
  label: v.string(),
  untagged: v.boolean(),
  total: usd,
  /** One for each of the bill's days. */
  days: v.array(usd),
  /** By service, dearest first. */
  services: v.array(v.object({ label: v.string(), total: usd })),
});

const bill = v.object({
  phase,
  /** What loading costs, as a sentence; shown before anything is requested. */
  price: v.string(),
  /** What is being grouped by, and what else can be. */
  grouping: v.string(),
  groupings: v.array(v.object({ id: v.string(), label: v.string() })),
  /** yyyy-mm, or `year` for the last twelve months. */
  month: v.string(),
  months: v.array(v.object({ id: v.string(), label: v.string() })),
  /** Whether `days` are months, named by their first day. */
  perMonth: v.boolean(),
  /** UTC days, yyyy-mm-dd. `estimated`: AWS may still change it. `complete`: all of its usage has reached the bill. */
  days: v.array(v.object({ day: v.string(), estimated: v.boolean(), complete: v.boolean() })),
  rows: v.array(billRow),
  total: v.optional(usd),
  /** Whose bill it is and where it is from, such as `AWS Cost Explorer · account 1111…`. */
  source: v.optional(v.string()),
  asOf: v.optional(time),
  /** The last day whose usage has all reached the bill, yyyy-mm-dd. */
  lastCompleteDay: v.optional(v.string()),
  /** What was requested, and when there will be new data, as a sentence. */
  next: v.string(),
  /** Before that time there is no new data. */
  settledUntil: v.optional(time),
  problem: v.optional(problem),
});

/** Why an estimate and a bill differ: as a sentence, with its share of the difference where that can be known. */
const reason = v.object({ code: v.string(), sentence: v.string(), usd: v.optional(usd) });
const compared = {
  /** Missing where the usage was not loaded: that of another Region or account. */
  estimate: v.optional(amount),
  bill: usd,
  difference: usd,
  reasons: v.array(reason),
};
const reconciliation = v.object({
  phase,
  price: v.string(),
  rows: v.array(
    v.object({
      label: v.string(),
      untagged: v.boolean(),
      ...compared,
      days: v.array(v.object({ day: v.string(), ...compared })),
    }),
  ),
  total: v.optional(v.object(compared)),
  /** What the comparison takes into account and what not, as sentences. */
  notes: v.array(v.string()),
  problem: v.optional(problem),
});

const costTags = v.object({
  phase,
  price: v.string(),
  keys: v.array(
    v.object({
      key: v.string(),
      status: v.picklist(['active', 'activating', 'inactive', 'unknown']),
      sentence: v.string(),
    }),
  ),
  /** What happens when, as dates: already phrases. */
  activationSteps: v.array(v.object({ step: v.string(), date: v.string(), done: v.boolean() })),
  actions: v.array(action),
  /** Before that time there is no new data. */
  settledUntil: v.optional(time),
  problem: v.optional(problem),
});

const budget = v.object({
  label: v.string(),
  /** Such as `this month (UTC)`. */
  period: v.string(),
  limit: usd,
  spent: v.optional(amount),
  /** The Region whose usage is counted. What was spent in others is not known here. */
  region: v.optional(v.string()),
  /** When CloudWatch answered, where it has. */
  asOf: v.optional(time),
  /** Share used and share of the period that has gone, 0 to 1 and above. */
  used: v.optional(count),
  elapsed: count,
  /** USD at the end of the period. */
  forecast: v.optional(usd),
  /** The forecast in a sentence, or why there is none. */
  forecastText: v.string(),
  state: v.picklist(['unknown', 'fine', 'warning', 'over']),
  warnAt: v.array(count),
  problem: v.optional(problem),
});

const spent = { tokens: forKinds(count), money: amount };

/** Whose tokens they are in the account and Region, and which are nobody's. Sentences are ready to be read. */
const attribution = v.object({
  phase: v.picklist(['loading', 'ready', 'failed']),
  range: v.picklist(RANGES),
  report: v.optional(
    v.object({
      start: time,
      end: time,
      asOf: time,
      total: v.object(spent),
      /** On profiles whose tags name an owner in full. */
      tagged: v.object(spent),
      /** In order; those without tokens are left out. */
      classes: v.array(
        v.object({
          id: v.string(),
          label: v.string(),
          about: v.string(),
          tagged: v.boolean(),
          ...spent,
          /** Most tokens first. */
          subjects: v.array(
            v.object({
              /** A profile's, system profile's or model's. */
              id: v.string(),
              name: v.optional(v.string()),
              owner: v.optional(v.string()),
              model: v.string(),
              tier: v.string(),
              price: v.string(),
              ...spent,
              /** Tokens without a price. */
              unpriced: count,
            }),
          ),
        }),
      ),
      /** UTC days, yyyy-mm-dd, with the tokens of each of the classes. */
      days: v.array(v.object({ day: v.string(), tokens: count, classes: v.array(count) })),
      missing: v.array(v.string()),
      notes: v.array(v.string()),
    }),
  ),
  actions: v.array(action),
  problem: v.optional(problem),
});

/** Everything the page shows. Sentences are ready to be read; they are text, never markup. */
export const pageState = v.object({
  sample: v.boolean(),
  /**
   * `loading`: nothing known yet. `no-profile`: there is nothing to show before one is created. `failed`: nothing but a
   * problem.
   */
  phase: v.picklist(['loading', 'no-profile', 'failed', 'ready']),
  /** The chosen scope: `mine`, `team`, `all` or a profile's id. */
  scope: v.string(),
  scopes: v.array(v.object({ id: v.string(), label: v.string() })),
  range: v.picklist(RANGES),
  /** Where the figures are from, such as `Amazon CloudWatch AWS/Bedrock · account 1111… · us-east-1`. */
  source: v.string(),
  refreshing: v.boolean(),
  /** After how many milliseconds without a good answer the figures are called stale. */
  staleAfterMs: count,
  usageReport: v.optional(usageReport),
  alternatives: v.array(alternative),
  /** Which prices are used and how old they are, as a sentence, and what refreshes them. */
  prices: v.object({ sentence: v.string(), refreshing: v.boolean(), action: v.optional(action) }),
  /** Parts that have to be asked for stay missing while nothing is connected. */
  bill: v.optional(bill),
  reconciliation: v.optional(reconciliation),
  costTags: v.optional(costTags),
  budgets: v.array(budget),
  budgetActions: v.array(action),
  /** What went past tagged profiles, while that view is shown. */
  attribution: v.optional(attribution),
  /** What our own requests have cost this month, as a sentence. */
  extensionCost: v.string(),
  problem: v.optional(problem),
  /** The locale for numbers and times. */
  locale: v.string(),
});
export type PageState = v.InferOutput<typeof pageState>;
export type PageUsageReport = v.InferOutput<typeof usageReport>;
export type PageGroup = v.InferOutput<typeof group>;
export type PageProfile = v.InferOutput<typeof profileRow>;
export type PageIdleProfile = v.InferOutput<typeof idleProfileRow>;
export type PageTotals = v.InferOutput<typeof totals>;
export type PageRates = v.InferOutput<typeof rates>;
export type PageOtherModel = v.InferOutput<typeof alternative>;
export type PageAmount = v.InferOutput<typeof amount>;
export type PageBill = v.InferOutput<typeof bill>;
export type PageReconciliation = v.InferOutput<typeof reconciliation>;
export type PageReason = v.InferOutput<typeof reason>;
export type PageCostTags = v.InferOutput<typeof costTags>;
export type PageBudget = v.InferOutput<typeof budget>;
export type PageAttribution = v.InferOutput<typeof attribution>;
export type PageAttributionReport = NonNullable<PageAttribution['report']>;
