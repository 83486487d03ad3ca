/** Problems of signing in to AWS and of the way to it, as sentences. All of them end up as plain text. */

import { l10n } from 'vscode';
import type { Problem } from '../../core/problem';

type Detail = Problem['detail'];

/** An AWS profile's name in a sentence. Without a name, AWS's own tools use the profile `default`. */
const awsProfileText = ({ awsProfile = '' }: Detail): string => `“${awsProfile === '' ? 'default' : awsProfile}”`;

/** Whether credentials come from an AWS profile, and not from the environment or the machine. */
const hasProfile = ({ awsProfile = '' }: Detail): boolean => awsProfile !== '';

/** The longest message of a program or of AWS that a sentence quotes in full. */
const MAX_LETTERS = 200;
const shortened = (text: string): string => (text.length > MAX_LETTERS ? `${text.slice(0, MAX_LETTERS)}…` : text);

function flawText({ flaw, ...detail }: Detail): string {
  const profile = awsProfileText(detail);
  const what = flaw?.what ?? '';
  switch (flaw?.kind) {
    case 'section':
      return l10n.t(
        'The AWS profile {0} refers to {1}, which isn’t in your AWS config files: add it, or choose another AWS profile.',
        profile,
        what,
      );
    case 'circle':
      return l10n.t(
        'The AWS profile {0} refers to itself through source_profile ({1}): fix it, or choose another AWS profile.',
        profile,
        what,
      );
    case 'value':
      return l10n.t(
        'The AWS profile {0} has an unknown value ({1}): fix it, or choose another AWS profile.',
        profile,
        what,
      );
    case 'file':
      return l10n.t(
        'The AWS profile {0} uses the web identity token file {1}, which can’t be read: create it, or choose another AWS profile.',
        profile,
        what,
      );
    case 'line':
    case undefined:
      return l10n.t(
        'The AWS profile {0} is incomplete. Missing: {1}. Add it, or choose another AWS profile.',
        profile,
        what,
      );
  }
}

const processText = (detail: Detail): string =>
  detail.message === undefined
    ? l10n.t(
        'The credential_process command of {0} returned no credentials and no message: run it in a terminal to see why.',
        awsProfileText(detail),
      )
    : l10n.t(
        'The credential_process command of {0} returned no credentials: {1}',
        awsProfileText(detail),
        shortened(detail.message),
      );

const mfaText = (detail: Detail): string =>
  detail.message === undefined
    ? l10n.t('The AWS profile {0} requires an MFA code: enter it.', awsProfileText(detail))
    : l10n.t('AWS rejected the MFA code for {0}: {1}', awsProfileText(detail), shortened(detail.message));

/** The codes that are about signing in. */
export type SignInCode =
  | 'no-credentials'
  | 'sso-expired'
  | 'expired'
  | 'process-failed'
  | 'mfa-needed'
  | 'incomplete-profile'
  | 'unreadable-name'
  | 'refused-credentials'
  | 'unknown-profile';

const noCredentialsText = (detail: Detail): string =>
  hasProfile(detail)
    ? l10n.t(
        'The AWS profile {0} returned no credentials: choose another AWS profile, or fix this one (the log has the details).',
        awsProfileText(detail),
      )
    : l10n.t(
        'No AWS credentials were found in the environment or in the default credential chain: choose an AWS profile, or set them up (the log has the details).',
      );

const expiredText = (detail: Detail): string =>
  hasProfile(detail)
    ? l10n.t('The temporary AWS credentials of {0} have expired: renew them.', awsProfileText(detail))
    : l10n.t('Your temporary AWS credentials have expired: renew them.');

function refusedText({ region = '', ...detail }: Detail): string {
  return hasProfile(detail)
    ? l10n.t(
        'AWS doesn’t recognize the credentials of {0} in {1}: choose another AWS profile or Region.',
        awsProfileText(detail),
        region,
      )
    : l10n.t('AWS doesn’t recognize your credentials in {0}: choose an AWS profile or another Region.', region);
}

/** What to do about a problem of signing in, in one sentence. */
export function signInText(code: SignInCode, detail: Detail): string {
  const profile = awsProfileText(detail);
  switch (code) {
    case 'no-credentials':
      return noCredentialsText(detail);
    case 'sso-expired':
      return detail.neverSignedIn === true
        ? l10n.t('You haven’t signed in to AWS with {0} on this machine yet: sign in.', profile)
        : l10n.t('The AWS sign-in with {0} has expired: sign in again.', profile);
    case 'expired':
      return expiredText(detail);
    case 'process-failed':
      return processText(detail);
    case 'mfa-needed':
      return mfaText(detail);
    case 'incomplete-profile':
      return flawText(detail);
    case 'unreadable-name':
      return l10n.t(
        'The AWS SDK for JavaScript doesn’t support the AWS profile name {0}: rename it using only letters, digits and . - _ + @, or choose another AWS profile.',
        profile,
      );
    case 'refused-credentials':
      return refusedText(detail);
    case 'unknown-profile':
      return l10n.t('The AWS profile {0} isn’t in your AWS config files: choose another one.', profile);
  }
}

function certificateText({ fault = '' }: Detail): string {
  if (/EXPIRED|NOT_YET_VALID/.test(fault))
    return l10n.t(
      'The certificate presented by AWS or a proxy has expired or isn’t valid yet ({0}): check this machine’s clock and the proxy.',
      fault,
    );
  return l10n.t(
    'The certificate presented by AWS or a proxy isn’t trusted ({0}): turn on the VS Code setting http.systemCertificates, or set NODE_EXTRA_CA_CERTS to your company’s certificate, and restart VS Code.',
    fault,
  );
}

function unreachableText({ endpoint = '', status }: Detail): string {
  if (status !== undefined)
    return endpoint === ''
      ? l10n.t('AWS can’t be reached; another server responded (HTTP {0}): check the network, VPN or proxy.', status)
      : l10n.t(
          '{0} can’t be reached; another server responded (HTTP {1}): check the network, the proxy and the endpoint setting.',
          endpoint,
          status,
        );
  return endpoint === ''
    ? l10n.t('AWS can’t be reached: check the network, VPN or proxy.')
    : l10n.t('{0} can’t be reached: check the network and the endpoint setting.', endpoint);
}

/** What to do about a problem of the way to AWS, in one sentence. */
export function networkText(
  code: 'unreachable' | 'certificate' | 'proxy-sign-in' | 'broken-answer',
  detail: Detail,
): string {
  switch (code) {
    case 'unreachable':
      return unreachableText(detail);
    case 'certificate':
      return certificateText(detail);
    case 'proxy-sign-in':
      return l10n.t(
        'The proxy requires authentication (HTTP 407): set http.proxy in VS Code, or HTTPS_PROXY, including your user name and password.',
      );
    case 'broken-answer':
      return l10n.t('The response isn’t from AWS: check the proxy and the endpoint setting.');
  }
}
