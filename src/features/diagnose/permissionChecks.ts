/** Every permission that we use, tested by using it; except those that would create or delete something. */

import { l10n } from 'vscode';
import { dayOf } from '../../core/billing/bill';
import { failed, passed, untested, type Finding } from './finding';
import { profileId } from '../../core/ids';
import { Problem } from '../../core/problem';
import type { ProfileSummary } from '../../core/profiles/profile';
import { callQueries } from '../../core/verify/verify';
import { agoText } from '../../ui/messages/problems';
import { commandText } from '../../ui/commandTitles';
import type { Verification } from '../verify/register';
import { failureText } from '../../ui/messages/invokeFailures';
import type { Check, Checks, CheckContext } from './context';

const DAY = 86_400_000;
const HOUR_SECONDS = 3600;

/** A profile to test with: mine, or any. */
async function anyProfile(context: CheckContext): Promise<ProfileSummary | undefined> {
  const listed = await context.listed;
  return context.mine[0] ?? listed[0];
}

const noProfile = (): Finding => untested(l10n.t('There is no profile to test it with.'));

/** A permission that is not tested, and how to find out about it. */
const notTested =
  (hint: () => string): Check =>
  () =>
    Promise.resolve(untested(hint()));

const listChecks: Checks<'listProfiles' | 'listSources' | 'getProfile' | 'tagsInBulk' | 'tagsOf'> = {
  listProfiles: async (context) => {
    const listed = await (await context.aws()).listProfiles(context.signal);
    context.setListed(listed);
    return passed(l10n.t('Allowed. Application profiles in this Region: {0}.', listed.length));
  },

  listSources: async (context) => {
    const { systemProfiles, models, modelsKnown } = await (await context.aws()).listSources(context.signal);
    if (!modelsKnown) throw new Problem('denied', { action: 'bedrock:ListFoundationModels' });
    return passed(
      l10n.t(
        'Allowed. Profiles can be copied from {0} system profiles and {1} models.',
        systemProfiles.length,
        models.length,
      ),
    );
  },

  getProfile: async (context) => {
    const profile = await anyProfile(context);
    if (profile === undefined) return noProfile();
    await (await context.aws()).getProfile(profile.arn, context.signal);
    return passed(l10n.t('Allowed.'));
  },

  tagsInBulk: async (context) => {
    const tags = await (await context.aws()).tagsInBulk(context.signal);
    return passed(l10n.t('Allowed. Profiles with tags: {0}.', tags.size));
  },

  tagsOf: async (context) => {
    const profile = await anyProfile(context);
    if (profile === undefined) return noProfile();
    await (await context.aws()).tagsOf(profile.arn, context.signal);
    return passed(l10n.t('Allowed.'));
  },
};

const metricChecks: Checks<'listMetrics' | 'metricData'> = {
  listMetrics: async (context) => {
    const series = await (await context.aws()).listSeries(['invocations'], 'all', context.signal);
    return passed(l10n.t('Allowed. Models and profiles used in the last two weeks: {0}.', series.length));
  },

  metricData: async (context) => {
    const [profile] = context.mine;
    // Any metric will do: CloudWatch also answers for one that does not exist.
    const [query] = callQueries(profile ?? { id: profileId('000000000000'), arn: '' as ProfileSummary['arn'] });
    const now = Date.now();
    const span = { start: now - DAY, end: now, periodSeconds: HOUR_SECONDS };
    await (await context.aws()).fetchSeries(query === undefined ? [] : [query], span, context.signal);
    return passed(l10n.t('Allowed. One metric was requested ($0.00001).'));
  },
};

const costChecks: Checks<'prices' | 'bill' | 'costTags' | 'alerts'> = {
  prices: async (context) => {
    await (await context.aws()).inspect.priceList(context.signal);
    return passed(l10n.t('The AWS Price List can be reached. It is public and requires no permission.'));
  },

  bill: async (context) => {
    const now = Date.now();
    const { keys } = context.store.snapshot.ownership;
    const query = {
      from: dayOf(now - 3 * DAY),
      to: dayOf(now - 2 * DAY),
      grouping: { by: 'tag', key: keys.team },
      granularity: 'day',
    } as const;
    const { requests } = await (await context.aws()).billing.bill(query, context.signal);
    return passed(l10n.t('Allowed. Billed requests to Cost Explorer: {0}.', requests));
  },

  costTags: async (context) => {
    const { keys } = context.store.snapshot.ownership;
    const wanted = [keys.team, keys.member];
    const tags = await (await context.aws()).billing.costTags(wanted, context.signal);
    // Listing past backfills is a permission of its own.
    await (await context.aws()).billing.backfills(context.signal);
    const inactive = wanted.filter((key) => tags.find((tag) => tag.key === key)?.status !== 'active');
    if (inactive.length === 0) return passed(l10n.t('Both owner tags are active as cost allocation tags.'));
    return failed(
      l10n.t('Activate them with {0}, or ask your billing administrator.', commandText('manageCostTags')),
      l10n.t('Not active as cost allocation tags, so the bill can’t be grouped by them: {0}.', inactive.join(', ')),
    );
  },

  alerts: async (context) => {
    const { alerts, denied } = await (await context.aws()).alerts.list(context.signal);
    if (denied.length === 0)
      return passed(
        l10n.t('Allowed: budgets, anomaly monitors and alarms. Created by Bedrock Tally: {0}.', alerts.length),
      );
    return failed(
      l10n.t('Ask your administrator for {0} if you want to use these alerts.', denied.join(', ')),
      l10n.t('Not allowed: {0}.', denied.join(', ')),
    );
  },
};

const notVerified = (): Finding => untested(l10n.t('A call costs tokens: run {0}.', commandText('verifyProfile')));

/** The result of *Verify My Profile* in this window. */
function verifiedFinding({ profile, at, failure }: Verification): Finding {
  const ago = agoText(Date.now() - at);
  if (failure === undefined) return passed(l10n.t('{0} was invoked, {1}.', profile.name, ago));
  const sentence = failureText(failure, profile);
  return failed(sentence, l10n.t('A call through {0} failed, {1}.', profile.name, ago), sentence);
}

const changeChecks: Checks<'create' | 'delete' | 'invoke' | 'priceApi' | 'activateTags' | 'changeAlerts'> = {
  create: notTested(() => l10n.t('Can only be tested by creating a profile: run {0}.', commandText('createProfile'))),
  delete: notTested(() => l10n.t('Can only be tested by deleting a profile.')),
  invoke: ({ verified }) => Promise.resolve(verified === undefined ? notVerified() : verifiedFinding(verified)),
  priceApi: notTested(() => l10n.t('Only required where the public Price List can’t be reached.')),
  activateTags: notTested(() =>
    l10n.t('Can only be tested by activating tags: run {0}.', commandText('manageCostTags')),
  ),
  changeAlerts: notTested(() =>
    l10n.t('Can only be tested by creating an alert: run {0}.', commandText('manageAlerts')),
  ),
};

export const permissionChecks = { ...listChecks, ...metricChecks, ...costChecks, ...changeChecks };
