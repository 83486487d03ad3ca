/** Every permission that we use, tried by using it; what would make or delete something is not tried. */

import { l10n } from 'vscode';
import { dayOf } from '../../core/billing/bill';
import { failed, fine, untested, type Finding } from '../../core/diagnose/checks';
import { profileId } from '../../core/ids';
import { Problem } from '../../core/problem';
import type { ProfileSummary } from '../../core/profiles/profile';
import { callQueries } from '../../core/verify/verify';
import { agoText } from '../../ui/messages/problems';
import { commandText } from '../../ui/commandTitles';
import type { Verified } from '../verify/register';
import { failureText } from '../verify/messages';
import type { Check, Checks, Exam } from './context';

const DAY = 86_400_000;
const HOUR_SECONDS = 3600;

/** One profile to look at: mine, or any. */
async function one(exam: Exam): Promise<ProfileSummary | undefined> {
  const listed = await exam.listed;
  return exam.mine[0] ?? listed[0];
}

const nothingToLookAt = (): Finding => untested(l10n.t('There is no profile to try it on.'));

const onlyByDoing =
  (how: () => string): Check =>
  () =>
    Promise.resolve(untested(how()));

const listChecks: Checks<'listProfiles' | 'listSources' | 'getProfile' | 'tagsInBulk' | 'tagsOf'> = {
  listProfiles: async (exam) => {
    const listed = await (await exam.aws()).listProfiles(exam.signal);
    exam.learn(listed);
    return fine(l10n.t('Allowed. Application profiles in this Region: {0}.', listed.length));
  },

  listSources: async (exam) => {
    const { systemProfiles, models, modelsKnown } = await (await exam.aws()).listSources(exam.signal);
    if (!modelsKnown) throw new Problem('denied', { action: 'bedrock:ListFoundationModels' });
    return fine(
      l10n.t(
        'Allowed. Profiles can be copied from {0} system profiles and {1} models.',
        systemProfiles.length,
        models.length,
      ),
    );
  },

  getProfile: async (exam) => {
    const profile = await one(exam);
    if (profile === undefined) return nothingToLookAt();
    await (await exam.aws()).getProfile(profile.arn, exam.signal);
    return fine(l10n.t('Allowed.'));
  },

  tagsInBulk: async (exam) => {
    const tags = await (await exam.aws()).tagsInBulk(exam.signal);
    return fine(l10n.t('Allowed. Profiles with tags: {0}.', tags.size));
  },

  tagsOf: async (exam) => {
    const profile = await one(exam);
    if (profile === undefined) return nothingToLookAt();
    await (await exam.aws()).tagsOf(profile.arn, exam.signal);
    return fine(l10n.t('Allowed.'));
  },
};

const metricChecks: Checks<'listMetrics' | 'metricData'> = {
  listMetrics: async (exam) => {
    const series = await (await exam.aws()).listSeries(['invocations'], 'all', exam.signal);
    return fine(l10n.t('Allowed. Models and profiles that were used in the last two weeks: {0}.', series.length));
  },

  metricData: async (exam) => {
    const [profile] = exam.mine;
    // Which metric is asked for does not matter: one that does not exist is answered as well.
    const [query] = callQueries(profile ?? { id: profileId('000000000000'), arn: '' as ProfileSummary['arn'] });
    const now = Date.now();
    const span = { start: now - DAY, end: now, periodSeconds: HOUR_SECONDS };
    await (await exam.aws()).fetchSeries(query === undefined ? [] : [query], span, exam.signal);
    return fine(l10n.t('Allowed. One metric was asked for ($0.00001).'));
  },
};

const moneyChecks: Checks<'prices' | 'bill' | 'costTags' | 'alerts'> = {
  prices: async (exam) => {
    await (await exam.aws()).inspect.priceList(exam.signal);
    return fine(l10n.t('AWS’s Price List can be reached. It is public and needs no permission.'));
  },

  bill: async (exam) => {
    const now = Date.now();
    const { keys } = exam.store.snapshot.ownership;
    const query = {
      from: dayOf(now - 3 * DAY),
      to: dayOf(now - 2 * DAY),
      grouping: { by: 'tag', key: keys.team },
      granularity: 'day',
    } as const;
    const { requests } = await (await exam.aws()).billing.bill(query, exam.signal);
    return fine(l10n.t('Allowed. Requests to Cost Explorer that were paid for: {0}.', requests));
  },

  costTags: async (exam) => {
    const { keys } = exam.store.snapshot.ownership;
    const wanted = [keys.team, keys.member];
    const tags = await (await exam.aws()).billing.costTags(wanted, exam.signal);
    // The list of past backfills has a permission of its own.
    await (await exam.aws()).billing.backfills(exam.signal);
    const idle = wanted.filter((key) => tags.find((tag) => tag.key === key)?.status !== 'active');
    if (idle.length === 0) return fine(l10n.t('Both of the owner’s tags are active as cost allocation tags.'));
    return failed(
      l10n.t('Activate them with {0}, or ask whoever manages billing.', commandText('manageCostTags')),
      l10n.t('Not active as cost allocation tags, so the bill names no owner by them: {0}.', idle.join(', ')),
    );
  },

  alerts: async (exam) => {
    const { alerts, denied } = await (await exam.aws()).alerts.list(exam.signal);
    if (denied.length === 0)
      return fine(l10n.t('Allowed: budgets, anomaly monitors and alarms. Bedrock Tally’s own: {0}.', alerts.length));
    return failed(
      l10n.t('Ask your administrator for {0}, if you want to use alerts of that kind.', denied.join(', ')),
      l10n.t('Not allowed: {0}.', denied.join(', ')),
    );
  },
};

const notVerified = (): Finding => untested(l10n.t('A call costs tokens: choose {0}.', commandText('verifyProfile')));

/** What *Verify My Profile* found in this window. */
function verifiedFinding({ profile, at, failure }: Verified): Finding {
  const ago = agoText(Date.now() - at);
  if (failure === undefined) return fine(l10n.t('{0} was invoked, {1}.', profile.name, ago));
  const sentence = failureText(failure, profile);
  return failed(sentence, l10n.t('A call through {0} failed, {1}.', profile.name, ago), sentence);
}

const deedChecks: Checks<'create' | 'delete' | 'invoke' | 'priceApi' | 'activateTags' | 'changeAlerts'> = {
  create: onlyByDoing(() =>
    l10n.t('Only creating a profile, with its tags, shows it: choose {0}.', commandText('createProfile')),
  ),
  delete: onlyByDoing(() => l10n.t('Only deleting a profile shows it.')),
  invoke: ({ verified }) => Promise.resolve(verified === undefined ? notVerified() : verifiedFinding(verified)),
  priceApi: onlyByDoing(() => l10n.t('It is needed only where the public Price List cannot be reached.')),
  activateTags: onlyByDoing(() => l10n.t('Only activating them shows it: choose {0}.', commandText('manageCostTags'))),
  changeAlerts: onlyByDoing(() => l10n.t('Only creating an alert shows it: choose {0}.', commandText('manageAlerts'))),
};

export const permissionChecks = { ...listChecks, ...metricChecks, ...moneyChecks, ...deedChecks };
