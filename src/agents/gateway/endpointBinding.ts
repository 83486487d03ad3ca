/** What an agent's endpoint says: our gateway, or something else. */

import { secretIn } from '../../core/gateway/secretForm';
import type { RoleBinding } from '../binding';
import type { HostMachine } from '../hostMachine';
import type { GatewayRoute } from '../target';

/** An endpoint with the secret as the first part of its path, for agents that take no bearer token. */
export const endpointWithSecret = ({ url, secret }: GatewayRoute): string => `${url}/${secret}`;

/** Whether a token is one of the gateway's, and not a key of the user's own. */
export const isOurToken = (token: string | undefined): boolean => token !== undefined && secretIn(token) !== undefined;

/** Whether a token is a key of the user's own. */
export const isOtherToken = (token: string | undefined): boolean => token !== undefined && !isOurToken(token);

/** What is known of where an agent sends its calls. */
export type EndpointBinding = Pick<RoleBinding, 'gateway' | 'endpoint'>;

/**
 * Reads an endpoint. It is the gateway's if a secret of ours goes with it, or if it is the address of ours.
 * @param token the key that the agent sends to it.
 */
export function endpointBinding(
  text: string | undefined,
  token: string | undefined,
  { gateway }: Pick<HostMachine, 'gateway'>,
): EndpointBinding {
  if (text === undefined || !URL.canParse(text)) return {};
  const { origin, protocol, hostname, pathname } = new URL(text);
  const hasSecret = isOurToken(token) || isOurToken(pathname.split('/')[1]);
  const isOnLoopback = protocol === 'http:' && hostname === '127.0.0.1';
  return isOnLoopback && (hasSecret || origin === gateway)
    ? { gateway: { url: origin, hasSecret } }
    : { endpoint: origin };
}

/** Whether an endpoint in a file was put there by us. */
export const isGatewayEndpoint = (
  text: string | undefined,
  token: string | undefined,
  host: Pick<HostMachine, 'gateway'>,
): boolean => endpointBinding(text, token, host).gateway !== undefined;
