/** Pictures of what is known, from nothing to a company's whole day. */

import { accountId, arn, region } from '../../../src/core/ids';
import { DEFAULT_OWNER_KEYS, type Profile } from '../../../src/core/profiles/profile';
import type { RangeReport } from '../../../src/core/usage/rangeReport';
import { TOKEN_KINDS, type TokenCounts, type UsageReport } from '../../../src/core/usage/usage';
import type { ProfileList, RemoteValue, Snapshot, EveryoneUsage } from '../../../src/store/snapshot';

export const NOW = Date.parse('2026-11-20T20:00:00Z');
export const MINUTE = 60_000;
const SPAN = { start: NOW - 86_400_000, end: NOW, periodSeconds: 900 };

/** Before anything was asked of AWS. */
export const NOTHING: Snapshot = {
  sample: false,
  choice: undefined,
  caller: { loading: false },
  profiles: { loading: false },
  ownership: { keys: DEFAULT_OWNER_KEYS, myNames: ['jane.doe'], filter: {}, myTeam: '' },
  mine: { loading: false },
  everyone: { loading: false },
  pageUsage: undefined,
  attribution: undefined,
  pricing: undefined,
  priceList: { loading: false },
  sources: { loading: false },
  bills: {},
  costTags: { loading: false },
  dailyUsage: {},
  budgetUsage: {},
  extensionCost: undefined,
};

export const CONNECTED: Snapshot = {
  ...NOTHING,
  choice: { awsProfile: 'dev', region: region('eu-west-1'), endpoint: '' },
  caller: {
    value: {
      account: accountId('111122223333'),
      arn: arn('arn:aws:sts::111122223333:assumed-role/Dev/jane.doe'),
      userId: 'x',
    },
    asOf: NOW,
    loading: false,
  },
};

export const known = <Value>(value: Value, asOf = NOW): RemoteValue<Value> => ({ value, asOf, loading: false });

export const listOf = (profiles: readonly Profile[]): RemoteValue<ProfileList> => known({ profiles, tagsFrom: 'bulk' });

export const withProfiles = (profiles: readonly Profile[], more: Partial<Snapshot> = {}): Snapshot => ({
  ...CONNECTED,
  profiles: listOf(profiles),
  ...more,
});

/** A count of each kind, told apart by its digits. */
export const tokens = (count: number): TokenCounts => ({
  input: count,
  output: count * 10,
  cacheRead: count * 100,
  cacheWrite: count * 1000,
});

/** A report in which a profile used these tokens, spread over two periods. */
export function report(used: readonly (readonly [Profile, number])[], partial: readonly string[] = []): UsageReport {
  const byProfile = Object.fromEntries(
    used.map(([{ id }, count]) => {
      const all = tokens(count);
      return [id, Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, [all[kind] - 1, 1]]))];
    }),
  );
  return { span: SPAN, level: 'tokens', byProfile, partial };
}

/** The same as the page's report: figures for each profile over the span. */
export function pageReport(used: readonly (readonly [Profile, number])[]): RangeReport {
  const before = { tokens: tokens(0) };
  return {
    span: SPAN,
    before: { ...SPAN, end: SPAN.start },
    level: 'tokens',
    groups: [],
    profiles: Object.fromEntries(
      used.map(([{ id }, count]) => [id, { group: 0, now: { tokens: tokens(count) }, before }]),
    ),
    partial: [],
  };
}

export const team = (used: readonly (readonly [Profile, number])[], asOf = NOW): RemoteValue<EveryoneUsage> =>
  known(
    { span: SPAN, tokens: Object.fromEntries(used.map(([{ id }, count]) => [id, tokens(count)])), partial: [] },
    asOf,
  );
