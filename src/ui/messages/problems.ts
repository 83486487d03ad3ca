/** Problems, reasons and ages as sentences. All of them end up as plain text. */

import { l10n } from 'vscode';
import { COMMANDS, type CommandId } from '../../manifest';
import { ageOf } from '../../core/format';
import type { Problem } from '../../core/problem';
import { requestsUsd } from '../../core/billing/charges';
import { networkText, signInText } from './signIn';

/** The one thing that helps against a problem. */
export interface Remedy {
  readonly label: string;
  readonly command: CommandId;
}

/** Whether a problem came of a call about inference profiles, or of none. */
const isAboutProfiles = ({ action }: Problem['detail']): boolean => action?.startsWith('bedrock:') ?? true;

const deniedText = ({ action, payerOnly }: Problem['detail']): string =>
  payerOnly === true
    ? l10n.t('Only the account that pays the AWS bill may do this: ask whoever manages it.')
    : l10n.t('AWS did not allow it: ask your administrator for {0}.', action ?? l10n.t('the permission'));

const conflictText = (detail: Problem['detail']): string =>
  isAboutProfiles(detail)
    ? l10n.t('There is a profile with this name already: choose another name.')
    : l10n.t('AWS has one of this name already: choose another name.');

const quotaText = (detail: Problem['detail']): string =>
  isAboutProfiles(detail)
    ? l10n.t(
        'The account has as many profiles in {0} as it may have: delete some or ask AWS for a higher quota.',
        detail.region ?? '',
      )
    : l10n.t('AWS allows no more of this at the moment: {0}', detail.message ?? '');

/** It is about Cost Explorer: of CloudWatch's figures those that came are shown, with a note. */
const spendingLimitText = ({ units = 0 }: Problem['detail']): string =>
  l10n.t(
    'Stopped after {0} requests to Cost Explorer (${1}), because its answer did not end. Nothing of it is shown, as the rest is missing. Ask for less (one month, or a tag with fewer values), or tell AWS Support.',
    units,
    requestsUsd(units),
  );

/** What to do about a problem, in one sentence. */
export function problemSentence({ code, detail }: Problem): string {
  const region = detail.region ?? '';
  switch (code) {
    case 'no-credentials':
    case 'sso-expired':
    case 'expired':
    case 'process-failed':
    case 'mfa-needed':
    case 'incomplete-profile':
    case 'unreadable-name':
    case 'refused-credentials':
    case 'unknown-profile':
      return signInText(code, detail);
    case 'no-region':
      return l10n.t('No AWS Region is set: choose the one in which your team uses Amazon Bedrock.');
    case 'wrong-region':
      return l10n.t(
        'Amazon Bedrock does not answer in {0}, or your account has not enabled that Region: choose another.',
        region,
      );
    case 'unreachable':
    case 'certificate':
    case 'proxy-sign-in':
    case 'broken-answer':
      return networkText(code, detail);
    case 'denied':
      return deniedText(detail);
    case 'throttled':
      return l10n.t('AWS asks to slow down ({0}): wait a minute and try again.', detail.action ?? '');
    case 'server':
      return l10n.t('AWS had a fault of its own ({0}): try again in a minute.', detail.action ?? '');
    case 'invalid':
      return l10n.t('AWS did not accept the request: {0}', detail.message ?? '');
    case 'not-found':
      return l10n.t('AWS does not know it any more: refresh the list.');
    case 'conflict':
      return conflictText(detail);
    case 'quota':
      return quotaText(detail);
    case 'not-enabled':
      return l10n.t('Cost Explorer has no data yet: whoever manages billing enables it once, and a day later it has.');
    case 'not-offered':
      return l10n.t('AWS does not offer this for accounts in {0}.', region);
    case 'not-ours':
      return l10n.t('It was not made by Bedrock Tally and was left as it is: remove it in the AWS console.');
    case 'changed':
      return l10n.t('The connection has changed meanwhile and nothing was sent: start again.');
    case 'clock-skew':
      return l10n.t('This machine’s clock is too far off for AWS: set it right.');
    case 'spending-limit':
      return spendingLimitText(detail);
    case 'unexpected':
      return l10n.t('Something unexpected went wrong: {0}', detail.message ?? '');
  }
}

