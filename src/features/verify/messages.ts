/** What came of verifying a profile, in sentences. */

import { l10n } from 'vscode';
import { attributionOf, homeRegion, type OwnerKeys, type Profile } from '../../core/profiles/profile';
import type { Counted, InvokeFailure } from '../../core/verify/verify';
import { ownerText, regionsText } from '../../ui/labels';
import { sentenceFor } from '../../ui/messages/problems';

const where = (region: string | undefined): string => (region === undefined ? '' : regionsText([region]));

type FormFailure = Extract<InvokeFailure['code'], 'parameter-refused' | 'unknown-beta' | 'no-profiles-here'>;

/** What the request holds, or where it was sent, that AWS does not take: a matter of the agent that made it. */
function formText(code: FormFailure, parameter: string): string {
  switch (code) {
    case 'parameter-refused':
      return l10n.t(
        'The model refuses the parameter {0}: set it off in the agent that sends it, use a newer version of the agent (of Cline its newer bundle), or create a profile of another model.',
        parameter,
      );
    case 'unknown-beta':
      return l10n.t(
        'The request asks for a beta feature that Amazon Bedrock does not know: update the agent, or switch its beta features off (in Claude Code by CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS=1).',
      );
    case 'no-profiles-here':
      return l10n.t(
        'This API takes no application inference profile: use an agent or a setting that calls Converse or InvokeModel at bedrock-runtime.',
      );
  }
}

/** @param region the one that was refused, where AWS named one; empty is global routing. */
function organizationText(region: string | undefined): string {
  if (region === undefined)
    return l10n.t('Your organization’s policy forbids this call: ask whoever manages the organization.');
  return region === ''
    ? l10n.t(
        'The profile routes to {0}, which your organization’s policy forbids: create a profile from a source that stays in the allowed Regions.',
        where(region),
      )
    : l10n.t(
        'The profile routes to {0}, which your organization’s policy forbids: ask for that Region, or create a profile from a source that stays in the allowed ones.',
        where(region),
      );
}

/** Why a call through a profile failed, and what to do about it. */
export function failureText({ code, action, region, parameter, problem }: InvokeFailure, profile: Profile): string {
  switch (code) {
    case 'model-access':
      return l10n.t(
        'This account has no access to the model yet: ask your administrator to enable it for {0} under Model access in the Amazon Bedrock console.',
        homeRegion(profile),
      );
    case 'use-case':
      return l10n.t(
        'Anthropic asks every account once what its models are for: ask your administrator to fill in the use case form in the Amazon Bedrock console, and try again some minutes later.',
      );
    case 'marketplace':
      return l10n.t(
        'The model is sold through AWS Marketplace and nobody has subscribed to it: somebody with the permission aws-marketplace:Subscribe has to invoke it once in this account.',
      );
    case 'payment':
      return l10n.t('AWS has no valid means of payment for this account: ask whoever pays the bill.');
    case 'country':
      return l10n.t('The model’s maker does not serve the country or Region that the request came from.');
    case 'organization':
      return organizationText(region);
    case 'destination':
      return l10n.t(
        'The profile routes to {0}, where you may not invoke the model: ask your administrator for {1} on the model in every Region of the profile.',
        where(region),
        action ?? 'bedrock:InvokeModel',
      );
    case 'permission':
      return l10n.t(
        'You may not invoke it: ask your administrator for {0} on the profile and on its model.',
        action ?? problem.detail.action ?? 'bedrock:InvokeModel',
      );
    case 'profile-gone':
      return l10n.t(
        'AWS does not know this profile any more: refresh the list, and create a new one if it was deleted.',
      );
    case 'model-retired':
      return l10n.t('The profile’s model was retired: create a profile from a newer model.');
    case 'no-on-demand':
      return l10n.t(
        'The model cannot be invoked on demand in one Region: create a profile from a system profile (global or geographic) of the same model.',
      );
    case 'daily-quota':
      return l10n.t('The account’s tokens for today are used up: wait until tomorrow, or ask AWS for a higher quota.');
    case 'parameter-refused':
    case 'unknown-beta':
    case 'no-profiles-here':
      return formText(code, parameter ?? '');
    case 'busy':
      return l10n.t('The model is busy or the account’s quota is used up at the moment: wait a minute and try again.');
    case 'other':
      return sentenceFor(problem);
  }
}

/** What CloudWatch has counted and whose it is; where other calls are among it, no more than is certain. */
export function countedText(profile: Profile, keys: OwnerKeys, counted: Counted): string {
  const isOwned = attributionOf(profile, keys) === 'owned';
  const owner = ownerText(profile, keys);
  if (counted.certainty === 'ours') {
    const seconds = Math.round(counted.afterMs / 1000);
    return isOwned
      ? l10n.t('Attributed to {0}: CloudWatch counted the call {1} seconds after it was made.', owner, seconds)
      : l10n.t(
          'The call works and CloudWatch counted it after {1} seconds, but its owner is not complete: {0}. Nobody is named on the bill for it.',
          owner,
          seconds,
        );
  }
  const whose = isOwned
    ? l10n.t('The call works, and what goes through this profile is attributed to {0}.', owner)
    : l10n.t(
        'The call works, but the owner of this profile is not complete: {0}. Nobody is named on the bill for it.',
        owner,
      );
  const among =
    counted.certainty === 'others-too'
      ? l10n.t(
          'CloudWatch has counted {0} calls since the minute of yours, others’ among them: it cannot be told whether yours is counted already. Verify again while no agent is at work to be certain.',
          counted.calls,
        )
      : l10n.t(
          'CloudWatch has counted a call since the minute of yours, but not with as many tokens: it may be another’s. Verify again while no agent is at work to be certain.',
        );
  return `${whose} ${among}`;
}

/** What to know beside any result; undefined where nothing is. A key in the environment signs in for agents, and not for us. */
export const otherKeyText = (env: Readonly<Record<string, string | undefined>>): string | undefined =>
  (env.AWS_BEARER_TOKEN_BEDROCK ?? '') === ''
    ? undefined
    : l10n.t(
        'AWS_BEARER_TOKEN_BEDROCK is set here: agents that are started with it sign in with that key and ignore the AWS profile that this was tried with.',
      );
