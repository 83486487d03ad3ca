/** Sentences about the gateway. */

import { l10n } from 'vscode';
import { Problem, PROBLEM_CODES } from '../../core/problem';
import { problemSummary } from '../../ui/messages/problems';
import { failingPlace, type GatewayRow, type GatewayState, type PlaceState, type RefusalState } from './gatewayRow';

export const callsTodayText = (count: number): string =>
  count === 1 ? l10n.t('1 call today') : l10n.t('{0} calls today', count);

/** `http://127.0.0.1:PORT` without its beginning. */
export const addressText = (port: number): string => `127.0.0.1:${port}`;

/** Why calls fail in a place, in a few words. */
export function placeProblemText({ problem = '', awsProfile, region }: PlaceState): string {
  if (problem === 'account') return l10n.t('AWS profile belongs to another account');
  const code = PROBLEM_CODES.find((one) => one === problem);
  return code === undefined ? problem : problemSummary(new Problem(code, { awsProfile, region }));
}

/** The state in a few words, for the row. */
export function gatewayLabel(state: GatewayState): string {
  switch (state.kind) {
    case 'starting':
      return l10n.t('starting…');
    case 'stopped':
      return l10n.t('not running');
    case 'stranger':
      return l10n.t('port {0} is used by another program', state.port);
    case 'running': {
      const failing = failingPlace(state);
      return failing === undefined
        ? `${addressText(state.port)} · ${callsTodayText(state.callsToday)}`
        : placeProblemText(failing);
    }
  }
}

/** The agents that use it, in a sentence. */
const agentsText = (agents: readonly string[]): string => agents.join(', ');

/** The alarm when another program has the gateway's port. */
export const strangerSentence = (port: number, agents: readonly string[]): string =>
  agents.length === 0
    ? l10n.t('Another program listens on the gateway’s port {0}, so the gateway can’t start.', port)
    : l10n.t(
        'Another program listens on the gateway’s port {0}. Requests of {1} go to it, so the gateway no longer accepts their secrets. Switch the agents back, or end that program and set them to the gateway again.',
        port,
        agentsText(agents),
      );

/** The state and what follows from it. @param locale for dates. */
export function gatewaySentence({ gateway, agents }: GatewayRow, locale: string): string {
  switch (gateway.kind) {
    case 'starting':
      return l10n.t('The gateway is starting.');
    case 'stopped':
      return agents.length === 0
        ? l10n.t('The gateway isn’t running.')
        : l10n.t(
            'The gateway isn’t running, so requests of {0} fail or hang. Start it, or switch the agents back.',
            agentsText(agents),
          );
    case 'stranger':
      return strangerSentence(gateway.port, agents);
    case 'running':
      return l10n.t(
        'The gateway has been running at {0} since {1}.',
        addressText(gateway.port),
        new Date(gateway.startedAt).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' }),
      );
  }
}

/** What the gateway has refused, in a few words. */
export function refusalLabel({ code, what }: RefusalState): string {
  switch (code) {
    case 'no-profile':
      return l10n.t('no profile for {0}', what);
    case 'not-mine':
      return l10n.t('not your profile: {0}', what);
    case 'unknown-profile':
      return l10n.t('unknown profile {0}', what);
    case 'other-place':
      return l10n.t('other account or Region: {0}', what);
    case 'residency':
      return l10n.t('outside the allowed Regions: {0}', what);
    case 'tags':
      return l10n.t('required tags are missing: {0}', what);
    case 'unsupported':
      return l10n.t('not supported with profiles: {0}', what);
    case 'secret':
      return l10n.t('unknown secret');
    case 'account':
      return l10n.t('AWS profile belongs to another account');
    case 'expired':
      return l10n.t('AWS sign-in expired');
    case 'credentials':
      return l10n.t('no AWS credentials');
    case 'unreachable':
      return l10n.t('Amazon Bedrock not reachable');
    case 'address':
    case 'origin':
      return l10n.t('not a request of an agent');
    case 'operation':
      return l10n.t('unsupported operation');
    case 'model':
      return l10n.t('invalid model');
    case 'settings':
      return l10n.t('gateway settings can’t be read');
    case 'too-large':
      return l10n.t('request too large');
    default:
      return code;
  }
}

/** What helps against a refusal; empty where nothing does. */
export function refusalRemedyText({ code }: RefusalState): string {
  switch (code) {
    case 'no-profile':
      return l10n.t('Create your profile for this model, or choose another model in the agent.');
    case 'residency':
      return l10n.t('Create a profile whose data stays in the allowed Regions.');
    case 'tags':
      return l10n.t('Add the required tags to your profile, or create another one.');
    case 'secret':
    case 'account':
    case 'other-place':
    case 'unknown-profile':
      return l10n.t('Set the agent to the gateway again.');
    case 'expired':
      return l10n.t('Sign in to AWS. Running requests aren’t interrupted.');
    case 'credentials':
      return l10n.t('Sign in to AWS, or choose another AWS profile.');
    case 'not-mine':
      return l10n.t(
        'Choose a model instead of this profile in the agent, or allow other owners’ profiles in Settings.',
      );
    default:
      return '';
  }
}
