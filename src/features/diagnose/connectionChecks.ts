/** The connection: endpoint, AWS profile, Region, credentials, clock and account. */

import { l10n } from 'vscode';
import { failed, passed, untested } from './finding';
import { shortAccount } from '../../core/format';
import { isRegion } from '../../core/ids';
import { Problem } from '../../core/problem';
import { hasBedrock } from '../../core/connection/regions';
import { regionText } from '../../ui/labels';
import { agoText, problemSentence } from '../../ui/messages/problems';
import type { Checks } from './context';

const MINUTE = 60_000;
/** AWS rejects signatures that are five minutes off (documentation of Signature Version 4). */
const MAX_SKEW = 5 * MINUTE;
const SOON = 15 * MINUTE;

export const connectionChecks: Checks<'endpoint' | 'awsProfile' | 'region' | 'credentials' | 'clock' | 'account'> = {
  endpoint: ({ store }) => {
    const { choice, sample } = store.snapshot;
    const endpoint = choice?.endpoint ?? '';
    if (sample) return Promise.resolve(passed(l10n.t('Sample data: a simulator on this machine.')));
    if (endpoint === '') return Promise.resolve(passed(l10n.t('AWS endpoints.')));
    if (!URL.canParse(endpoint)) throw new Problem('unreachable', { endpoint });
    return Promise.resolve(passed(l10n.t('All services use {0}.', new URL(endpoint).origin)));
  },

  awsProfile: async ({ store }) => {
    const name = store.snapshot.choice?.awsProfile ?? '';
    if (store.snapshot.sample) return passed(l10n.t('Not used for sample data.'));
    if (name === '') return passed(l10n.t('Environment and default credential chain.'));
    const profile = (await (await import('../../aws/index')).listAwsProfiles()).find((one) => one.name === name);
    if (profile === undefined) throw new Problem('unknown-profile', { awsProfile: name });
    return passed(l10n.t('“{0}” is in your AWS config files (kind: {1}).', name, profile.kind));
  },

  region: ({ region, store }) => {
    if (region === '') throw new Problem('no-region', { awsProfile: store.snapshot.choice?.awsProfile ?? '' });
    if (!isRegion(region)) throw new Problem('wrong-region', { region });
    return Promise.resolve(
      passed(
        regionText(region),
        ...(hasBedrock(region) ? [] : [l10n.t('Amazon Bedrock isn’t known to be available in this Region.')]),
      ),
    );
  },

  credentials: async (context) => {
    const end = await (await context.aws()).inspect.credentialsEnd(context.signal);
    if (end === undefined) return passed(l10n.t('Found. They don’t expire.'));
    const left = end - Date.now();
    const awsProfile = context.store.snapshot.choice?.awsProfile ?? '';
    if (left <= 0) throw new Problem('expired', { awsProfile });
    const minutes = Math.round(left / MINUTE);
    return passed(
      l10n.t('Found. They expire in {0} minutes.', minutes),
      ...(left < SOON ? [l10n.t('Renew them before a long task.')] : []),
    );
  },

  clock: async (context) => {
    const clocks = await (await context.aws()).inspect.clocks(context.signal);
    if (clocks === undefined) return untested(l10n.t('AWS’s response had no date.'));
    const off = clocks.ours - clocks.theirs;
    const seconds = Math.round(Math.abs(off) / 1000);
    if (Math.abs(off) < MINUTE) return passed(l10n.t('In sync with AWS.'));
    const difference =
      off > 0
        ? l10n.t('This machine’s clock is {0} seconds ahead of AWS’s.', seconds)
        : l10n.t('This machine’s clock is {0} seconds behind AWS’s.', seconds);
    return Math.abs(off) < MAX_SKEW
      ? passed(difference)
      : failed(problemSentence(new Problem('clock-skew')), difference);
  },

  account: async (context) => {
    const caller = await (await context.aws()).whoAmI(context.signal);
    const known = context.store.snapshot.caller;
    return passed(
      l10n.t('Account {0}, as {1}', shortAccount(caller.account), caller.arn.split(':').slice(5).join(':')),
      ...(known.value !== undefined && known.value.arn !== caller.arn && known.asOf !== undefined
        ? [l10n.t('The list was loaded {0} with another identity: refresh it.', agoText(Date.now() - known.asOf))]
        : []),
    );
  },
};
