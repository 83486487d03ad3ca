/**
 * What an agent uses compared with what it should use, as labels and sentences. All of them are shown as plain text.
 */

import { l10n } from 'vscode';
import { brokenSentence } from './problems';
import { roleName } from './roles';
import type { Drift } from '../../../agents/drift';
import type { Owner } from '../../../core/profiles/profile';
import { modelName, splitGeo } from '../../../core/profiles/models';
import { gatewayLabel, gatewaySentence, isGatewayDrift } from './gatewayDrift';
import { named, runningLabel, runningSentence } from './running';

/** `jane.doe of platform`, as far as the tags name them. */
function ownerName({ team, member }: Owner): string {
  if (member === undefined) return team === undefined ? l10n.t('unknown') : l10n.t('team {0}', team);
  return team === undefined ? member : l10n.t('{0} of {1}', member, team);
}

const lastPart = (text: string): string => text.split('/').at(-1) ?? text;

/** A state in a few words, for a row. */
export function driftLabel(drift: Drift, listed: boolean): string {
  if (isGatewayDrift(drift)) return gatewayLabel(drift);
  switch (drift.kind) {
    case 'mine':
      return drift.profile.name;
    case 'another-of-mine':
      return l10n.t('another of yours: {0}', drift.profile.name);
    case 'other-owner':
      return l10n.t('not yours: {0}, owner {1}', drift.profile.name, ownerName(drift.owner));
    case 'deleted':
      return l10n.t('deleted profile {0}', lastPart(drift.arn));
    case 'unknown-profile':
      return listed
        ? l10n.t('profile {0}, in another account or Region', lastPart(drift.arn))
        : l10n.t('profile {0}, connect to see its owner', lastPart(drift.arn));
    case 'untracked':
      if (drift.reason === 'not-set') return l10n.t('untracked: {0} has no model set', roleName(drift.role));
      return drift.reason === 'system-profile'
        ? l10n.t('untracked: system profile {0}', named(drift.model))
        : l10n.t('untracked: model {0}', named(drift.model));
    case 'wrong-region':
      return l10n.t('wrong Region: {0}, not {1}', drift.region, drift.expected);
    case 'no-region':
      return l10n.t('no Region, needs {0}', drift.expected);
    case 'wrong-base-model':
      return l10n.t('wrong base model: {0}', baseNames(drift)[0]);
    case 'other-provider':
    case 'reverted':
    case 'needs-reload':
    case 'caching-off':
    case 'temperature-refused':
      return runningLabel(drift);
    case 'blocked':
      return l10n.t('not allowed by {0}', drift.keyPath);
    case 'unresolved':
      return l10n.t('unknown: {0}', drift.reference);
    case 'unknown-selection':
      return l10n.t('{0}, if selected in its model list', drift.profile.name);
    case 'not-configured':
      return l10n.t('not configured for Amazon Bedrock');
    case 'unreadable':
      return drift.reason === 'hidden' ? l10n.t('unknown') : l10n.t('couldn’t read settings');
  }
}

type Wrong = Extract<Drift, { kind: 'wrong-region' | 'no-region' | 'wrong-base-model' }>;
type WrongModel = Extract<Drift, { kind: 'wrong-base-model' }>;

/** A base model and the one that it should be: their ids where they are called the same. */
function baseNames({ model, expected }: WrongModel): readonly [string, string] {
  const names = [modelName(model), modelName(expected)] as const;
  return names[0] === names[1] ? [model, expected] : names;
}

function baseSentence(agent: string, drift: WrongModel): string {
  const { geo } = splitGeo(drift.model);
  if (geo !== undefined)
    return l10n.t(
      '{0} doesn’t recognize the base model {1} because of its prefix “{2}.”, and uses another model’s limits and prices. Set it to {3}.',
      agent,
      drift.model,
      geo,
      drift.expected,
    );
  const [model, expected] = baseNames(drift);
  return l10n.t(
    '{0} uses the limits and prices of {1}, but the profile {2} is for {3}.',
    agent,
    model,
    drift.profile.name,
    expected,
  );
}

