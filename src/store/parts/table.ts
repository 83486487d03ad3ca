/**
 * The table of parts: everything that is fetched from AWS, a row for each kind, in the order in which the poller
 * fetches them. A new kind of data is a line in `PartTypes`, a row here and a shape of its shared file.
 */

import { queryKey } from '../../core/billing/bill';
import { profileSource } from '../../core/profiles/profile';
import type { PartName, ScopeAndRange, UsageScope } from '../snapshot';
import type { FetchContext, Intervals, PartDefinition } from './definition';

/** What files must hold; loaded when the first one is read. */
const shapes = () => import('../shared/shapes');

const HOUR_MS = 3_600_000;
/** A budget's share moves slowly, and a warning may come some minutes late. */
const BUDGET_USAGE_MS = 900_000;
/** New models are rare. */
const SOURCES_MS = 24 * HOUR_MS;
/** Long ranges change little in a few minutes. */
const LONG_RANGE_MS = HOUR_MS;

const one = (): string => '';
/** Usage is asked of the profiles that are known. */
const OF_PROFILES = { profiles: 'known' } as const;

const isOfSeveral = (scope: UsageScope): boolean => scope === 'team' || scope === 'all';

/** How old the page's figures may get: everybody's are dearer, and a month's move slowly. */
function pageUsageAge({ scope, range }: ScopeAndRange, { mine, team }: Intervals): number {
  if (isOfSeveral(scope)) return team;
  return range === '30d' || range === 'month' ? Math.max(mine, LONG_RANGE_MS) : mine;
}

/** The models that a profile could be made of here, which prices are compared with. */
function offeredModels({ known }: FetchContext): readonly string[] {
  const { systemProfiles = [], models = [] } = known('sources') ?? {};
  return [...systemProfiles, ...models].map(({ model }) => model);
}