/** What is wrong, in the few words that the status bar has room for. */
export function problemSummary({ code, detail }: Problem): string {
  switch (code) {
    case 'no-credentials':
      return l10n.t('No AWS credentials');
    case 'sso-expired':
    case 'expired':
      return l10n.t('AWS sign-in expired');
    case 'process-failed':
      return l10n.t('Credential program failed');
    case 'mfa-needed':
      return l10n.t('MFA code needed');
    case 'incomplete-profile':
      return l10n.t('AWS profile incomplete');
    case 'unreadable-name':
      return l10n.t('AWS profile name not usable');
    case 'certificate':
      return l10n.t('Certificate not trusted');
    case 'proxy-sign-in':
      return l10n.t('Proxy sign-in needed');
    case 'broken-answer':
      return l10n.t('Not an answer of AWS');
    case 'refused-credentials':
      return l10n.t('AWS credentials not accepted');
    case 'unknown-profile':
      return l10n.t('AWS profile not found');
    case 'no-region':
      return l10n.t('No AWS Region');
    case 'wrong-region':
      return l10n.t('No Bedrock in {0}', detail.region ?? '');
    case 'unreachable':
      return l10n.t('AWS not reachable');
    case 'denied':
      return l10n.t('AWS access denied');
    case 'throttled':
      return l10n.t('AWS is throttling');
    case 'clock-skew':
      return l10n.t('Clock is wrong');
    default:
      return l10n.t('Usage not available');
  }
}

/** The one button that helps. */
export function problemRemedy({ code }: Problem): Remedy {
  switch (code) {
    case 'sso-expired':
      return { label: l10n.t('Sign In with AWS SSO'), command: COMMANDS.signIn };
    case 'mfa-needed':
      return { label: l10n.t('Enter MFA Code'), command: COMMANDS.refresh };
    case 'no-credentials':
    case 'incomplete-profile':
    case 'unreadable-name':
    case 'refused-credentials':
    case 'unknown-profile':
      return { label: l10n.t('Choose AWS Profile'), command: COMMANDS.connect };
    case 'no-region':
    case 'wrong-region':
      return { label: l10n.t('Choose Region'), command: COMMANDS.chooseRegion };
    case 'denied':
      return { label: l10n.t('Copy Missing Permission'), command: COMMANDS.copyMissingPermission };
    case 'invalid':
    case 'spending-limit':
    case 'unexpected':
    case 'not-offered':
    case 'not-ours':
      return { label: l10n.t('Show Log'), command: COMMANDS.showLog };
    case 'expired':
    case 'process-failed':
    case 'unreachable':
    case 'certificate':
    case 'proxy-sign-in':
    case 'broken-answer':
    case 'throttled':
    case 'server':
    case 'not-found':
    case 'conflict':
    case 'quota':
    case 'not-enabled':
    case 'changed':
    case 'clock-skew':
      return { label: l10n.t('Try Again'), command: COMMANDS.refresh };
  }
}

/** `2 minutes ago`, in words. */
export function agoText(ms: number): string {
  const { value, unit } = ageOf(ms);
  switch (unit) {
    case 'second':
      return l10n.t('just now');
    case 'minute':
      return value === 1 ? l10n.t('1 minute ago') : l10n.t('{0} minutes ago', value);
    case 'hour':
      return value === 1 ? l10n.t('1 hour ago') : l10n.t('{0} hours ago', value);
    case 'day':
      return value === 1 ? l10n.t('1 day ago') : l10n.t('{0} days ago', value);
  }
}
