/**
 * Usage: counts from CloudWatch in periods of equal length. No prices here, and nothing that is not counted is called
 * zero.
 */

import type { ProfileId } from '../ids';

export const TOKEN_KINDS = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];
/** Tokens by kind. Input does not include the cache kinds. */
export type TokenCounts = Readonly<Record<TokenKind, number>>;

export const HEALTH_MEASURES = ['invocations', 'latency', 'clientErrors', 'serverErrors', 'throttles'] as const;
export type HealthMeasure = (typeof HEALTH_MEASURES)[number];
export const MEASURES = [...TOKEN_KINDS, ...HEALTH_MEASURES] as const;
/** What is measured. `latency` is the average in milliseconds in a period; all others are sums. */
export type Measure = (typeof MEASURES)[number];

/** A span of equal periods. Times are milliseconds since 1970; `end` is exclusive and may lie in the running period. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly periodSeconds: number;
}

/**
 * Fifteen minutes: fine enough for every time zone's hours, and 500 series of a day stay below the limit of points for
 * one call.
 */
export const PERIOD_SECONDS = 900;
const DAY = 86_400_000;

/** The last 24 hours up to `now`, starting at the first whole quarter of an hour within them. */
export function last24Hours(now: number): Span {
  const period = PERIOD_SECONDS * 1000;
  return { start: Math.ceil((now - DAY) / period) * period, end: now, periodSeconds: PERIOD_SECONDS };
}

/** How many periods a span touches. */
export const periodCount = (span: Span): number => Math.ceil((span.end - span.start) / (span.periodSeconds * 1000));

/** A value for every period of a span; a measure that was not asked for is missing. */
export type ProfileUsage = Readonly<Partial<Record<Measure, readonly number[]>>>;

export interface UsageReport {
  readonly span: Span;
  /** `tokens` holds only the four kinds; `all` the other measures as well. */
  readonly level: 'tokens' | 'all';
  readonly byProfile: Readonly<Record<ProfileId, ProfileUsage>>;
  /** AWS's notes on missing data: empty when the answer is complete. */
  readonly partial: readonly string[];
}

/** Zero tokens of every kind. */
export const NO_TOKENS: TokenCounts = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

const sum = (values: readonly number[] | undefined): number =>
  (values ?? []).reduce((total, value) => total + value, 0);

/** Tokens of one profile over the whole span. */
export function tokensOf(usage: ProfileUsage | undefined): TokenCounts {
  return {
    input: sum(usage?.input),
    output: sum(usage?.output),
    cacheRead: sum(usage?.cacheRead),
    cacheWrite: sum(usage?.cacheWrite),
  };
}

/** The sum of two counts, kind by kind. */
export const addTokens = (a: TokenCounts, b: TokenCounts): TokenCounts => ({
  input: a.input + b.input,
  output: a.output + b.output,
  cacheRead: a.cacheRead + b.cacheRead,
  cacheWrite: a.cacheWrite + b.cacheWrite,
});

/** The tokens of all kinds together. */
export const totalTokens = (tokens: TokenCounts): number =>
  tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite;

/** Health over a span. Latency is the mean over invocations, undefined when there were none. */
export interface Health {
  readonly invocations: number;
  readonly latencyMs: number | undefined;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly throttles: number;
}

/** Health of several profiles together; each period's average latency counts as often as it had invocations. */
export function healthOf(usages: readonly (ProfileUsage | undefined)[]): Health {
  let weighted = 0;
  let weight = 0;
  for (const usage of usages) {
    usage?.latency?.forEach((latency, period) => {
      const count = usage.invocations?.[period] ?? 0;
      weighted += latency * count;
      weight += count;
    });
  }
  const all = (measure: HealthMeasure): number => usages.reduce((total, usage) => total + sum(usage?.[measure]), 0);
  return {
    invocations: all('invocations'),
    latencyMs: weight > 0 ? weighted / weight : undefined,
    clientErrors: all('clientErrors'),
    serverErrors: all('serverErrors'),
    throttles: all('throttles'),
  };
}