export const PARTS: { readonly [Name in PartName]: PartDefinition<Name> } = {
  caller: {
    count: 'one',
    scope: 'account',
    cost: 'free',
    needs: {},
    id: one,
    sharedName: () => ({ name: 'caller' }),
    shape: async () => (await shapes()).isCaller,
    fetch: async ({ aws }, _key, { signal }) => (await aws()).whoAmI(signal),
  },
  profiles: {
    count: 'one',
    scope: 'place',
    cost: 'free',
    needs: { caller: 'known' },
    id: one,
    sharedName: () => ({ name: 'profiles' }),
    shape: async () => (await shapes()).isProfiles,
    fetch: async (context, _key, { signal }) =>
      (await import('../fetch/profiles')).fetchProfilesWithEdits(context, signal),
    // Listing is free, and a profile of mine that another machine made is to be counted here as well.
    poll: ({ visible: { tree, statusBar }, intervals }) => (tree || statusBar ? intervals.team : undefined),
  },
  pageUsage: {
    count: 'while-shown',
    scope: 'place',
    cost: 'metrics',
    needs: OF_PROFILES,
    id: one,
    sharedName: ({ scope, range }) => ({ name: `usage-${range}-${scope}`, whose: scope }),
    shape: async () => (await shapes()).isRangeReport,
    fetch: async ({ aws, profiles, now }, shown, { signal }) => {
      const { fetchShown } = await import('../fetch/shown');
      return fetchShown(await aws(), profiles(shown.scope), shown, now(), signal);
    },
    // Of many profiles only those are in a report that were used.
    isIncomplete: ({ level, profiles: reported }, { profiles }, { scope }) =>
      level === 'all' && profiles(scope).some(({ id }) => !Object.hasOwn(reported, id)),
    poll: ({ visible, intervals }, shown) => (visible.page ? pageUsageAge(shown, intervals) : undefined),
  },
  attribution: {
    count: 'while-shown',
    scope: 'place',
    cost: 'metrics',
    // A profile that is not listed is taken for a deleted one, so they are listed as often.
    needs: { profiles: 'as-fresh' },
    id: one,
    sharedName: ({ range }) => ({ name: `attribution-${range}` }),
    shape: async () => (await shapes()).isAttributionUsage,
    fetch: async ({ aws, profiles, now }, { range }, { signal }) => {
      const { fetchShownAttribution } = await import('../fetch/shown');
      return fetchShownAttribution(await aws(), profiles(), range, now(), signal);
    },
    poll: ({ visible, intervals }) => (visible.page ? intervals.team : undefined),
  },
  mine: {
    count: 'one',
    scope: 'place',
    cost: 'metrics',
    needs: OF_PROFILES,
    id: one,
    sharedName: () => ({ name: 'mine', whose: 'mine' }),
    shape: async () => (await shapes()).isUsageReport,
    fetch: async ({ aws, profiles, now }, _key, { signal }) => {
      const { fetchUsage } = await import('../fetch/usage');
      return fetchUsage(await aws(), profiles('mine'), 'tokens', now(), signal);
    },
    isIncomplete: ({ byProfile }, { profiles }) => profiles('mine').some(({ id }) => !Object.hasOwn(byProfile, id)),
    poll: ({ visible: { statusBar, page }, intervals, snapshot: { pageUsage } }) => {
      // The page's figures for all of mine hold what the status bar shows, so they are not paid for twice.
      const isOnPage = page && pageUsage?.scope === 'mine' && pageUsage.range === '24h';
      return statusBar && !isOnPage ? intervals.mine : undefined;
    },
  },
  everyone: {
    count: 'one',
    scope: 'place',
    cost: 'metrics',
    needs: OF_PROFILES,
    id: one,
    sharedName: () => ({ name: 'team' }),
    shape: async () => (await shapes()).isEveryoneUsage,
    fetch: async ({ aws, profiles, now }, _key, { signal }) => {
      const { fetchEveryone } = await import('../fetch/usage');
      return fetchEveryone(await aws(), profiles(), now(), signal);
    },
    poll: ({ visible, intervals }) => (visible.tree ? intervals.team : undefined),
  },
  budgetUsage: {
    count: 'several',
    scope: 'place',
    cost: 'metrics',
    needs: OF_PROFILES,
    id: ({ scope }) => scope,
    sharedName: ({ scope, from }) => ({ name: `spend-${from}-${scope}`, whose: scope }),
    shape: async () => (await shapes()).isRangeReport,
    fetch: async ({ aws, profiles, now }, { scope, from }, { signal }) => {
      const { fetchBudgetUsage } = await import('../fetch/shown');
      return fetchBudgetUsage(await aws(), profiles(scope), from, now(), signal);
    },
    poll: ({ visible, intervals: { mine, team } }, { scope }) => {
      if (!visible.statusBar) return undefined;
      return scope === 'mine' ? Math.max(mine, BUDGET_USAGE_MS) : team;
    },
  },
  // Before the prices, which are fetched for all models that are offered.
  sources: {
    count: 'one',
    scope: 'place',
    cost: 'free',
    needs: { caller: 'known' },
    id: one,
    sharedName: () => ({ name: 'sources' }),
    shape: async () => (await shapes()).isSources,
    fetch: async ({ aws }, _key, { signal }) => (await aws()).listSources(signal),
    poll: ({ visible }) => (visible.page ? SOURCES_MS : undefined),
  },
  priceList: {
    count: 'one',
    scope: 'none',
    cost: 'free',
    needs: {},
    id: one,
    sharedName: () => ({ name: 'prices' }),
    shape: async () => (await shapes()).isPriceList,
    fetch: async (context, _key, { signal }) => {
      const { fetchPriceList } = await import('../fetch/priceList');
      const others = [...(context.known('priceList')?.models ?? []), ...offeredModels(context)];
      return fetchPriceList(await context.aws(), context.choice.region, context.profiles(), signal, others);
    },
    isIncomplete: ({ models }, context) => {
      const used = context.profiles().flatMap((profile) => profileSource(profile).model ?? []);
      return [...used, ...offeredModels(context)].some((model) => !models.includes(model));
    },
    poll: ({ visible, intervals: { prices }, lacksPrices }) =>
      (visible.page || lacksPrices) && prices < Infinity ? prices : undefined,
  },
  bills: {
    count: 'several',
    scope: 'bill',
    cost: 'consent',
    needs: { caller: 'known' },
    id: queryKey,
    sharedName: (query) => ({ name: 'bill', also: [queryKey(query)] }),
    shape: async () => (await shapes()).isBill,
    fetch: async ({ aws, now }, query, { signal, limit }) => {
      const { fetchBill } = await import('../fetch/bill');
      return fetchBill(await aws(), query, now(), signal, limit);
    },
  },
  costTags: {
    count: 'one',
    scope: 'bill',
    cost: 'consent',
    needs: { caller: 'known' },
    id: one,
    sharedName: (_key, { keys }) => ({ name: 'cost-tags', also: [keys] }),
    shape: async () => (await shapes()).isCostTags,
    fetch: async ({ aws, ownership, known }, _key, { signal, limit }) => {
      const { fetchCostTags } = await import('../fetch/bill');
      return fetchCostTags(await aws(), ownership().keys, known('costTags'), signal, limit);
    },
  },
  dailyUsage: {
    count: 'several',
    scope: 'place',
    cost: 'metrics',
    needs: OF_PROFILES,
    id: ({ month }) => month,
    sharedName: ({ month }) => ({ name: `daily-${month}` }),
    shape: async () => (await shapes()).isDaily,
    fetch: async ({ aws, profiles, now }, { span }, { signal }) => {
      const { fetchDays } = await import('../fetch/dailyUsage');
      return fetchDays(await aws(), profiles(), span, now(), signal);
    },
  },
};

/** All parts, in the table's order. */
export const PART_NAMES = Object.keys(PARTS) as readonly PartName[];
