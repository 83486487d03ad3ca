/** Problems of signing in to AWS and of the way to it, as sentences. All of them end up as plain text. */

import { l10n } from 'vscode';
import type { Problem } from '../../core/problem';

type Detail = Problem['detail'];

/** An AWS profile's name in a sentence. */
export const awsProfileText = ({ awsProfile = '' }: Detail): string =>
  awsProfile === '' ? l10n.t('the default chain') : `“${awsProfile}”`;

/** A program's or AWS's own message, short enough for a sentence. */
const MAX_LETTERS = 200;
const shortened = (text: string): string => (text.length > MAX_LETTERS ? `${text.slice(0, MAX_LETTERS)}…` : text);

function flawText({ flaw, ...detail }: Detail): string {
  const profile = awsProfileText(detail);
  const what = flaw?.what ?? '';
  switch (flaw?.kind) {
    case 'section':
      return l10n.t(
        'The AWS profile {0} refers to {1}, which is not in your AWS config files: add it, or choose another AWS profile.',
        profile,
        what,
      );
    case 'circle':
      return l10n.t(
        'The AWS profile {0} leads back to itself by source_profile ({1}): mend it, or choose another AWS profile.',
        profile,
        what,
      );
    case 'value':
      return l10n.t(
        'The AWS profile {0} has a value that AWS’s tools do not know ({1}): mend it, or choose another AWS profile.',
        profile,
        what,
      );
    case 'file':
      return l10n.t(
        'The AWS profile {0} takes its identity from {1}, which cannot be read: choose another AWS profile where that file is not made here.',
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
        'The program of {0} (credential_process) gave no credentials and did not say why: run it yourself to see.',
        awsProfileText(detail),
      )
    : l10n.t('The program of {0} gave no credentials: {1}', awsProfileText(detail), shortened(detail.message));

const mfaText = (detail: Detail): string =>
  detail.message === undefined
    ? l10n.t('The AWS profile {0} needs a code of your MFA device: enter it.', awsProfileText(detail))
    : l10n.t('AWS did not take the MFA code for {0}: {1}', awsProfileText(detail), shortened(detail.message));

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

/** What to do about a problem of signing in, in one sentence. */
export function signInText(code: SignInCode, detail: Detail): string {
  const profile = awsProfileText(detail);
  switch (code) {
    case 'no-credentials':
      return l10n.t(
        'No AWS credentials came from {0}: choose another AWS profile, or set this one right (the log has the details).',
        profile,
      );
    case 'sso-expired':
      return detail.neverSignedIn === true
        ? l10n.t('Nobody has signed in to AWS with {0} on this machine yet: sign in.', profile)
        : l10n.t('The AWS sign-in of {0} has expired: sign in again.', profile);
    case 'expired':
      return l10n.t('The temporary AWS credentials of {0} have expired: renew them where you got them from.', profile);
    case 'process-failed':
      return processText(detail);
    case 'mfa-needed':
      return mfaText(detail);
    case 'incomplete-profile':
      return flawText(detail);
    case 'unreadable-name':
      return l10n.t(
        'The AWS SDK for JavaScript cannot read an AWS profile with the name {0}: rename it with letters, digits and . - _ + @ only, or choose another.',
        profile,
      );
    case 'refused-credentials':
      return l10n.t(
        'AWS does not recognise the credentials of {0} in {1}: choose another AWS profile or Region.',
        profile,
        detail.region ?? '',
      );
    case 'unknown-profile':
      return l10n.t('There is no AWS profile {0} in your AWS config files: choose one that is there.', profile);
  }
}

function certificateText({ fault = '' }: Detail): string {
  if (/EXPIRED|NOT_YET_VALID/.test(fault))
    return l10n.t(
      'The certificate with which AWS, or a proxy in its place, answered is not valid today ({0}): check this machine’s clock and the proxy.',
      fault,
    );
  return l10n.t(
    'The certificate with which AWS, or a proxy in its place, answered is not trusted ({0}): turn on VS Code’s setting http.systemCertificates, or name your company’s certificate in NODE_EXTRA_CA_CERTS, and restart VS Code.',
    fault,
  );
}

function unreachableText({ endpoint = '', status }: Detail): string {
  if (status !== undefined)
    return endpoint === ''
      ? l10n.t(
          'AWS cannot be reached, something else has answered (HTTP {0}): check the network, VPN or proxy.',
          status,
        )
      : l10n.t(
          '{0} cannot be reached, something else has answered (HTTP {1}): check the network, the proxy and the endpoint setting.',
          endpoint,
          status,
        );
  return endpoint === ''
    ? l10n.t('AWS cannot be reached: check the network, VPN or proxy.')
    : l10n.t('{0} cannot be reached: check the network and the endpoint setting.', endpoint);
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
        'A proxy on the way to AWS asks who you are (HTTP 407): set http.proxy in VS Code, or HTTPS_PROXY, with your name and password for it.',
      );
    case 'broken-answer':
      return l10n.t('What came back is not an answer of AWS: check the proxy and the endpoint setting.');
  }
}
