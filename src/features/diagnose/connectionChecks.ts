/** The connection: endpoint, AWS profile, Region, credentials, clock and account. */

import { l10n } from 'vscode';
import { failed, fine, untested } from '../../core/diagnose/checks';
import { shortAccount } from '../../core/format';
import { isRegion } from '../../core/ids';
import { Problem } from '../../core/problem';
import { hasBedrock } from '../../core/connection/regions';
import { regionText } from '../../ui/labels';
import { agoText, sentenceFor } from '../../ui/messages/problems';
import type { Checks } from './context';

const MINUTE = 60_000;
/** AWS refuses what is signed five minutes off (its documentation of Signature Version 4). */
const MOST_SKEW = 5 * MINUTE;
const SOON = 15 * MINUTE;

export const connectionChecks: Checks<'endpoint' | 'awsProfile' | 'region' | 'credentials' | 'clock' | 'account'> = {
  endpoint: ({ store }) => {
    const { choice, sample } = store.snapshot;
    const endpoint = choice?.endpoint ?? '';
    if (sample) return Promise.resolve(fine(l10n.t('Sample data: a simulator on this machine.')));
    if (endpoint === '') return Promise.resolve(fine(l10n.t('AWS’s own endpoints.')));
    if (!URL.canParse(endpoint)) throw new Problem('unreachable', { endpoint });
    return Promise.resolve(fine(l10n.t('All services are called at {0}.', new URL(endpoint).origin)));
  },

  awsProfile: async ({ store }) => {
    const name = store.snapshot.choice?.awsProfile ?? '';
    if (store.snapshot.sample) return fine(l10n.t('None is used for sample data.'));
    if (name === '') return fine(l10n.t('The environment and AWS’s default chain.'));
    const profile = (await (await import('../../aws/index')).listAwsProfiles()).find((one) => one.name === name);
    if (profile === undefined) throw new Problem('unknown-profile', { awsProfile: name });
    return fine(l10n.t('“{0}” is in your AWS config files (kind: {1}).', name, profile.kind));
  },

  region: ({ region, store }) => {
    if (region === '') throw new Problem('no-region', { awsProfile: store.snapshot.choice?.awsProfile ?? '' });
    if (!isRegion(region)) throw new Problem('wrong-region', { region });
    return Promise.resolve(
      fine(
        regionText(region),
        ...(hasBedrock(region) ? [] : [l10n.t('This version does not know that Amazon Bedrock is in this Region.')]),
      ),
    );
  },

  credentials: async (exam) => {
    const end = await (await exam.aws()).inspect.credentialsEnd(exam.signal);
    if (end === undefined) return fine(l10n.t('Found. They do not expire by themselves.'));
    const left = end - Date.now();
    const awsProfile = exam.store.snapshot.choice?.awsProfile ?? '';
    if (left <= 0) throw new Problem('expired', { awsProfile });
    const minutes = Math.round(left / MINUTE);
    return fine(
      l10n.t('Found. They expire in {0} minutes.', minutes),
      ...(left < SOON ? [l10n.t('That is soon: renew them before a long task.')] : []),
    );
  },

  clock: async (exam) => {
    const clocks = await (await exam.aws()).inspect.clocks(exam.signal);
    if (clocks === undefined) return untested(l10n.t('AWS’s answer had no date.'));
    const off = clocks.ours - clocks.theirs;
    const seconds = Math.round(Math.abs(off) / 1000);
    if (Math.abs(off) < MINUTE) return fine(l10n.t('It agrees with AWS’s.'));
    const told =
      off > 0
        ? l10n.t('This machine’s clock is {0} seconds ahead of AWS’s.', seconds)
        : l10n.t('This machine’s clock is {0} seconds behind AWS’s.', seconds);
    return Math.abs(off) < MOST_SKEW ? fine(told) : failed(sentenceFor(new Problem('clock-skew')), told);
  },

  account: async (exam) => {
    const caller = await (await exam.aws()).whoAmI(exam.signal);
    const known = exam.store.snapshot.caller;
    return fine(
      l10n.t('Account {0}, as {1}', shortAccount(caller.account), caller.arn.split(':').slice(5).join(':')),
      ...(known.value !== undefined && known.value.arn !== caller.arn && known.asOf !== undefined
        ? [l10n.t('The list was read as somebody else, {0}: refresh it.', agoText(Date.now() - known.asOf))]
        : []),
    );
  },
};
