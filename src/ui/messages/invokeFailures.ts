/** Sentences about calls of a model that have failed. */

import { l10n } from 'vscode';
import { homeRegion, type Profile } from '../../core/profiles/profile';
import type { InvokeFailure } from '../../core/verify/verify';
import { regionsText } from '../labels';
import { problemSentence } from './problems';

const destinationText = (region: string | undefined): string => (region === undefined ? '' : regionsText([region]));

type RequestFailure = Extract<InvokeFailure['code'], 'parameter-refused' | 'unknown-beta' | 'no-profiles-here'>;

/** What AWS does not accept about a request: its content, or where it was sent. */
function requestText(code: RequestFailure, parameter: string): string {
  switch (code) {
    case 'parameter-refused':
      return l10n.t(
        'The model doesn’t support the parameter {0}: disable it in the agent that sends it, update the agent (Cline: its newer bundle), or create a profile for another model.',
        parameter,
      );
    case 'unknown-beta':
      return l10n.t(
        'The request uses a beta feature that Amazon Bedrock doesn’t support: update the agent, or disable its beta features (Claude Code: CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS=1).',
      );
    case 'no-profiles-here':
      return l10n.t(
        'This API doesn’t support application inference profiles: use an agent or a setting that calls Converse or InvokeModel at bedrock-runtime.',
      );
  }
}

/** @param region the one that was refused, where AWS named one; empty is global routing. */
function organizationText(region: string | undefined): string {
  if (region === undefined)
    return l10n.t('Your organization’s policy denies this call: contact the administrator of the organization.');
  return region === ''
    ? l10n.t(
        'The profile routes to {0}, which your organization’s policy denies: create a profile from a source that stays in the allowed Regions.',
        destinationText(region),
      )
    : l10n.t(
        'The profile routes to {0}, which your organization’s policy denies: request that Region, or create a profile from a source that stays in the allowed Regions.',
        destinationText(region),
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
        'Anthropic requires use case details once for each account: ask your administrator to submit the form in the Amazon Bedrock console, and try again some minutes later.',
      );
    case 'marketplace':
      return l10n.t(
        'The model requires an AWS Marketplace subscription: someone with the permission aws-marketplace:Subscribe has to invoke it once in this account.',
      );
    case 'payment':
      return l10n.t('This account has no valid payment method: contact your billing administrator.');
    case 'country':
      return l10n.t('The model provider doesn’t support the country or Region that the request came from.');
    case 'organization':
      return organizationText(region);
    case 'destination':
      return l10n.t(
        'The profile routes to {0}, where you aren’t allowed to invoke the model: ask your administrator for {1} on the model in every Region of the profile.',
        destinationText(region),
        action ?? 'bedrock:InvokeModel',
      );
    case 'permission':
      return l10n.t(
        'You aren’t allowed to invoke it: ask your administrator for {0} on the profile and on its model.',
        action ?? problem.detail.action ?? 'bedrock:InvokeModel',
      );
    case 'profile-gone':
      return l10n.t('The profile no longer exists: refresh the list, and create a new one if it was deleted.');
    case 'model-retired':
      return l10n.t('The profile’s model was retired: create a profile for a newer model.');
    case 'no-on-demand':
      return l10n.t(
        'The model can’t be invoked on demand in a single Region: create a profile from a system profile (global or geographic) of the same model.',
      );
    case 'daily-quota':
      return l10n.t(
        'The account’s daily token quota is used up: wait until tomorrow, or request a higher quota from AWS.',
      );
    case 'parameter-refused':
    case 'unknown-beta':
    case 'no-profiles-here':
      return requestText(code, parameter ?? '');
    case 'busy':
      return l10n.t('The model is busy, or the account’s quota is currently used up: wait a minute and try again.');
    case 'other':
      return problemSentence(problem);
  }
}
