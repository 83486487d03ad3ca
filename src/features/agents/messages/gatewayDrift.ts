/** Labels and sentences for agents that are set to the gateway. */

import { l10n } from 'vscode';
import type { Drift } from '../../../agents/drift';
import { named } from './running';

/** States of agents that are set to a gateway. */
export type GatewayDrift = Extract<
  Drift,
  {
    kind:
      | 'through-gateway'
      | 'gateway-no-profile'
      | 'other-gateway'
      | 'gateway-no-secret'
      | 'gateway-stopped'
      | 'gateway-stranger';
  }
>;

/** Whether a state is one of an agent that is set to a gateway. */
export const isGatewayDrift = (drift: Drift): drift is GatewayDrift => drift.kind.includes('gateway');

/** Such a state in a few words, for a row. */
export function gatewayLabel(drift: GatewayDrift): string {
  switch (drift.kind) {
    case 'through-gateway':
      return l10n.t('{0}, through the gateway', drift.profile.name);
    case 'gateway-no-profile':
      return l10n.t('gateway: no profile for {0}', named(drift.model));
    case 'other-gateway':
      return l10n.t('gateway: wrong address {0}', drift.url);
    case 'gateway-no-secret':
      return l10n.t('gateway: secret missing');
    case 'gateway-stopped':
      return l10n.t('gateway not running');
    case 'gateway-stranger':
      return l10n.t('gateway: port used by another program');
  }
}

/** Such a state in a sentence, with its remedy. */
export function gatewaySentence(agent: string, drift: GatewayDrift): string {
  switch (drift.kind) {
    case 'through-gateway':
      return l10n.t(
        '{0} uses {1} through the gateway, which sends its requests through your profile {2}.',
        agent,
        named(drift.model),
        drift.profile.name,
      );
    case 'gateway-no-profile':
      return l10n.t(
        '{0} uses the gateway with {1}, but you have no profile for that model, so the gateway refuses its requests. Create a profile for it.',
        agent,
        named(drift.model),
      );
    case 'other-gateway':
      return l10n.t(
        '{0} is set to a gateway at {1}, but yours is at {2}, so requests fail. Use the gateway in it again.',
        agent,
        drift.url,
        drift.expected,
      );
    case 'gateway-no-secret':
      return l10n.t(
        '{0} is set to the gateway, but without its secret, so the gateway refuses its requests. Use the gateway in it again.',
        agent,
      );
    case 'gateway-stopped':
      return l10n.t(
        '{0} is set to the gateway, which isn’t running, so requests fail. Start the gateway, or switch the agent back to its profile.',
        agent,
      );
    case 'gateway-stranger':
      return l10n.t(
        '{0} is set to the gateway, but another program answers at {1}. Switch the agent back to its profile.',
        agent,
        drift.url,
      );
  }
}