function wrongSentence(agent: string, drift: Wrong): string {
  switch (drift.kind) {
    case 'wrong-region':
      return l10n.t(
        '{0} sends requests to {1}, but the profile is in {2}, so they fail.',
        agent,
        drift.region,
        drift.expected,
      );
    case 'no-region':
      return l10n.t(
        '{0} is set to your profile {1}, but no Region is set. Requests fail unless the environment sets {2}.',
        agent,
        drift.profile.name,
        drift.expected,
      );
    case 'wrong-base-model':
      return baseSentence(agent, drift);
  }
}

/** Another key than the model's own decides. */
function elsewhereSentence(agent: string, drift: Extract<Drift, { kind: 'blocked' | 'unresolved' }>): string {
  if (drift.kind === 'blocked')
    return l10n.t(
      '{0} is set to {1}, but {2} in {3} doesn’t allow that model, so requests fail.',
      agent,
      named(drift.model),
      drift.keyPath,
      drift.file,
    );
  return drift.of === 'region'
    ? l10n.t('Couldn’t determine the Region that {0} uses: its settings refer to {1}.', agent, drift.reference)
    : l10n.t('Couldn’t determine the model that {0} uses: its settings refer to {1}.', agent, drift.reference);
}

function untrackedSentence(agent: string, drift: Extract<Drift, { kind: 'untracked' }>): string {
  switch (drift.reason) {
    case 'not-set':
      return l10n.t(
        '{0} has no model set for {1} and uses its default, so that usage isn’t attributed.',
        agent,
        roleName(drift.role),
      );
    case 'system-profile':
      return l10n.t(
        '{0} uses the system profile {1}, which is untagged; usage isn’t attributed.',
        agent,
        named(drift.model),
      );
    case 'model':
      return l10n.t(
        '{0} uses the model {1} directly, without a profile; usage isn’t attributed.',
        agent,
        named(drift.model),
      );
  }
}

/** A state in a sentence, with what follows from it. */
export function driftSentence(agent: string, drift: Drift, listed: boolean): string {
  if (isGatewayDrift(drift)) return gatewaySentence(agent, drift);
  switch (drift.kind) {
    case 'mine':
      return l10n.t('{0} uses your profile {1}.', agent, drift.profile.name);
    case 'another-of-mine':
      return l10n.t(
        '{0} uses {1}, which is yours, but isn’t the profile you chose for it here.',
        agent,
        drift.profile.name,
      );
    case 'other-owner':
      return l10n.t('{0} uses {1}; usage is attributed to {2}.', agent, drift.profile.name, ownerName(drift.owner));
    case 'deleted':
      return l10n.t('{0} is set to a deleted profile ({1}), so requests fail.', agent, lastPart(drift.arn));
    case 'unknown-profile':
      return listed
        ? l10n.t(
            '{0} uses the profile {1} in an account or Region that isn’t connected, so its owner is unknown.',
            agent,
            lastPart(drift.arn),
          )
        : l10n.t('{0} uses the profile {1}. Connect to AWS to see its owner.', agent, lastPart(drift.arn));
    case 'untracked':
      return untrackedSentence(agent, drift);
    case 'other-provider':
    case 'reverted':
    case 'needs-reload':
    case 'caching-off':
    case 'temperature-refused':
      return runningSentence(agent, drift);
    case 'unknown-selection':
      return l10n.t(
        '{0} uses your profile {1} if it is selected in its model list; its settings file doesn’t show which model is selected.',
        agent,
        drift.profile.name,
      );
    case 'wrong-region':
    case 'no-region':
    case 'wrong-base-model':
      return wrongSentence(agent, drift);
    case 'blocked':
    case 'unresolved':
      return elsewhereSentence(agent, drift);
    case 'not-configured':
      return l10n.t('{0} isn’t configured for Amazon Bedrock.', agent);
    case 'unreadable':
      return drift.reason === 'hidden'
        ? l10n.t(
            '{0} keeps its settings in VS Code’s storage, where they can’t be read, so its model is unknown.',
            agent,
          )
        : l10n.t(
            'Couldn’t determine the model that {0} uses. {1}',
            agent,
            brokenSentence(drift.file ?? '', drift.reason, drift.detail ?? ''),
          );
  }
}
