/** Problems, reasons and ages as sentences. All of them end up as plain text. */

import { l10n } from 'vscode';
import { COMMANDS } from '../../manifest';
import { ageOf } from '../../core/format';
import type { Problem } from '../../core/problem';
import { requestsUsd } from '../../core/billing/charges';
import { remedyCommand, type RemedyCommand } from '../remedies';
import { networkText, signInText } from './signIn';

/** The one thing that helps against a problem. */
export interface Remedy {
  readonly label: string;
  readonly command: RemedyCommand;
}

/** Whether a problem came of a call about inference profiles, or of none. */
const isAboutProfiles = ({ action }: Problem['detail']): boolean => action?.startsWith('bedrock:') ?? true;

function deniedText({ action, payerOnly }: Problem['detail']): string {
  if (payerOnly === true) return l10n.t('Only the payer account can do this: ask its administrator.');
  return action === undefined
    ? l10n.t('Access denied by AWS: ask your administrator for the missing permission.')
    : l10n.t('Access denied by AWS: ask your administrator for {0}.', action);
}

const conflictText = (detail: Problem['detail']): string =>
  isAboutProfiles(detail)
    ? l10n.t('A profile with this name already exists: choose another name.')
    : l10n.t('This name is already used: choose another one.');

const quotaText = (detail: Problem['detail']): string =>
  isAboutProfiles(detail)
    ? l10n.t(
        'The account’s quota of profiles in {0} is reached: delete some, or request a higher quota from AWS.',
        detail.region ?? '',
      )
    : l10n.t('An AWS quota is reached: {0}', detail.message ?? '');

const throttledText = ({ action }: Problem['detail']): string =>
  action === undefined
    ? l10n.t('AWS is throttling requests: wait a minute and try again.')
    : l10n.t('AWS is throttling requests ({0}): wait a minute and try again.', action);

const serverText = ({ action }: Problem['detail']): string =>
  action === undefined
    ? l10n.t('AWS returned a server error: try again in a minute.')
    : l10n.t('AWS returned a server error ({0}): try again in a minute.', action);

/** It is about Cost Explorer: of CloudWatch's figures those that came are shown, with a note. */
const spendingLimitText = ({ units = 0 }: Problem['detail']): string =>
  l10n.t(
    'Stopped after {0} requests to Cost Explorer (${1}) because its results did not end. Incomplete results are not shown. Choose one month or a tag with fewer values, or contact AWS Support.',
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
      return l10n.t('No AWS Region is set: choose the Region where your team uses Amazon Bedrock.');
    case 'wrong-region':
      return l10n.t(
        'Amazon Bedrock isn’t available in {0}, or the Region isn’t enabled for your account: choose another Region.',
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
      return throttledText(detail);
    case 'server':
      return serverText(detail);
    case 'invalid':
      return l10n.t('AWS rejected the request: {0}', detail.message ?? '');
    case 'not-found':
      return l10n.t('It no longer exists in AWS: refresh the list.');
    case 'conflict':
      return conflictText(detail);
    case 'quota':
      return quotaText(detail);
    case 'not-enabled':
      return l10n.t(
        'Cost Explorer isn’t enabled: ask your billing administrator to enable it. Data is available about a day later.',
      );
    case 'not-offered':
      return l10n.t('AWS doesn’t offer this for accounts in {0}.', region);
    case 'not-ours':
      return l10n.t('It wasn’t created by Bedrock Tally, so it wasn’t changed: delete it in the AWS console.');
    case 'changed':
      return l10n.t('The connection changed in the meantime, so nothing was sent: try again.');
    case 'clock-skew':
      return l10n.t('This machine’s clock differs too much from AWS’s: correct it.');
    case 'spending-limit':
      return spendingLimitText(detail);
    case 'unexpected':
      return l10n.t('Unexpected error: {0}', detail.message ?? '');
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
      return l10n.t('Credential process failed');
    case 'mfa-needed':
      return l10n.t('MFA code required');
    case 'incomplete-profile':
      return l10n.t('AWS profile incomplete');
    case 'unreadable-name':
      return l10n.t('AWS profile name not supported');
    case 'certificate':
      return l10n.t('Certificate not trusted');
    case 'proxy-sign-in':
      return l10n.t('Proxy authentication required');
    case 'broken-answer':
      return l10n.t('Response not from AWS');
    case 'refused-credentials':
      return l10n.t('AWS credentials rejected');
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
      return l10n.t('Throttled by AWS');
    case 'clock-skew':
      return l10n.t('Clock out of sync');
    default:
      return l10n.t('Usage not available');
  }
}

/** The one button that helps. */
export function problemRemedy({ code }: Problem): Remedy {
  const command = remedyCommand(code);
  switch (command) {
    case COMMANDS.signIn:
      return { label: l10n.t('Sign In with AWS SSO'), command };
    case COMMANDS.connect:
      return { label: l10n.t('Choose AWS Profile'), command };
    case COMMANDS.chooseRegion:
      return { label: l10n.t('Choose Region'), command };
    case COMMANDS.copyMissingPermission:
      return { label: l10n.t('Copy Missing Permission'), command };
    case COMMANDS.showLog:
      return { label: l10n.t('Show Log'), command };
    case COMMANDS.refresh:
      return { label: code === 'mfa-needed' ? l10n.t('Enter MFA Code') : l10n.t('Try Again'), command };
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
