/**
 * Everybody's tokens by UTC day, with the hours around midnight apart: what runs over midnight is billed on the day it
 * ended.
 */

import { ownValue } from '../../core/collections';
import { dayOf } from '../../core/billing/bill';
import type { AwsApi } from '../../core/awsApi';
import type { Profile } from '../../core/profiles/profile';
import type { DayTokens } from '../../core/reconciliation/types';
import {
  NO_TOKENS,
  TOKEN_KINDS,
  totalTokens,
  type ProfileUsage,
  type Span,
  type TokenCounts,
  type TokenKind,
} from '../../core/usage/usage';
import { fetchReport } from './usage';
import type { DailyUsage } from '../snapshot';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** `span` is a month; the day before and the day after belong to it as far as the midnights go. */
export async function fetchDays(
  aws: AwsApi,
  profiles: readonly Profile[],
  span: Pick<Span, 'start' | 'end'>,
  now: number,
  signal: AbortSignal,
): Promise<DailyUsage> {
  const hours: Span = { start: span.start - DAY, end: Math.min(span.end + DAY, now), periodSeconds: HOUR / 1000 };
  const report = await fetchReport(aws, profiles, 'tokens', hours, signal);
  const counted = profiles.map(({ id }) => [id, daysOf(ownValue(report.byProfile, id) ?? {}, hours.start)] as const);
  const used = counted.filter(([, days]) => Object.keys(days).length > 0);
  return { byProfile: Object.fromEntries(used), partial: report.partial };
}

const at = (usage: ProfileUsage, hour: number): TokenCounts => ({
  input: usage.input?.[hour] ?? 0,
  output: usage.output?.[hour] ?? 0,
  cacheRead: usage.cacheRead?.[hour] ?? 0,
  cacheWrite: usage.cacheWrite?.[hour] ?? 0,
});

/** Days with tokens. `start` is a midnight UTC. */
function daysOf(usage: ProfileUsage, start: number): Readonly<Record<string, DayTokens>> {
  const hours = usage.input?.length ?? 0;
  const days: Record<string, DayTokens> = {};
  for (let first = 0; first < hours; first += 24) {
    const sum: Record<TokenKind, number> = { ...NO_TOKENS };
    for (let hour = first; hour < Math.min(first + 24, hours); hour += 1)
      for (const kind of TOKEN_KINDS) sum[kind] += usage[kind]?.[hour] ?? 0;
    if (totalTokens(sum) === 0) continue;
    days[dayOf(start + first * HOUR)] = {
      tokens: sum,
      edges: { first: at(usage, first), last: at(usage, first + 23) },
    };
  }
  return days;
}
